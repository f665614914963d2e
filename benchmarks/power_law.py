"""A power law through measured points, how sure its exponent is, and what it foretells."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LEAST = 1e-3
"""Errors below it count as it: their logarithm would decide everything."""

DRAWS = 1000
NORMAL_95 = 1.96
"""Half-width of a 95 % interval in standard deviations."""

FARTHEST = 1e15
"""Amounts beyond it are foretold by nobody."""


class Point(NamedTuple):
    """An amount, the error measured there, and the standard deviation of the measurement."""

    amount: float
    error: float
    spread: float


@dataclass(frozen=True)
class PowerLaw:
    """`error = factor * amount ** -exponent`, with a 95 % interval of the exponent."""

    factor: float
    exponent: float
    low: float
    high: float

    @property
    def falls(self) -> bool:
        """Whether more surely helps: the whole interval of the exponent is above 0."""
        return self.low > 0

    def error(self, amount: float) -> float:
        """Return the error foretold for an amount."""
        return float(self.factor * amount**-self.exponent)

    def amount(self, error: float) -> float | None:
        """Return the amount foretold for an error; None when it is never reached."""
        if self.exponent <= 0 or error <= 0:
            return None
        found = math.exp((math.log(self.factor) - math.log(error)) / self.exponent)
        return found if found < FARTHEST else None


def fitted(points: Sequence[Point], *, seed: int = 0) -> PowerLaw | None:
    """Return the law that is nearest in logarithms, or None for fewer than two amounts.

    The interval comes of measuring again: every error is drawn from its spread and the line fitted
    anew.
    """
    if len({point.amount for point in points}) < 2:
        return None
    amounts, errors, spreads = (
        np.array(column, dtype=float) for column in zip(*points, strict=True)
    )
    slope, height = _line(amounts, errors)
    rng = np.random.default_rng(seed)
    drawn = [_line(amounts, rng.normal(errors, spreads))[0] for _ in range(DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return PowerLaw(math.exp(height), -slope, -float(high), -float(low))


def _line(amounts: NDArray[np.float64], errors: NDArray[np.float64]) -> tuple[float, float]:
    slope, height = np.polyfit(np.log(amounts), np.log(np.maximum(errors, LEAST)), 1)
    return float(slope), float(height)
