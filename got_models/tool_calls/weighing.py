"""Whole texts weighed against each other by how likely the model is to write them."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from got_models.mllm_stream import MllmStream
from got_models.token_tree import ROOT, TokenTree
from got_models.tool_calls.candidates import Candidate
from got_models.tool_calls.habits import prior

MOST_NODES = 640
"""Most tokens that are read to choose one string."""

MOST_TEXTS = 256
"""Most texts that are read for it."""

TRUST = 2.0
"""How much the mean log-likelihood of a token weighs beside the habits; chosen on dialogues."""


class Weighing:
    """Weighs what could be written next behind what a stream has read.

    Args:
        encode: Turns a text into tokens.
        quote: Tokens that can end a string, for they begin with its quote.
    """

    def __init__(self, encode: Callable[[str], list[int]], quote: Sequence[int]) -> None:
        self._encode, self._quote = encode, torch.tensor(quote)

    def names(self, stream: MllmStream, heads: Mapping[str, Sequence[int]]) -> dict[str, float]:
        """Return the probability of every tool among those given.

        Args:
            stream: What was read.
            heads: For every tool, the tokens with which its call begins.
        """
        tree = TokenTree(list(heads.values()))
        after = stream.all_logits(stream.look_ahead(tree)).log_softmax(dim=1)
        # All begin with the same token, so what it costs makes no difference.
        scores = [
            float(after[tree.parents_of(path[1:]), tree.tokens_of(path[1:])].sum())
            for path in tree.paths
        ]
        chances = torch.tensor(scores, dtype=torch.float64).softmax(dim=0)
        return dict(zip(heads, chances.tolist(), strict=True))

    def strings(
        self,
        stream: MllmStream,
        logits: Tensor,
        argument: str,
        choices: Sequence[Candidate],
        most: int,
    ) -> list[tuple[str, float]]:
        """Return texts with their scores, logits; those in likely places, as many as are read.

        Args:
            stream: What was read, the opening quote last.
            logits: `(vocabulary,)` behind it.
            argument: Name of the argument.
            choices: What it may be.
            most: Most tokens that it may have.
        """
        likely = sorted(choices, key=lambda one: -prior(argument, one))[:MOST_TEXTS]
        spelled = [(one, self._encode(one.text)) for one in likely]
        fitting = [(one, tokens) for one, tokens in spelled if len(tokens) <= most]
        if not fitting:
            return []
        tree = TokenTree([tokens for _, tokens in fitting], most=MOST_NODES)
        behind = torch.cat((logits[None], stream.all_logits(stream.look_ahead(tree))))
        after = behind.log_softmax(dim=1)  # (1 + n, vocabulary), row 0 behind the quote
        ends = after.index_select(1, self._quote).logsumexp(dim=1)
        found = []
        for (one, _), path in zip(fitting, tree.paths, strict=False):
            rows = tree.parents_of(path) - ROOT
            total = after[rows, tree.tokens_of(path)].sum() + ends[path[-1] - ROOT]
            score = prior(argument, one) + TRUST * float(total) / (len(path) + 1)
            found.append((one.text, score))
        return found
