"""Looking everywhere in a picture with a network that reads cuttings.

For every size of a window the picture is scaled so that a window becomes one cutting, and the
network slides over it. What is found this way is looked at again, cut out.

Shapes: h and w pixels of a scaled picture, r and c rows and columns of windows.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from got_models.thought import COORDINATE_MAX, Box
from got_models.verifying.crops import CONTEXT, SIDE

SIDES = (140, 200, 285, 400)
"""Widths and heights of the windows in grid units."""

LONGEST = 2.5
"""Largest ratio of a window's sides."""

STRIDE = 8
"""Pixels of a cutting between two windows."""

INNER = SIDE / (1 + CONTEXT)
"""Pixels of a cutting that are the window; the rest is what lies around it."""

STEP = STRIDE / INNER
"""From one window to the next, as a share of its side."""

NEAR, ASIDE = 1.2, 0.1
"""By what a box close to another is larger or smaller, and by what share of its side it is off."""


class Hit(NamedTuple):
    """A window, an object by index, and how likely it shows that object."""

    chance: float
    kind: int
    box: Box


class Windows(NamedTuple):
    """All windows of one size, in grid units, and the chances of objects in them `(r, c, n)`."""

    width: int
    height: int
    chances: Tensor

    def hits(self, least: float, kind: int | None) -> Iterator[Hit]:
        """Yield the windows that show their likeliest object, or a given one, likely enough."""
        if kind is None:
            chances, kinds = self.chances.max(-1)
        else:
            chances = self.chances[..., kind]
            kinds = torch.full_like(chances, kind)
        for row, column in (chances >= least).nonzero().tolist():
            left, top = round(column * STEP * self.width), round(row * STEP * self.height)
            box = _box(left, top, self.width, self.height)
            yield Hit(float(chances[row, column]), int(kinds[row, column]), box)


def scan(picture: Image.Image, slide: Callable[[Tensor], Tensor]) -> list[Windows]:
    """Look through windows of all sizes.

    Args:
        picture: An RGB picture of any size.
        slide: Reads `(1, 3, h, w)` in [-1, 1] and answers the chances of objects `(r, c, n)` in
            windows as large as a cutting, `STRIDE` pixels apart.
    """
    return [
        Windows(width, height, slide(_scaled(picture, width, height)))
        for width, height in product(SIDES, SIDES)
        if max(width, height) <= LONGEST * min(width, height)
    ]


def distinct(hits: Iterable[Hit], *, overlap: float, most: int) -> list[Hit]:
    """Return the likeliest hits; those of one object share at most `overlap` (IoU)."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -hit.chance):
        alike = [one.box for one in kept if one.kind == hit.kind]
        if all(box.iou(hit.box) <= overlap for box in alike):
            kept.append(hit)
        if len(kept) == most:
            break
    return kept


def around(box: Box) -> list[Box]:
    """Return a box and others close to it: larger, smaller, wider, higher, and a little aside."""
    x, y = box.centre
    found = [box]
    for wide, high in product((1 / NEAR, 1.0, NEAR), repeat=2):
        found.append(_centred(x, y, wide * box.width, high * box.height))
    for dx, dy in ((ASIDE, 0), (-ASIDE, 0), (0, ASIDE), (0, -ASIDE)):
        found.append(_centred(x + dx * box.width, y + dy * box.height, box.width, box.height))
    return list(dict.fromkeys(found))


def _centred(x: float, y: float, width: float, height: float) -> Box:
    left, top = (
        min(max(round(at), 0), COORDINATE_MAX - 1) for at in (x - width / 2, y - height / 2)
    )
    return _box(left, top, round(width), round(height))


def _scaled(picture: Image.Image, width: int, height: int) -> Tensor:
    """Return the picture with the context of its edges around it, a window of `INNER` pixels."""
    size = [round((COORDINATE_MAX + 1) / side * INNER) for side in (width, height)]
    pixels = np.array(picture.resize((size[0], size[1]), Image.Resampling.BILINEAR))
    edge = round((SIDE - INNER) / 2)
    tensor = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
    return F.pad(tensor, (edge,) * 4, mode="replicate")


def _box(left: int, top: int, width: int, height: int) -> Box:
    return Box(
        x0=left,
        y0=top,
        x1=min(left + width, COORDINATE_MAX),
        y1=min(top + height, COORDINATE_MAX),
    )
