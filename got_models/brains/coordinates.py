"""How chat models count in boxes, and bringing that to the 0-999 grid of a chain.

Sources: the model cards of Qwen2.5-VL (absolute pixels of the picture as it was resized for the
model) and Qwen3-VL (thousandths of the picture, as Qwen2-VL). Light: no torch.
"""

import re
from collections.abc import Sequence
from typing import Literal

from got_models.thought import COORDINATE_MAX

Coordinates = Literal["grid", "thousandths", "pixels"]
"""0-999 as in a chain; 0-1000; or pixels of the picture that was shown."""

_THOUSAND = COORDINATE_MAX + 1
_IN_PIXELS = re.compile(r"qwen2[._-]?5[._-]?(vl|omni)", re.IGNORECASE)
_IN_THOUSANDTHS = re.compile(r"qwen[23][._-]?vl|internvl|gemini", re.IGNORECASE)


def coordinates_of(model: str) -> Coordinates:
    """Tell by the name of a model how it was taught to count; the grid when nothing is known."""
    if _IN_PIXELS.search(model):
        return "pixels"
    return "thousandths" if _IN_THOUSANDTHS.search(model) else "grid"


def on_grid(
    corners: Sequence[float], how: Coordinates, size: tuple[int, int] | None
) -> tuple[int, ...]:
    """Return four coordinates on the 0-999 grid, not yet put in order or bound to the picture.

    Fractions from 0 to 1 are told by themselves. Whole numbers far over the grid can only be
    pixels, however the model was asked to count.

    Args:
        corners: x0, y0, x1, y1 as the model gave them.
        how: How it counts.
        size: Width and height in pixels of the picture it was shown; None for no picture.
    """
    x0, y0, x1, y1 = corners
    if all(0 <= value <= 1 for value in corners):
        scale = (float(_THOUSAND), float(_THOUSAND))
    elif size and (how == "pixels" or max(corners) > _THOUSAND):
        scale = (_THOUSAND / size[0], _THOUSAND / size[1])
    else:
        scale = (1.0, 1.0)
    scaled = (x0 * scale[0], y0 * scale[1], x1 * scale[0], y1 * scale[1])
    return tuple(_edged(round(value)) for value in scaled)


def from_grid(corners: Sequence[int], how: Coordinates, size: tuple[int, int]) -> tuple[int, ...]:
    """Return four coordinates of the 0-999 grid as a model counts them.

    Args:
        corners: x0, y0, x1, y1 on the grid.
        how: How the model counts.
        size: Width and height in pixels of the picture it is shown.
    """
    if how == "grid":
        return tuple(corners)
    whole = [_THOUSAND if value == COORDINATE_MAX else value for value in corners]
    if how == "thousandths":
        return tuple(whole)
    sides = (size[0], size[1], size[0], size[1])
    return tuple(round(value / _THOUSAND * side) for value, side in zip(whole, sides, strict=True))


def _edged(value: int) -> int:
    """Take the far edge of the picture, 1000, for the last line of the grid."""
    return COORDINATE_MAX if value == _THOUSAND else value
