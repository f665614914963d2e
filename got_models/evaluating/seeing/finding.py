"""Where objects are: a finder's answers to four looks at one picture, brought together.

A look is mirrored, moved by half a cell, or both. What only some looks show is less sure, and the
edges of a box are those of all looks on average.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from got_models.evaluating.detections import PixelBox
from got_models.evaluating.seeing.examples import CANVAS
from got_models.evaluating.seeing.networks import STRIDE, Finder

LOOKS = ((False, 0), (True, 0), (False, STRIDE // 2), (True, STRIDE // 2))
"""Whether a look is mirrored, and by how many pixels it is moved to the right and down."""

LEAST_PEAK = 0.1
"""How sure one look must be of a middle."""

LEAST_MIDDLE = 0.3
"""How sure the looks must be on average for the reader to read a place."""

MOST_PLACES = 40
MOST_OVERLAP = 0.55
"""Of two places that share more, the less sure one goes."""

SAME_PLACE = 0.5
"""Overlap from which boxes of several looks are one."""


class Place(NamedTuple):
    """A box on the finder's canvas, in pixels, and how sure of its middle the finder is."""

    share: float
    box: PixelBox


@torch.no_grad()
def find(finder: Finder, picture: Tensor) -> list[Place]:
    """Return where objects are on `(1, 3, CANVAS, CANVAS)` in [-1, 1], the surest first."""
    seen = [list(_look(finder, picture, *look)) for look in LOOKS]
    return joined(seen)


def joined(seen: Sequence[Sequence[Place]]) -> list[Place]:
    """Bring the places of several looks together: each look gives at most one box to a place."""
    left = sorted(
        ((place, look) for look, places in enumerate(seen) for place in places),
        key=lambda one: -one[0].share,
    )
    found: list[Place] = []
    while left:
        best = left[0][0]
        members: dict[int, Place] = {}
        for place, look in left:
            if best.box.iou(place.box) > SAME_PLACE:
                members.setdefault(look, place)
        left = [one for one in left[1:] if best.box.iou(one[0].box) <= MOST_OVERLAP]
        found.append(_mean(list(members.values()), len(seen)))
    sure = [place for place in found if place.share > LEAST_MIDDLE]
    return sorted(sure, key=lambda place: -place.share)[:MOST_PLACES]


def _mean(members: Sequence[Place], looks: int) -> Place:
    total = sum(place.share for place in members)
    sides = (
        sum(place.share * place.box[side] for place in members) / total
        for side in range(len(PixelBox._fields))
    )
    return Place(total / looks, PixelBox(*sides))


def _look(finder: Finder, picture: Tensor, mirrored: bool, moved: int) -> Iterator[Place]:
    shown = F.pad(picture, (moved, 0, moved, 0), mode="replicate")[..., :CANVAS, :CANVAS]
    found = finder(shown.flip(-1) if mirrored else shown)[0]
    middle = found[0].sigmoid()
    peak = middle == F.max_pool2d(middle[None], 3, 1, 1)[0]
    rows, columns = torch.nonzero(peak & (middle > LEAST_PEAK), as_tuple=True)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        dx, dy, width, height = found[1:, row, column].tolist()
        x, y = (column + dx) * STRIDE, (row + dy) * STRIDE
        centre = ((CANVAS - x if mirrored else x) - moved, y - moved)
        yield Place(float(middle[row, column]), _box(centre, (width, height)))


def _box(centre: tuple[float, float], logs: tuple[float, float]) -> PixelBox:
    """Return the box about a middle, of sides given as logarithms of cells, on the canvas."""
    limit = math.log(CANVAS / STRIDE)
    sides = [math.exp(min(log, limit)) * STRIDE for log in logs]
    low, high = (
        [
            min(max(at + way * side / 2, 0.0), float(CANVAS))
            for at, side in zip(centre, sides, strict=True)
        ]
        for way in (-1, 1)
    )
    return PixelBox(*low, *high)
