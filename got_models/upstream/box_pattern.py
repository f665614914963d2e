"""Boxes as upstream's own code finds them, and only those. Light: no torch.

Our own reading of chains (`got_models.chain_text`) forgives other spellings and mends what can be
mended; GoT's released code finds a box only in the form the model was taught, and overlooks every
other one. Source: GoT's released inference code.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw

from got_models.errors import ThoughtError
from got_models.tokens import BOX_END, BOX_START

GRID = 1000
"""A coordinate is a share of the side in thousandths."""

_CORNER = r"\((\d+),(\d+)\)"
_BOX = re.compile(rf"{re.escape(BOX_START)}{_CORNER},{_CORNER}{re.escape(BOX_END)} \((\w+)\)")

_FAR = 100 * GRID
"""Coordinates beyond this are as good as this: far outside, but safe to draw with."""


class PlainBox(NamedTuple):
    """A box as spelled; its corners may lie outside the grid, or in the wrong order."""

    corners: tuple[int, int, int, int]
    colour: str


def boxes_in(text: str) -> list[PlainBox]:
    """Return the boxes of a text in their order."""
    return [
        PlainBox((int(x0), int(y0), int(x1), int(y1)), colour)
        for x0, y0, x1, y1, colour in _BOX.findall(text)
    ]


def canvases_of(boxes: Sequence[PlainBox], width: int, height: int) -> list[Image.Image]:
    """Draw one black canvas with one rectangle per box; a single black one when there is none.

    Raises:
        ThoughtError: A box is inside out, or its colour is none that Pillow knows; upstream's code
            fails at both.
    """
    if not boxes:
        return [Image.new("RGB", (width, height))]
    return [_canvas(box, width, height) for box in boxes]


def _canvas(box: PlainBox, width: int, height: int) -> Image.Image:
    x0, y0, x1, y1 = box.corners
    if x1 < x0 or y1 < y0:
        raise ThoughtError("expected a box with its top-left corner first", text=str(box.corners))
    try:
        fill = ImageColor.getrgb(box.colour)
    except ValueError as cause:
        raise ThoughtError("expected a colour that Pillow knows", text=box.colour) from cause
    near = [min(value, _FAR) / GRID for value in box.corners]
    canvas = Image.new("RGB", (width, height))
    sides = (width, height, width, height)
    corners = [share * side for share, side in zip(near, sides, strict=True)]
    ImageDraw.Draw(canvas).rectangle(corners, fill=fill)
    return canvas
