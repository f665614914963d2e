"""Recolour a sprite to one of the ten object colours and keep its inner structure readable.

The sprite's brightness runs through a ramp of tones of the colour: what was dark stays darker, what
was bright stays brighter, and what most of the sprite is made of lies near the main tone.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

RAMPS: Final = {
    "red": ("#860812", "#e0202c", "#ff7a78"),
    "orange": ("#b04a00", "#ff8a14", "#ffc27a"),
    "yellow": ("#b58a00", "#ffdb1f", "#fff3a0"),
    "green": ("#0d5222", "#2aa84a", "#8fe0a0"),
    "blue": ("#10246e", "#2a60e0", "#8fb4ff"),
    "purple": ("#48107a", "#8c2ec6", "#c98cf0"),
    "pink": ("#cc4890", "#ff80be", "#ffc8e2"),
    "brown": ("#3a1f0c", "#7c4a22", "#b5855a"),
    "black": ("#000000", "#1e1e22", "#6e6e78"),
    "white": ("#7e7e8a", "#f0f0f3", "#ffffff"),
}
"""Dark, main and light tone of each colour."""

_KNOTS = (0.0, 0.3, 0.5, 0.7, 1.0)
_SHADE = 0.22
"""How far the main stretch of a ramp leans towards its dark and its light end."""

_STRETCH = 0.5
"""Share of brightness stretched about its median, against its rank among the sprite's pixels."""

_FLAT, _SAME = 4.0, 2.0
"""Differences of brightness, of 255, that are not stretched further and that share one rank."""

_SOLID = 128
_LUMA = np.array([0.299, 0.587, 0.114])


def tint(sprite: Image.Image, colour: str) -> Image.Image:
    """Return the RGBA sprite in tones of one of the ten object colours, its alpha untouched."""
    pixels = np.asarray(sprite.convert("RGBA"))
    tone = _tone(pixels)
    tones = _ramp(colour)
    recoloured = np.stack([np.interp(tone, _KNOTS, channel) for channel in tones.T], axis=-1)
    rgba = np.concatenate([recoloured.round().astype(np.uint8), pixels[..., 3:]], axis=-1)
    return Image.fromarray(rgba, "RGBA")


def _ramp(colour: str) -> NDArray[np.float64]:
    """Return the tones `(5, 3)` at the knots, 0 to 255."""
    dark, main, light = (np.array(ImageColor.getrgb(tone), float) for tone in RAMPS[colour])
    shade = main + _SHADE * (dark - main)
    shine = main + _SHADE * (light - main)
    return np.stack([dark, shade, main, shine, light])


def _tone(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return each pixel's place `(h, w)` on the ramp, 0 dark to 1 light."""
    luma = pixels[..., :3] @ _LUMA
    solid = np.sort(luma[pixels[..., 3] >= _SOLID])
    low, middle, high = np.percentile(solid, (2, 50, 98))
    reach = 2 * max(high - middle, middle - low, _FLAT)
    stretched = np.clip(0.5 + (luma - middle) / reach, 0, 1)
    below = np.searchsorted(solid, luma - _SAME, side="left")
    upto = np.searchsorted(solid, luma + _SAME, side="right")
    rank = (below + upto) / (2 * len(solid))
    tone: NDArray[np.float64] = _STRETCH * stretched + (1 - _STRETCH) * rank
    return tone
