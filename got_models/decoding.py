"""Writing token by token: the model's preferences, cut to what a constraint lets through."""

from collections.abc import Callable, Mapping
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from got_models.thought import COORDINATE_MAX

TEMPERATURE = 0.7
TOP_P = 0.9
"""How a plan other than the likeliest is drawn: from the tokens that hold this much of the
probability, at this temperature."""


BLUR = 12
"""Standard deviation, in grid units, over which the chances of coordinates are spread."""


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


class Coordinates:
    """Which tokens are whole coordinates, and how likely each is when its neighbours count too.

    A small model spreads its trust in "about here" unevenly over a hundred tokens; the single
    likeliest of them says little, the middle of the likeliest stretch what is meant.
    """

    def __init__(self, values: Tensor) -> None:
        """Take what every token stands for, `(vocabulary,)` int64, -1 for no number."""
        self._values = values
        reach = torch.arange(-3 * BLUR, 3 * BLUR + 1)
        kernel = torch.exp(-0.5 * (reach / BLUR) ** 2)
        self._kernel = (kernel / kernel.sum())[None, None]

    @classmethod
    def of(cls, numbers: Mapping[int, str], vocabulary: int) -> "Coordinates | None":
        """Return those of a tokenizer with a token for each coordinate; None for another one.

        Args:
            numbers: Its tokens that are digits only, with them.
            vocabulary: How many tokens it has.
        """
        values = torch.full((vocabulary,), -1)
        for token, digits in numbers.items():
            if digits == str(int(digits)):
                values[token] = int(digits)
        whole = set(values.tolist()) >= set(range(COORDINATE_MAX + 1))
        return cls(values) if whole else None

    def smoothed(self, scores: Tensor, offered: Tensor) -> Tensor:
        """Return log-probabilities `(k,)` for logits of the offered tokens if all are numbers."""
        values = self._values[offered]
        if (values < 0).any():
            return scores
        dense = torch.zeros(COORDINATE_MAX + 1).index_add(0, values, scores.softmax(dim=0))
        blurred = functional.conv1d(dense[None, None], self._kernel, padding=3 * BLUR)
        return blurred[0, 0, values].clamp(min=1e-12).log()


class Chooser:
    """Picks among the offered tokens: the likeliest for seed 0, a random one for other seeds."""

    def __init__(self, seed: int, coordinates: Coordinates | None = None) -> None:
        self._generator = torch.Generator().manual_seed(seed) if seed else None
        self._coordinates = coordinates

    def choose(self, logits: Tensor, constraint: Constraint, left: int) -> int:
        """Return the next token for logits `(vocabulary,)` over all tokens."""
        offered = constraint.offers(left)
        scores = logits.index_select(0, offered)
        if self._coordinates is not None:
            scores = self._coordinates.smoothed(scores, offered)
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
    coordinates: Coordinates | None = None,
) -> tuple[list[int], str]:
    """Write until the constraint is finished; return the tokens and their text.

    Args:
        first: Logits `(vocabulary,)` for the first token, float32 on the CPU.
        follow: Reads a token that was written and returns the logits behind it.
        constraint: What may be written; must finish within `limit` tokens.
        seed: 0 for the likeliest tokens, else the seed of the draw.
        limit: Most tokens that may be written.
        on_text: Called with each new piece of text.
        coordinates: The tokens whose neighbours count with them.
    """
    chooser = Chooser(seed, coordinates)
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
