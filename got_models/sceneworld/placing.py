"""Finding room: where an added, moved, resized or exchanged thing goes."""

import random
from collections.abc import Callable, Sequence

from got_models.relations import Relation, relations
from got_models.sceneworld.facts import CLEAR_REACH
from got_models.sceneworld.sampling import crowded
from got_models.thought import COORDINATE_MAX, Box

OVERLAP_LIMIT = 0.05
"""Share of the smaller box that a new place may cover."""

MARGIN = 30
"""Grid units between a thing sent to an edge and that edge."""

GAP = 45
"""Grid units between a thing sent beside another and that other."""

TRIES = 14

Spot = tuple[float | None, float | None]
"""Where along x and y, 0 at the left or top margin and 1 at the other; None keeps the old place."""

SPOTS: dict[str, Spot] = {
    "top left": (0, 0),
    "top right": (1, 0),
    "bottom left": (0, 1),
    "bottom right": (1, 1),
    "left": (0, None),
    "right": (1, None),
    "top": (None, 0),
    "bottom": (None, 1),
    "middle": (0.5, 0.5),
}

SHIFT = 220
"""Grid units that "to the left" moves a thing, room permitting."""

SHIFTS: dict[str, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "up": (0, -1),
    "down": (0, 1),
}


def box_at(left: float, top: float, width: int, height: int) -> Box:
    """Return a box of the given size, pushed back onto the canvas where it would stick out."""
    x0 = round(min(max(left, 0), COORDINATE_MAX - width))
    y0 = round(min(max(top, 0), COORDINATE_MAX - height))
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def centred(box: Box, width: int, height: int) -> Box:
    """Return a box of the given size around the middle of `box`, kept on the canvas."""
    x, y = box.centre
    return box_at(x - width / 2, y - height / 2, width, height)


def fits(box: Box, others: Sequence[Box]) -> bool:
    """Whether a place is free enough."""
    return not crowded(box, tuple(others), OVERLAP_LIMIT)


def anywhere(rng: random.Random, width: int, height: int, others: Sequence[Box]) -> Box | None:
    """Return a free place for a thing of the given size, or None when none was found."""
    for _ in range(TRIES):
        left = rng.randint(0, COORDINATE_MAX - width)
        top = rng.randint(0, COORDINATE_MAX - height)
        box = box_at(left, top, width, height)
        if fits(box, others):
            return box
    return None


def at_spot(rng: random.Random, box: Box, spot: str, others: Sequence[Box]) -> Box | None:
    """Return the free place for `box` at a named spot: at the margin, or close to it."""
    fx, fy = SPOTS[spot]
    left = box.x0 if fx is None else _along(fx, box.width)
    top = box.y0 if fy is None else _along(fy, box.height)
    return _near(rng, box_at(left, top, box.width, box.height), others, lambda _: True)


def beside(
    rng: random.Random, box: Box, relation: Relation, anchor: Box, others: Sequence[Box]
) -> Box | None:
    """Return the free place for `box` on one side of `anchor`, level with it and close."""
    x, y = anchor.centre
    left, top = x - box.width / 2, y - box.height / 2
    match relation:
        case "left of":
            left = anchor.x0 - GAP - box.width
        case "right of":
            left = anchor.x1 + GAP
        case "above":
            top = anchor.y0 - GAP - box.height
        case "below":
            top = anchor.y1 + GAP
    wanted = box_at(left, top, box.width, box.height)
    return _near(
        rng, wanted, others, lambda found: relation in relations(found, anchor, reach=CLEAR_REACH)
    )


def shifted(box: Box, way: str, others: Sequence[Box]) -> Box | None:
    """Return `box` moved along one axis; None when it could move only a little, or into another."""
    dx, dy = SHIFTS[way]
    moved = box_at(box.x0 + dx * SHIFT, box.y0 + dy * SHIFT, box.width, box.height)
    distance = abs(moved.x0 - box.x0) + abs(moved.y0 - box.y0)
    return moved if distance > SHIFT / 2 and fits(moved, others) else None


def _along(fraction: float, extent: int) -> float:
    return MARGIN + fraction * (COORDINATE_MAX - 2 * MARGIN - extent)


def _near(
    rng: random.Random, wanted: Box, others: Sequence[Box], accept: Callable[[Box], bool]
) -> Box | None:
    """Return the wanted place, or one ever further from it that is free and acceptable."""
    for attempt in range(TRIES):
        reach = 12.0 * attempt
        box = box_at(
            wanted.x0 + rng.uniform(-reach, reach),
            wanted.y0 + rng.uniform(-reach, reach),
            wanted.width,
            wanted.height,
        )
        if accept(box) and fits(box, others):
            return box
    return None
