"""A mean with its 95 % interval, by resampling whole prompts. Light: numpy only."""

from collections.abc import Hashable, Sequence

import numpy as np

from got_models.value import Value

ROUNDS = 2000
LEVEL = 0.95


class Interval(Value):
    """A mean, the bounds of its interval, and from how many prompts it was taken."""

    mean: float
    low: float
    high: float
    prompts: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.prompts}"


def interval(
    values: Sequence[float], prompts: Sequence[Hashable] | None = None, *, seed: int = 0
) -> Interval:
    """Return the mean of `values` with a percentile bootstrap interval.

    Values that are all alike give an interval without width, however few they are: a share of 1
    does not say how rare a failure would have to be to stay unseen.

    Args:
        values: One number per observation; True and False count as 1 and 0.
        prompts: What each observation belongs to. Observations of one prompt (boxes of a picture,
            pictures of a wish) are drawn together, so that they do not pass for independent. Every
            observation is its own prompt when not given.
        seed: Of the resampling.

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("a mean needs at least one value")
    names = list(range(len(values))) if prompts is None else list(prompts)
    index = {name: at for at, name in enumerate(dict.fromkeys(names))}
    place = np.array([index[name] for name in names])
    sums = np.bincount(place, weights=np.asarray(values, dtype=float))
    counts = np.bincount(place)
    drawn = np.random.default_rng(seed).integers(len(index), size=(ROUNDS, len(index)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(means, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    mean = float(sums.sum() / counts.sum())
    return Interval(
        mean=mean, low=min(float(low), mean), high=max(float(high), mean), prompts=len(index)
    )
