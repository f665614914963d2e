"""Many continuations of one text at once: what they begin with in common is read once.

Shapes: n nodes, one token each; p tokens that stand before all of them.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

ROOT = -1
"""Where every continuation begins: behind the last token that was read."""


class TokenTree:
    """Sequences of tokens as a tree; a node comes behind its parent.

    Args:
        sequences: The continuations, each of at least one token.
        most: Most nodes; sequences are taken in order while there is room, one in any case.
    """

    def __init__(self, sequences: Sequence[Sequence[int]], most: int | None = None) -> None:
        self.tokens: list[int] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self._nodes: dict[tuple[int, int], int] = {}
        self.paths: list[list[int]] = []
        """The nodes of every sequence that was taken, in order."""
        for sequence in sequences:
            if most is None or not self.paths or len(self.tokens) + len(sequence) <= most:
                self.paths.append(self._grown(sequence))
            else:
                break

    def _grown(self, sequence: Sequence[int]) -> list[int]:
        path: list[int] = []
        parent = ROOT
        for depth, token in enumerate(sequence):
            if (parent, token) not in self._nodes:
                self._nodes[parent, token] = len(self.tokens)
                self.tokens.append(token)
                self.parents.append(parent)
                self.depths.append(depth)
            parent = self._nodes[parent, token]
            path.append(parent)
        return path

    def tokens_of(self, path: Sequence[int]) -> Tensor:
        """Return the tokens of some nodes."""
        return torch.tensor([self.tokens[node] for node in path])

    def parents_of(self, path: Sequence[int]) -> Tensor:
        """Return the parents of some nodes, `ROOT` where they begin."""
        return torch.tensor([self.parents[node] for node in path])

    def sees(self, before: int) -> Tensor:
        """Return `(n, p + n)`, true where a node attends: what was read, its ancestors, itself.

        Args:
            before: p, the tokens that were read before the tree.
        """
        among = torch.eye(len(self.tokens), dtype=torch.bool)
        for node, parent in enumerate(self.parents):
            if parent != ROOT:
                among[node] |= among[parent]
        return torch.cat((torch.ones(len(self.tokens), before, dtype=torch.bool), among), dim=1)
