"""What a detector sees, compared with what should be where. Light."""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from got_models.evaluating.detections import Detection, Perception, PixelBox
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.scene import Scene, Thing
from got_models.thought import COORDINATE_MAX, Box

THRESHOLD = 0.3
"""Confidence a detection needs, as in GenEval."""

NEAR = 0.4
"""Overlap from which a detection is at a box."""


class Placed(NamedTuple):
    """A detection with its box on the 0-999 grid."""

    kind: str
    colour: str | None
    box: Box


def look(eye: Perception, picture: Image.Image) -> tuple[Detection, ...]:
    """Return all that is seen, the surest first."""
    return tuple(sorted(eye.detect(picture), key=lambda seen: -seen.confidence))


def placed(seen: Sequence[Detection], size: tuple[int, int]) -> list[Placed]:
    """Return the detections above the threshold, boxes on the 0-999 grid."""
    return [
        Placed(one.kind, one.colour, on_grid(one.box, size))
        for one in seen
        if one.confidence > THRESHOLD
    ]


def on_grid(box: PixelBox, size: tuple[int, int]) -> Box:
    """Turn a box in pixels into one on the 0-999 grid, at least one unit wide and high."""
    (x0, x1), (y0, y1) = (
        (_unit(low, side), _unit(high, side))
        for low, high, side in ((box.x0, box.x1, size[0]), (box.y0, box.y1, size[1]))
    )
    x0, y0 = min(x0, COORDINATE_MAX - 1), min(y0, COORDINATE_MAX - 1)
    return Box(x0=x0, y0=y0, x1=max(x1, x0 + 1), y1=max(y1, y0 + 1))


def overlap_at(thing: Thing, seen: Sequence[Placed], *, coloured: bool) -> float:
    """Return the best overlap of a thing's box with a detection that is this thing."""
    return max((thing.box.iou(one.box) for one in seen if _is(one, thing, coloured)), default=0.0)


def shows(thing: Thing, seen: Sequence[Placed], *, coloured: bool = True) -> bool:
    """Whether a thing is seen at its box."""
    return overlap_at(thing, seen, coloured=coloured) >= NEAR


def is_coloured(scene: Scene) -> bool:
    """Whether colours can be told in a scene's style."""
    return scene.style not in COLOURLESS


def count_of(thing: Thing, seen: Sequence[Placed], *, coloured: bool) -> int:
    """Return how many detections are of a thing's class and colour, wherever."""
    return sum(_is(one, thing, coloured) for one in seen)


def _is(one: Placed, thing: Thing, coloured: bool) -> bool:
    return one.kind == thing.kind and (
        not coloured or thing.colour is None or one.colour == thing.colour
    )


def _unit(pixel: float, side: int) -> int:
    return min(max(round(pixel / side * (COORDINATE_MAX + 1)), 0), COORDINATE_MAX)
