"""What is different between two pictures: in their plans, and in their pixels."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from got_models.chain_diff import describe_changes
from got_models.thought import COORDINATE_MAX
from tools.desk import Held


@dataclass(frozen=True)
class Difference:
    """What changed in sentences, and which share of the pixels; None where sizes differ.

    `within` is the smallest box, on the 0-999 grid, that holds every changed pixel.
    """

    changes: tuple[str, ...]
    changed_share: float | None
    within: tuple[int, int, int, int] | None = None


def compare(first: Held, second: Held) -> Difference:
    """Compare two pictures of a session."""
    changes: tuple[str, ...] = ()
    if first.scene and second.scene:
        changes = describe_changes(first.scene, second.scene)
    if first.image.size != second.image.size:
        return Difference(changes, None)
    changed = changed_pixels(first.image, second.image)
    if not changed.any():
        return Difference(changes, 0.0)
    height, width = changed.shape
    columns, rows = np.flatnonzero(changed.any(axis=0)), np.flatnonzero(changed.any(axis=1))
    grid = COORDINATE_MAX + 1
    within = (
        int(columns[0]) * grid // width,
        int(rows[0]) * grid // height,
        (int(columns[-1]) + 1) * grid // width - 1,
        (int(rows[-1]) + 1) * grid // height - 1,
    )
    return Difference(changes, float(changed.mean()), within)


def changed_pixels(
    first: Image.Image, second: Image.Image
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return `(h, w)`, True where the two RGB pictures differ."""
    return np.asarray((np.asarray(first) != np.asarray(second)).any(axis=-1))


def heat_map(first: Image.Image, second: Image.Image) -> Image.Image:
    """Return a grey picture, brighter where two equally large pictures differ more."""
    apart = np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16))
    return Image.fromarray(apart.max(axis=-1).astype(np.uint8), "L")
