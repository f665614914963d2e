"""Cutting a box out of a picture, and what a judge says about the cutting. Light: no torch."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.thought import COORDINATE_MAX, Box

CONTEXT = 0.2
"""How much larger than its box, in width and in height, a cutting is."""

SIDE = 48
"""Width and height in pixels to which a cutting is stretched."""


class Glimpse(NamedTuple):
    """What a judge sees in one box.

    `kind` is None for background, half an object, a mixture, or anything else. `colour` is the
    likeliest of the ten object colours, and means something only for a thing that has one.
    """

    kind: str | None
    certainty: float
    colour: str
    colour_certainty: float
    others: tuple[tuple[str, float], ...] = ()
    """Other objects that it may be, and their chances."""

    def chance(self, kind: str) -> float:
        """Return how likely it is this object, 0 to 1."""
        return self.certainty if kind == self.kind else dict(self.others).get(kind, 0.0)

    def shows(self, kind: str, colour: str | None) -> bool:
        """Say whether this is the object asked for, in the colour asked for if one is."""
        return self.kind == kind and colour in (None, self.colour)


class Judge(Protocol):
    """Somebody who looks at boxes of a picture and says what is in them."""

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        """Return one glimpse per box."""
        ...


def cut(
    picture: Image.Image, box: Box, *, context: float = CONTEXT, side: int = SIDE
) -> NDArray[np.uint8]:
    """Return the box and some context as `(side, side, 3)` uint8; edges of the canvas go on.

    Args:
        picture: An RGB picture of any size.
        box: What to cut out.
        context: By how much to enlarge the box, as a share of its width and height.
        side: Width and height of the result in pixels, whatever the shape of the box.
    """
    width, height = picture.size
    scale_x, scale_y = width / (COORDINATE_MAX + 1), height / (COORDINATE_MAX + 1)
    more_x, more_y = (box.width + 1) * context / 2, (box.height + 1) * context / 2
    left, right = (box.x0 - more_x) * scale_x, (box.x1 + 1 + more_x) * scale_x
    top, bottom = (box.y0 - more_y) * scale_y, (box.y1 + 1 + more_y) * scale_y
    margin = int(max(-left, -top, right - width, bottom - height, 0.0)) + 1
    pixels = np.pad(np.asarray(picture), ((margin, margin), (margin, margin), (0, 0)), "edge")
    window = (left + margin, top + margin, right + margin, bottom + margin)
    cutting = Image.fromarray(pixels).resize((side, side), Image.Resampling.BILINEAR, box=window)
    return np.asarray(cutting)
