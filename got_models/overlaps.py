"""Pushing overlapping boxes apart with as little movement as possible."""

from collections.abc import Sequence
from itertools import combinations

from got_models.layout import element_at, shifted, with_boxes
from got_models.thought import Box, Chain
from got_models.value import Value

ROUNDS = 200
"""Passes over all pairs after which boxes that still overlap are reported."""


class Separated(Value):
    """A chain after pushing, and the pairs of element indices that still overlap too much."""

    chain: Chain
    unresolved: tuple[tuple[int, int], ...]


def covered_share(a: Box, b: Box) -> float:
    """Share of the smaller box that lies in the other, 0 to 1."""
    return a.intersection(b) / min(a.area, b.area)


def space_between(a: Box, b: Box) -> int:
    """Return how far apart two boxes are on the axis that parts them; below 0, they overlap."""
    across = max(a.x0, b.x0) - min(a.x1, b.x1)
    down = max(a.y0, b.y0) - min(a.y1, b.y1)
    return max(across, down)


def separate(
    chain: Chain,
    *,
    indices: Sequence[int] | None = None,
    gap: int = 0,
    allowed: float = 0.0,
) -> Separated:
    """Push overlapping elements apart until they no longer touch, keeping sizes and the canvas.

    Each pair moves along the axis that needs the smaller step, half a step each; an element at the
    edge of the canvas passes its half on. Left stays left and above stays above.

    Args:
        chain: The chain to change.
        indices: The elements to keep apart; all of them when not given.
        gap: Free space to leave between two that were pushed apart, in grid units.
        allowed: Share of the smaller box that may stay covered; pairs below it are left alone.
    """
    chosen = sorted(set(range(len(chain.elements)) if indices is None else indices))
    boxes = {index: element_at(chain, index).box for index in chosen}
    pairs = list(combinations(chosen, 2))
    for _ in range(ROUNDS):
        crowded = [pair for pair in pairs if _too_close(boxes, pair, allowed)]
        if not crowded:
            break
        before = dict(boxes)
        for a, b in crowded:
            boxes[a], boxes[b] = push_apart(boxes[a], boxes[b], gap)
        if boxes == before:
            break
    unresolved = tuple(pair for pair in pairs if _too_close(boxes, pair, allowed))
    return Separated(chain=with_boxes(chain, boxes), unresolved=unresolved)


def push_apart(a: Box, b: Box, gap: int = 0) -> tuple[Box, Box]:
    """Move two boxes away from each other along the cheaper axis that has the room."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0) + gap
    down = min(a.y1, b.y1) - max(a.y0, b.y0) + gap
    if across <= 0 or down <= 0:
        return a, b
    steps = [(across, 0), (0, down)] if across <= down else [(0, down), (across, 0)]
    tries = [_pushed(a, b, *step) for step in steps]
    clear = [pair for pair in tries if pair[0].intersection(pair[1]) == 0]
    return clear[0] if clear else min(tries, key=lambda pair: pair[0].intersection(pair[1]))


def _pushed(a: Box, b: Box, across: int, down: int) -> tuple[Box, Box]:
    sign_x = 1 if a.centre[0] <= b.centre[0] else -1
    sign_y = 1 if a.centre[1] <= b.centre[1] else -1
    dx, dy = sign_x * across, sign_y * down
    first = shifted(a, -(dx // 2), -(dy // 2))
    second = shifted(b, dx - (a.x0 - first.x0), dy - (a.y0 - first.y0))
    short_x, short_y = dx - (second.x0 - b.x0), dy - (second.y0 - b.y0)
    return shifted(a, -short_x, -short_y), second


def _too_close(boxes: dict[int, Box], pair: tuple[int, int], allowed: float) -> bool:
    return covered_share(boxes[pair[0]], boxes[pair[1]]) > allowed
