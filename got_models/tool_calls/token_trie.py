"""All ordinary tokens of a tokenizer as a tree of bytes: which of them fit some rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from got_models.tool_calls.rules import SPECIAL, Stack, after, shortest


@dataclass
class _Node:
    tokens: list[int] = field(default_factory=list)
    children: dict[int, "_Node"] = field(default_factory=dict)


class TokenTrie:
    """Looks tokens up by what they spell.

    Args:
        pieces: Ordinary token -> its bytes.
        special: Special tokens that rules may ask for.
    """

    def __init__(self, pieces: Mapping[int, bytes], special: tuple[int, ...]) -> None:
        self._special = special
        self._root = _Node()
        for token, piece in pieces.items():
            node = self._root
            for byte in piece:
                node = node.children.setdefault(byte, _Node())
            node.tokens.append(token)

    def fitting(self, stacks: list[Stack], left: int) -> list[int]:
        """Return the tokens with which a text may go on and still end within `left` tokens."""
        found = [
            token for token in self._special if _ends(after(stacks, SPECIAL + token), left - 1)
        ]
        waiting = [(self._root, stacks)]
        while waiting:
            node, here = waiting.pop()
            if node.tokens and _ends(here, left - 1):
                found += node.tokens
            for byte, child in node.children.items():
                if there := after(here, byte):
                    waiting.append((child, there))
        return found


def _ends(stacks: list[Stack], left: int) -> bool:
    """Whether one of the ways to go on can be brought to its end with so many tokens."""
    return any(shortest(stack) <= left for stack in stacks)
