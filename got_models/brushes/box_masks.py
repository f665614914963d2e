"""Boxes as masks: how much of each cell of a grid they cover, and which pixels they hold.

Light: numpy and Pillow only.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.thought import COORDINATE_MAX, Box

_THOUSAND = COORDINATE_MAX + 1


def coverage(box: Box, rows: int, columns: int) -> NDArray[np.float32]:
    """Return `(rows, columns)`, the part of each cell of a grid that lies in the box, 0 to 1."""
    return np.outer(_covered(box.y0, box.y1, rows), _covered(box.x0, box.x1, columns))


def mask_of(boxes: Iterable[Box], size: tuple[int, int]) -> Image.Image:
    """Return a mask in mode L, white on every pixel that a box touches; no boxes are all white.

    Args:
        boxes: What may change.
        size: Width and height in pixels.
    """
    width, height = size
    boxes = tuple(boxes)
    mask = Image.new("L", size, 0 if boxes else 255)
    for box in boxes:
        left, right = _pixels(box.x0, box.x1, width)
        top, bottom = _pixels(box.y0, box.y1, height)
        mask.paste(255, (left, top, right, bottom))
    return mask


def _far(high: int) -> int:
    """Return where a box ends: its last line on the grid at the edge means the edge itself."""
    return _THOUSAND if high == COORDINATE_MAX else high


def _covered(low: int, high: int, cells: int) -> NDArray[np.float32]:
    edges = np.linspace(0, _THOUSAND, cells + 1)
    inside = np.minimum(edges[1:], _far(high)) - np.maximum(edges[:-1], low)
    return (inside.clip(0) * cells / _THOUSAND).astype(np.float32)


def _pixels(low: int, high: int, side: int) -> tuple[int, int]:
    return low * side // _THOUSAND, math.ceil(_far(high) * side / _THOUSAND)
