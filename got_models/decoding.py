"""Writing token by token: the model's preferences, cut to what a constraint lets through."""

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

TEMPERATURE = 0.7
TOP_P = 0.9
"""How a plan other than the likeliest is drawn: from the tokens that hold this much of the
probability, at this temperature."""


class Constraint(Protocol):
    """Says what may come next, and keeps what was written."""

    @property
    def finished(self) -> bool:
        """Whether nothing may come any more."""
        ...

    def offers(self, left: int) -> Tensor:
        """Return the ids `(k,)` that may come next when `left` tokens may still be written."""
        ...

    def admits(self, token: int) -> bool:
        """Say whether an offered token may really be written."""
        ...

    def take(self, token: int) -> str:
        """Write a token; return the text that is certain by now."""
        ...


class Chooser:
    """Picks among the offered tokens: the likeliest for seed 0, a random one for other seeds."""

    def __init__(self, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed) if seed else None

    def choose(self, logits: Tensor, constraint: Constraint, left: int) -> int:
        """Return the next token for logits `(vocabulary,)` over all tokens."""
        offered = constraint.offers(left)
        scores = logits.index_select(0, offered)
        while True:
            at = self.pick(scores)
            token = int(offered[at])
            if constraint.admits(token):
                return token
            scores[at] = -torch.inf

    def pick(self, scores: Tensor) -> int:
        """Return which of some scores `(k,)`, logits or log-probabilities, is chosen."""
        if self._generator is None:
            return int(scores.argmax())
        ranked, order = (scores / TEMPERATURE).sort(descending=True, stable=True)
        chances = ranked.softmax(dim=0)
        chances[chances.cumsum(dim=0) - chances >= TOP_P] = 0
        return int(order[torch.multinomial(chances, 1, generator=self._generator)])


def write_tokens(
    first: Tensor,
    follow: Callable[[int], Tensor],
    constraint: Constraint,
    *,
    seed: int,
    limit: int,
    on_text: Callable[[str], None] | None = None,
) -> tuple[list[int], str]:
    """Write until the constraint is finished; return the tokens and their text.

    Args:
        first: Logits `(vocabulary,)` for the first token, float32 on the CPU.
        follow: Reads a token that was written and returns the logits behind it.
        constraint: What may be written; must finish within `limit` tokens.
        seed: 0 for the likeliest tokens, else the seed of the draw.
        limit: Most tokens that may be written.
        on_text: Called with each new piece of text.
    """
    chooser = Chooser(seed)
    tokens: list[int] = []
    said: list[str] = []
    logits = first
    for left in range(limit, 0, -1):
        token = chooser.choose(logits, constraint, left)
        tokens.append(token)
        text = constraint.take(token)
        said.append(text)
        if text and on_text is not None:
            on_text(text)
        if constraint.finished:
            break
        logits = follow(token)
    return tokens, "".join(said)
