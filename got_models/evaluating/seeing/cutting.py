"""How a box is cut out of a picture for the eye to read. Light: no torch."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.evaluating.detections import PixelBox
from got_models.sceneworld.vocabulary import CLASSES

SIDE = 48
"""Width and height in pixels to which a cutting is stretched."""

CONTEXT = 0.16
"""How much wider and higher than its box a cutting is."""

MASK = 12
"""Width and height of the map that says where in a cutting the object is."""

NOTHING = len(CLASSES)
"""Index of the answer that there is no object, or not one."""


def cut_all(picture: Image.Image, boxes: Sequence[PixelBox]) -> NDArray[np.uint8]:
    """Return the cuttings `(n, SIDE, SIDE, 3)` of some boxes; the picture's edge pixels go on."""
    pad = round(max(picture.size) * (0.5 + 2 * CONTEXT))
    pixels = np.pad(np.asarray(picture.convert("RGB")), ((pad, pad), (pad, pad), (0, 0)), "edge")
    whole = Image.fromarray(pixels)
    return np.stack([np.asarray(_cut(whole, box, pad)) for box in boxes])


def viewed(box: PixelBox, wider: float, higher: float, right: float, down: float) -> PixelBox:
    """Return a box made wider and higher by factors, and moved by shares of its own sides."""
    x, y = box.centre[0] + right * box.width, box.centre[1] + down * box.height
    across, below = wider * box.width / 2, higher * box.height / 2
    return PixelBox(x - across, y - below, x + across, y + below)


def _cut(whole: Image.Image, box: PixelBox, pad: int) -> Image.Image:
    x, y = box.centre
    half = (1 + CONTEXT) / 2
    across, down = max(box.width, 1) * half, max(box.height, 1) * half
    window = (x - across + pad, y - down + pad, x + across + pad, y + down + pad)
    return whole.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=window)
