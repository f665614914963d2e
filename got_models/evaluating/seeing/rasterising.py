"""The eye's own rasteriser: tints, poses, grounds and faults. It shares no code with the world's.

Arrays are `(height, width, channels)`; colours are 0 to 255 unless said otherwise.
"""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.evaluating.colour_naming import ANCHORS
from got_models.sceneworld.vocabulary import COLOURS

Pixels = NDArray[np.float32]

TURN = 14.0
"""Largest rotation in degrees, either way."""

QUIET, LOUD = 34.0, 90.0
"""Largest distance of a background's tones from its middle one, with objects and without."""

NOISE_SHARE = 0.3

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)

_TONES = {
    "sepia": ((0.39, 0.77, 0.19), (0.35, 0.69, 0.17), (0.27, 0.53, 0.13)),
    "gray": ((0.3, 0.59, 0.11),) * 3,
    "night": ((0.42, 0.0, 0.0), (0.0, 0.47, 0.04), (0.04, 0.08, 0.62)),
}


def recoloured(sprite: NDArray[np.uint8], colour: str, rng: np.random.Generator) -> Pixels:
    """Return a sprite in shades of a jittered named colour, alpha as it was."""
    pixels = sprite.astype(np.float32)
    luma = pixels[..., :3] @ LUMA
    solid = luma[pixels[..., 3] > 127]
    spread = float(np.ptp(solid)) if len(solid) else 0.0
    middle = float(np.median(solid)) if len(solid) else 0.0
    shade = (luma - middle) / max(spread, 40.0) * rng.uniform(0.5, 1.2)  # about -1 to 1
    tones = ANCHORS[colour]
    tone = np.asarray(tones[rng.integers(len(tones))], dtype=np.float32)
    tone = (tone + rng.uniform(-12, 12, 3).astype(np.float32)).clip(0, 255)
    dark = tone * rng.uniform(0.3, 0.65)
    bright = tone + (255 - tone) * rng.uniform(0.35, 0.75)
    down, up = (-shade).clip(0, 1)[..., None], shade.clip(0, 1)[..., None]
    pixels[..., :3] = tone + down * (dark - tone) + up * (bright - tone)
    return pixels


def shifted_hues(sprite: NDArray[np.uint8], rng: np.random.Generator) -> Pixels:
    """Return a sprite in its own colours, a little off or far off."""
    pixels = sprite.astype(np.float32)
    off = 0.08 if rng.random() < 0.6 else 0.3
    mixing = np.eye(3, dtype=np.float32) + rng.normal(0, off, (3, 3)).astype(np.float32)
    pixels[..., :3] = (pixels[..., :3] @ mixing + rng.uniform(-12, 12)).clip(0, 255)
    return pixels


def dressed(sprite: NDArray[np.uint8], colour: str | None, rng: np.random.Generator) -> Pixels:
    """Return a sprite in a named colour, or in its own for None."""
    return recoloured(sprite, colour, rng) if colour else shifted_hues(sprite, rng)


def posed(sprite: Pixels, width: float, height: float, rng: np.random.Generator) -> Image.Image:
    """Return an RGBA picture of the sprite, turned, sheared, perhaps mirrored, `width` wide."""
    picture = Image.fromarray(sprite.clip(0, 255).astype(np.uint8), "RGBA")
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if rng.random() < 0.7:
        picture = _turned(picture, rng)
    size = (max(round(width), 2), max(round(height), 2))
    return picture.resize(size, Image.Resampling.BOX if size[0] < 32 else Image.Resampling.BILINEAR)


def _turned(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Rotate and shear about the middle, and trim to what can be seen."""
    width, height = picture.size
    angle, shear = math.radians(rng.uniform(-TURN, TURN)), rng.uniform(-0.12, 0.12)
    side = round(1.35 * max(width, height))
    cos, sin = math.cos(angle), math.sin(angle)
    a, b, d, e = cos, sin + shear, -sin, cos
    c = width / 2 - a * side / 2 - b * side / 2
    f = height / 2 - d * side / 2 - e * side / 2
    turned = picture.transform(
        (side, side), Image.Transform.AFFINE, (a, b, c, d, e, f), Image.Resampling.BILINEAR
    )
    seen = turned.getchannel("A").point(lambda alpha: 255 if alpha > 24 else 0).getbbox()
    return turned.crop(seen) if seen else turned


def ground(
    width: int, height: int, rng: np.random.Generator, *, strongest: float = QUIET
) -> Pixels:
    """Return a background `(height, width, 3)`: some pattern in two tones, near ones by default."""
    tone = rng.uniform(110, 245) + rng.normal(0, 18, 3)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, period = rng.uniform(0, math.pi), rng.uniform(5, 40) * max(width, height) / 128
    along = x * math.cos(angle) + y * math.sin(angle)
    across = y * math.cos(angle) - x * math.sin(angle)
    match rng.integers(7):
        case 0:
            field = np.zeros_like(x)
        case 1:
            field = along / along.max() if along.max() > 0 else along
        case 2:
            field = np.sign(np.sin(along * 2 * math.pi / period))
        case 3:
            field = np.sign(np.sin(along * 6.28 / period) * np.sin(across * 6.28 / period))
        case 4:
            field = np.sin(along * 6.28 / period + np.sin(across * 3.14 / period))
        case 5:
            field = _grain(width, height, rng)
        case _:
            middle = np.hypot(x - rng.uniform(0, width), y - rng.uniform(0, height))
            field = 1 - 2 * middle / max(width, height)
    strength = rng.uniform(4, strongest)
    picture = np.asarray(tone, np.float32) + field[..., None].astype(np.float32) * strength
    clipped: Pixels = picture.clip(0, 255).astype(np.float32)
    return clipped


def bare(side: int, rng: np.random.Generator) -> Pixels:
    """Return `(side, side, 3)` of what shows no object: noise, or a pattern of any contrast."""
    if rng.random() < NOISE_SHARE:
        noise = rng.uniform(0, 255, (side, side, 3)).astype(np.float32)
        return rng.uniform(0, 255, 3).astype(np.float32) * 0.5 + noise * 0.5
    return ground(side, side, rng, strongest=LOUD)


def _grain(width: int, height: int, rng: np.random.Generator) -> Pixels:
    small = rng.normal(0, 0.6, (rng.integers(6, 40),) * 2).astype(np.float32)
    grain = Image.fromarray(small).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(grain, np.float32)


def blob(side: int, rng: np.random.Generator) -> Pixels:
    """Return an RGBA cloud of one colour or two: about as large as an object, and none."""
    angles = np.linspace(0, 2 * math.pi, side * 4, endpoint=False)
    waves = sum(
        rng.normal(0, 0.25 / k) * np.cos(k * angles + rng.uniform(0, 6.28)) for k in range(1, 6)
    )
    radius = 0.35 * (1 + waves)
    y, x = (np.mgrid[0:side, 0:side] - side / 2) / side
    here = np.arctan2(y, x) % (2 * math.pi)
    reach = np.interp(here, angles, radius, period=2 * math.pi)
    alpha = ((reach - np.hypot(x, y)) * side / rng.uniform(1, 8)).clip(0, 1)
    first, second = (ANCHORS[COLOURS[rng.integers(10)]][0] for _ in range(2))
    share = (_grain(side, side, rng) * rng.uniform(0, 2)).clip(0, 1)[..., None]
    colour = np.asarray(first, np.float32) * (1 - share) + np.asarray(second, np.float32) * share
    return np.concatenate((colour, alpha[..., None] * 255), axis=-1).astype(np.float32)


def spoilt(picture: Pixels, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the picture with the faults a painter's has: soft, noisy, tinted or compressed."""
    if rng.random() < 0.14:
        names = tuple(_TONES)
        matrix = np.asarray(_TONES[names[rng.integers(len(names))]], np.float32)
        picture = picture @ matrix.T
    if rng.random() < 0.5:
        light = rng.uniform(-8, 8, 3).astype(np.float32)
        picture = picture * np.float32(rng.uniform(0.9, 1.1)) + light
    if rng.random() < 0.5:
        noise = rng.normal(0, rng.uniform(1, 9), picture.shape)
        picture = picture + noise.astype(np.float32)
    pixels: NDArray[np.uint8] = picture.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.1:
        return _compressed(pixels, rng)
    return pixels


def coarse(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the picture as it looks after having been `side` pixels wide."""
    height, width = picture.shape[:2]
    small = Image.fromarray(picture).resize((side, side), Image.Resampling.BOX)
    return np.asarray(small.resize((width, height), Image.Resampling.BILINEAR))


def _compressed(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=int(rng.integers(30, 80)))
    with Image.open(buffer) as picture:
        return np.asarray(picture.convert("RGB"))
