"""The part of a picture an edit may touch.

Shapes: h, w height and width of the picture in pixels. Light: numpy and Pillow only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.thought import COORDINATE_MAX, Box, Chain

GLOBAL_FROM = 0.95
"""A box this wide and this high, as fractions of the picture, means the whole picture."""

SEAM = 0.08
"""Width of the blended seam as a fraction of the box's shorter side."""

MAX_SEAM_PX = 24


@dataclass(frozen=True)
class Region:
    """The boxes of an edit; no boxes means the whole picture.

    A mask, as `tools.mask` makes it, goes before the boxes.
    """

    boxes: tuple[Box, ...]
    mask: Image.Image | None = None

    @property
    def is_global(self) -> bool:
        """Whether the edit declared the whole picture, or nothing narrower."""
        if self.mask is not None:
            return False
        return not self.boxes or any(_covers_everything(box) for box in self.boxes)

    def opacity(self, width: int, height: int) -> NDArray[np.float64]:
        """Return `(h, w)` weights of the new picture: 0 outside, rising to 1 inside each box.

        The seam lies inside the box, so a pixel outside every box weighs exactly 0. A box edge
        on the border of the picture has no seam: there is nothing to blend with. A mask is taken
        as it is, scaled to the picture.
        """
        if self.mask is not None:
            scaled = self.mask.resize((width, height), Image.Resampling.NEAREST)
            return np.asarray(scaled, dtype=np.float64) / 255
        if self.is_global:
            return np.ones((height, width))
        weights = np.zeros((height, width))
        for box in self.boxes:
            x0, x1 = pixels_of(box.x0, box.x1, width)
            y0, y1 = pixels_of(box.y0, box.y1, height)
            seam = min(max(1, round(SEAM * min(x1 - x0, y1 - y0))), MAX_SEAM_PX)
            columns = _ramp(x1 - x0, seam, starts=x0 > 0, ends=x1 < width)
            rows = _ramp(y1 - y0, seam, starts=y0 > 0, ends=y1 < height)
            inside = weights[y0:y1, x0:x1]
            np.maximum(inside, np.minimum.outer(rows, columns), out=inside)
        return weights

    def composite(self, before: Image.Image, after: Image.Image) -> Image.Image:
        """Return `before` with the region taken from `after`; both RGB and equally large."""
        weights = self.opacity(before.width, before.height)[..., None]
        old = np.asarray(before, dtype=np.float64)
        new = np.asarray(after, dtype=np.float64)
        mixed = (old + weights * (new - old)).round().astype(np.uint8)
        return Image.fromarray(mixed, "RGB")

    def changed_outside(self, before: Image.Image, after: Image.Image) -> int:
        """Count the pixels outside the region that differ; none are outside a global one."""
        differs = np.asarray(before) != np.asarray(after)
        changed = differs[..., 0] | differs[..., 1] | differs[..., 2]
        outside = self.opacity(before.width, before.height) == 0
        return int((changed & outside).sum())


def region_of(chain: Chain, mask: Image.Image | None = None) -> Region:
    """Return what an edit may touch: what a mask opens, else all boxes its chain declares."""
    return Region(boxes=tuple(element.box for element in chain.elements), mask=mask)


def _covers_everything(box: Box) -> bool:
    least = GLOBAL_FROM * COORDINATE_MAX
    return box.width >= least and box.height >= least


def pixels_of(low: int, high: int, side: int) -> tuple[int, int]:
    """Return the half-open pixel range of two grid coordinates, at least one pixel wide."""
    scale = side / (COORDINATE_MAX + 1)
    first = min(int(low * scale), side - 1)
    last = side if high == COORDINATE_MAX else round(high * scale)
    return first, min(max(last, first + 1), side)


def _ramp(length: int, seam: int, *, starts: bool, ends: bool) -> NDArray[np.float64]:
    """Return `(length,)` weights rising over `seam` pixels from each edge that has a seam."""
    places = np.arange(length, dtype=np.float64)
    rising = (places + 1) / (seam + 1) if starts else np.ones(length)
    falling = (length - places) / (seam + 1) if ends else np.ones(length)
    return np.minimum(np.minimum(rising, falling), 1.0)
