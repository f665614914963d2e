"""Backgrounds: ten kinds of quiet patterns in eight muted colours, pure functions of their seed."""

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from got_models.sceneworld.scene import Background
from got_models.sceneworld.vocabulary import BackgroundKind

RGB: dict[str, tuple[int, int, int]] = {
    "light gray": (216, 217, 219),
    "gray": (164, 166, 170),
    "beige": (228, 214, 184),
    "pale blue": (184, 208, 232),
    "pale green": (188, 220, 186),
    "lavender": (204, 194, 226),
    "peach": (240, 204, 180),
    "teal": (126, 176, 174),
}
"""Main tone of each background colour."""

CONTRAST = 0.07
"""How far a pattern's second tone is from the main tone, as a share of full range."""

Field = NDArray[np.float32]
"""`(height, width)` pattern strength, -1 (darker) to 1 (lighter)."""


def paint_background(background: Background, width: int, height: int) -> NDArray[np.uint8]:
    """Return the background as `(height, width, 3)` RGB."""
    rng = random.Random(background.seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    field = _PATTERNS[background.kind](x / width, y / height, rng)
    tone = np.array(RGB[background.colour], dtype=np.float32)
    picture = tone + field[..., None] * np.float32(255 * CONTRAST)
    return picture.clip(0, 255).astype(np.uint8)


def _plain(x: Field, y: Field, rng: random.Random) -> Field:
    return np.zeros_like(x)


def _gradient(x: Field, y: Field, rng: random.Random) -> Field:
    angle = rng.uniform(0, 2 * math.pi)
    ramp = (x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle)
    return _field(2.0 * ramp)


def _spotlight(x: Field, y: Field, rng: random.Random) -> Field:
    cx, cy = rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)
    distance = np.hypot(x - cx, y - cy)
    return _field((1.0 - 2.2 * distance).clip(-1.2, 1.0))


def _striped(x: Field, y: Field, rng: random.Random) -> Field:
    angle = rng.choice((0.0, math.pi / 2, math.pi / 4))
    position = x * math.cos(angle) + y * math.sin(angle) + rng.random()
    return _square(position * rng.choice((4, 5, 6, 8)))


def _checkered(x: Field, y: Field, rng: random.Random) -> Field:
    n = rng.choice((4, 5, 6, 8))
    across, down = _square((x + rng.random()) * n / 2), _square((y + rng.random()) * n / 2)
    return _field(across * down)


def _dotted(x: Field, y: Field, rng: random.Random) -> Field:
    n = rng.choice((5, 6, 8))
    dx = (x * n + rng.random()) % 1.0 - 0.5
    dy = (y * n + rng.random()) % 1.0 - 0.5
    inside = (0.3 - np.hypot(dx, dy)) * 128 / n
    return _field(2.0 * inside.clip(0.0, 1.0) - 0.5)


def _wavy(x: Field, y: Field, rng: random.Random) -> Field:
    n = rng.choice((4, 5, 6))
    bent = y + 0.04 * np.sin(2 * math.pi * (x * rng.choice((1, 2, 3)) + rng.random()))
    return _field(np.sin(2 * math.pi * (bent * n + rng.random())))


def _grainy(x: Field, y: Field, rng: random.Random) -> Field:
    height, width = x.shape
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal((32, 32))
    rows, columns = np.arange(height) * 32 // height, np.arange(width) * 32 // width
    return _field((0.5 * noise).clip(-1.0, 1.0)[rows][:, columns])


def _tiled(x: Field, y: Field, rng: random.Random) -> Field:
    n = rng.choice((4, 5, 6))
    dx = np.abs((x * n + rng.random()) % 1.0 - 0.5)
    dy = np.abs((y * n + rng.random()) % 1.0 - 0.5)
    grout = np.maximum(dx, dy) > 0.5 - n * 0.012
    return _field(np.where(grout, -1.0, 0.35))


def _horizon(x: Field, y: Field, rng: random.Random) -> Field:
    line = rng.uniform(0.5, 0.75)
    return _field(np.where(y < line, 0.9 - 0.5 * y, -0.9))


def _square(phase: NDArray[np.floating[Any]]) -> Field:
    return _field(np.where(phase % 1.0 < 0.5, 0.7, -0.7))


def _field(values: NDArray[np.floating[Any]]) -> Field:
    return values.astype(np.float32)


_PATTERNS: dict[BackgroundKind, Callable[[Field, Field, random.Random], Field]] = {
    "plain": _plain,
    "gradient": _gradient,
    "spotlight": _spotlight,
    "striped": _striped,
    "checkered": _checkered,
    "dotted": _dotted,
    "wavy": _wavy,
    "grainy": _grainy,
    "tiled": _tiled,
    "horizon": _horizon,
}
