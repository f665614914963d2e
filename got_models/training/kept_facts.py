"""Which coordinates keep to what a wish says: a lesson without chance in it.

"A cup left of a dog" is kept to by hundreds of coordinates, and cross-entropy asks for the one that
the scene happens to have. Most of its gradient is chance, and relations are learned late. The
probability of all coordinates that keep to the wish has no chance in it: its negative logarithm is
a semantic loss (Xu et al., 2018, https://arxiv.org/abs/1711.11157) with the facts as constraint.

Each coordinate is judged with everything else as in the right answer: what comes before it is
what the writer has written, what comes after it is what it is yet to write. Boxes also keep apart.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from got_models.relations import SLACK
from got_models.sceneworld.captions import Wish
from got_models.sceneworld.facts import CLEAR_REACH, EDGE, LEVEL, MIDDLE, NEXT_TO, Said
from got_models.sceneworld.sampling import LOOSE_OVERLAP_LIMIT, OVERLAP_LIMIT
from got_models.thought import COORDINATE_MAX, Box
from got_models.training.free_choice import BOX

COORDINATES = COORDINATE_MAX + 1

_ALL = np.arange(COORDINATES)

Flags = NDArray[np.bool_]  # (COORDINATES,)
Floats = NDArray[np.floating[Any]]  # (COORDINATES,)


class Kept(NamedTuple):
    """Characters `start` to `end` of an answer: a coordinate, and which ones would keep facts."""

    start: int
    end: int
    allowed: Flags


class _Extents(NamedTuple):
    """A box for every coordinate that one corner may have; edges that stay are single numbers."""

    x0: NDArray[np.int64]
    y0: NDArray[np.int64]
    x1: NDArray[np.int64]
    y1: NDArray[np.int64]

    @classmethod
    def of(cls, box: Box, corner: int | None = None) -> "_Extents":
        """Vary corner 0 to 3 of a box, or none; a first corner takes the second along."""
        edges = [np.asarray(edge) for edge in box.corners]
        if corner is not None:
            edges[corner] = _ALL
            if corner < 2:
                side = box.corners[corner + 2] - box.corners[corner]
                edges[corner + 2] = np.minimum(_ALL + side, COORDINATE_MAX)
        return cls(*edges)

    @property
    def real(self) -> Flags:
        """Which of them have an area."""
        return (self.x0 < self.x1) & (self.y0 < self.y1)


def kept_coordinates(answer: str, wish: Wish) -> tuple[Kept, ...]:
    """Find the coordinates of a chain that a fact of its wish, or another box, binds.

    Args:
        answer: The chain as text, its boxes in the order in which the wish mentions the things.
        wish: What was asked for.
    """
    found = list(BOX.finditer(answer))
    boxes = [_box(match.groups()) for match in found]
    kept = []
    for at, match in enumerate(found):
        for corner in range(4):
            allowed = _allowed(wish, boxes, at, corner)
            if not allowed.all():
                start, end = match.span(corner + 1)
                allowed[boxes[at].corners[corner]] = True  # rounding may have moved the scene's
                kept.append(Kept(start, end, allowed))
    return tuple(kept)


def _box(corners: Sequence[str]) -> Box:
    x0, y0, x1, y1 = (int(corner) for corner in corners)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def _allowed(wish: Wish, boxes: Sequence[Box], at: int, corner: int) -> Flags:
    """Judge all values of one corner of the box at `at`, by the boxes written before it.

    Values that leave the box without an area keep to nothing, but do not bind a coordinate alone.
    """
    here = _Extents.of(boxes[at], corner)
    allowed = np.full(COORDINATES, True)
    for said, other, is_subject in _bonds(wish, at):
        if other is None:
            allowed &= _lies(said, here)
        else:
            there = _Extents.of(boxes[other])
            allowed &= _stands(said, here, there) if is_subject else _stands(said, there, here)
    if corner > 0:  # the left edge alone says nothing of who is covered
        for other in range(at):
            limit = float(_covered(_Extents.of(boxes[at]), _Extents.of(boxes[other])))
            limit = OVERLAP_LIMIT if limit <= OVERLAP_LIMIT else max(limit, LOOSE_OVERLAP_LIMIT)
            allowed &= _covered(here, _Extents.of(boxes[other])) <= limit
    return allowed & here.real if not (allowed | ~here.real).all() else np.full(COORDINATES, True)


def _bonds(wish: Wish, at: int) -> Iterator[tuple[Said, int | None, bool]]:
    """Yield what is said of the thing at `at`: to which earlier one, and whether of or to it."""
    thing = wish.order[at]
    place_of = {other: place for place, other in enumerate(wish.order)}
    for fact in wish.facts:
        if not fact.reference and thing in fact.subject:
            yield fact.said, None, True
        if thing in fact.subject:
            yield from ((fact.said, place_of[o], True) for o in fact.reference if place_of[o] < at)
        if thing in fact.reference:
            yield from ((fact.said, place_of[o], False) for o in fact.subject if place_of[o] < at)


def _stands(said: Said, a: _Extents, b: _Extents) -> Flags:
    """Whether `a` clearly stands to `b` as is said; `facts.holds` in arrays."""
    dx, dy = (a.x0 + a.x1 - b.x0 - b.x1) / 2, (a.y0 + a.y1 - b.y0 - b.y1) / 2
    length = np.maximum(np.hypot(dx, dy), 1e-3)
    across = _shrunk(dx, SLACK * (a.x1 - a.x0 + b.x1 - b.x0)) / length
    down = _shrunk(dy, SLACK * (a.y1 - a.y0 + b.y1 - b.y0)) / length
    match said:
        case "left of":
            return across < -CLEAR_REACH
        case "right of":
            return across > CLEAR_REACH
        case "above":
            return down < -CLEAR_REACH
        case "below":
            return down > CLEAR_REACH
    gap = np.maximum(a.x0, b.x0) - np.minimum(a.x1, b.x1)
    level = np.minimum(a.y1, b.y1) - np.maximum(a.y0, b.y0)
    height = np.minimum(a.y1 - a.y0, b.y1 - b.y0)
    near: Flags = (np.abs(across) > CLEAR_REACH) & (gap < NEXT_TO) & (level > LEVEL * height)
    return near


def _lies(said: Said, box: _Extents) -> Flags:
    """Whether a box clearly lies in a part of the picture; `facts.place_of` in arrays."""
    x, y = (box.x0 + box.x1) / 2 / COORDINATE_MAX, (box.y0 + box.y1) / 2 / COORDINATE_MAX
    match said:
        case "on the left":
            return x < EDGE
        case "on the right":
            return x > 1 - EDGE
        case "at the top":
            return y < EDGE
        case "at the bottom":
            return y > 1 - EDGE
    (low, high) = MIDDLE
    return (low < x) & (x < high) & (low < y) & (y < high)


def _shrunk(offset: Floats, by: Floats) -> Floats:
    return np.sign(offset) * np.maximum(np.abs(offset) - by, 0.0)


def _covered(a: _Extents, b: _Extents) -> Floats:
    """Return which share of the smaller of the two the other covers."""
    across = np.minimum(a.x1, b.x1) - np.maximum(a.x0, b.x0)
    down = np.minimum(a.y1, b.y1) - np.maximum(a.y0, b.y0)
    areas = ((one.x1 - one.x0) * (one.y1 - one.y0) for one in (a, b))
    smaller = np.maximum(np.minimum(*areas), 1)
    covered: Floats = np.maximum(across, 0) * np.maximum(down, 0) / smaller
    return covered
