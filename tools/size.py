"""Sizes of pictures: what a painter can draw at."""

import re

from got_models.errors import BadSize
from tools.ports import Painter


def parse(text: str) -> tuple[int, int]:
    """Read `WIDTHxHEIGHT` in pixels.

    Raises:
        BadSize: The text is not two positive numbers with an x between them.
    """
    found = re.fullmatch(r"0*([1-9][0-9]{0,5})[xX]0*([1-9][0-9]{0,5})", text.strip())
    if not found:
        raise BadSize(f"a size looks like 128x128, got {text[:40]!r}")
    return int(found[1]), int(found[2])


def fitting(size: tuple[int, int] | None, painter: Painter) -> tuple[int, int]:
    """Return `size`, or the painter's own when it is None.

    Raises:
        BadSize: The painter cannot draw at that size; the message names the nearest it can.
    """
    if size is None:
        return painter.default_size
    width, height = (_nearest(side, painter) for side in size)
    if (width, height) == size:
        return size
    raise BadSize(
        f"{painter.name} draws sides that are multiples of {painter.size_multiple} "
        f"up to {painter.max_side} pixels, got {size[0]}x{size[1]}; "
        f"the nearest is {width}x{height}"
    )


def _nearest(side: int, painter: Painter) -> int:
    multiple = painter.size_multiple
    largest = painter.max_side // multiple * multiple
    return min(max(round(side / multiple) * multiple, multiple), largest)
