"""Which of the ten object colours the pixels of an object have, by borders that people drew.

Every pixel votes for the name whose anchor is nearest in CIELAB, and the most votes win. The
anchors are answers of the colour survey of xkcd (CC0, https://xkcd.com/color/rgb/), not the tones
that the world's renderer paints with. Light: numpy only.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from got_models.sceneworld.vocabulary import COLOURS

Rgb = tuple[int, int, int]

ANCHORS: Final[dict[str, tuple[Rgb, ...]]] = {
    "red": ((229, 0, 0), (132, 0, 0), (255, 71, 76), (253, 60, 6)),
    "orange": ((249, 115, 6), (198, 81, 2), (253, 170, 72)),
    "yellow": ((255, 255, 20), (213, 182, 10), (255, 254, 122), (253, 220, 92)),
    "green": ((21, 176, 26), (3, 53, 0), (150, 249, 123), (57, 173, 72)),
    "blue": ((3, 67, 223), (0, 3, 91), (149, 208, 252), (78, 81, 139)),
    "purple": ((126, 30, 156), (53, 6, 62), (191, 119, 246)),
    "pink": ((255, 129, 192), (203, 65, 107), (255, 209, 223)),
    "brown": ((101, 55, 0), (52, 28, 2), (173, 129, 80)),
    "black": ((0, 0, 0), (54, 55, 55)),
    "white": ((255, 255, 255), (216, 220, 214)),
}
"""Name -> the tones that count as it: plain first, then dark and light."""

_WHITE_POINT = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip


def lab_of(rgb: NDArray[np.generic]) -> NDArray[np.float64]:
    """Turn sRGB, 0 to 255 in the last axis, into CIELAB under D65."""
    share = np.asarray(rgb, dtype=np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE_POINT
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1
    )


_OWNERS = np.array([at for at, name in enumerate(COLOURS) for _ in ANCHORS[name]])
_ANCHOR_LAB = lab_of(np.array([tone for name in COLOURS for tone in ANCHORS[name]]))


def colour_shares(pixels: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return how large a share `(10,)` of the pixels `(n, 3)` has each of the ten names."""
    if not len(pixels):
        return np.zeros(len(COLOURS))
    distance = np.linalg.norm(lab_of(pixels)[:, None] - _ANCHOR_LAB, axis=-1)  # (n, anchors)
    votes = np.bincount(_OWNERS[distance.argmin(1)], minlength=len(COLOURS))
    return np.asarray(votes / len(pixels), dtype=np.float64)


def colour_name(pixels: NDArray[np.generic]) -> str | None:
    """Return the name most pixels `(n, 3)` have; None when there are no pixels."""
    shares = colour_shares(pixels)
    return COLOURS[int(shares.argmax())] if shares.any() else None
