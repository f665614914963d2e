"""Two sets of marks on the same cases: their difference, and how likely chance is to make it."""

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np

from got_models.evaluating.intervals import LEVEL, ROUNDS
from got_models.evaluating.report.rows import Row
from got_models.value import Value


class Paired(Value):
    """Second minus first, over the cases that both have."""

    cases: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    won: int
    """Cases that were wrong and became right."""
    lost: int
    p: float
    """Two-sided exact McNemar test; cases that stayed as they were say nothing."""


def compare(first: Sequence[Row], second: Sequence[Row], mark: str) -> Paired | None:
    """Pair rows by suite, group and id; None when they share no case with this mark.

    The interval resamples clusters, so that pictures of one prompt do not pass for independent.
    """
    before, after = (_by_case(rows, mark) for rows in (first, second))
    shared = [key for key in before if key in after]
    if not shared:
        return None
    pairs = [(before[key].marks[mark], after[key].marks[mark]) for key in shared]
    gaps = np.array([new - old for old, new in pairs])
    low, high = _bounds(gaps, [before[key].cluster for key in shared])
    won = sum(old < 1 <= new for old, new in pairs)
    lost = sum(new < 1 <= old for old, new in pairs)
    return Paired(
        cases=len(pairs),
        first=float(np.mean([old for old, _ in pairs])),
        second=float(np.mean([new for _, new in pairs])),
        difference=float(gaps.mean()),
        low=low,
        high=high,
        won=won,
        lost=lost,
        p=mcnemar(won, lost),
    )


def mcnemar(won: int, lost: int) -> float:
    """Return the two-sided exact p of so uneven a split of the cases that changed, or more."""
    changed = won + lost
    if not changed:
        return 1.0
    ways = sum(comb(changed, k) for k in range(min(won, lost) + 1))
    return min(1.0, float(2 * ways / 2**changed))


def flipped(first: Sequence[Row], second: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the second's rows that became right, and those that became wrong."""
    before = {(row.suite, row.group, row.id): row for row in first}
    both = [(before[key], row) for row in second
            if (key := (row.suite, row.group, row.id)) in before]  # fmt: skip
    return (
        [new for old, new in both if new.right and not old.right],
        [new for old, new in both if old.right and not new.right],
    )


def _by_case(rows: Sequence[Row], mark: str) -> Mapping[tuple[str, str, str], Row]:
    return {(row.suite, row.group, row.id): row for row in rows if mark in row.marks}


def _bounds(gaps: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
            clusters: Sequence[str]) -> tuple[float, float]:  # fmt: skip
    index = {name: at for at, name in enumerate(dict.fromkeys(clusters))}
    place = np.array([index[name] for name in clusters])
    sums, counts = np.bincount(place, weights=gaps), np.bincount(place)
    drawn = np.random.default_rng(0).integers(len(index), size=(ROUNDS, len(index)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(means, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(min(low, gaps.mean())), float(max(high, gaps.mean()))
