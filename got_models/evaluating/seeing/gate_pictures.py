"""Pictures that a detector is tried with beside plain renders: moved, recoloured, mixed, empty."""

import random
from collections.abc import Iterator

import numpy as np
from PIL import Image

from got_models.sceneworld.render import Atlas, render
from got_models.sceneworld.sampling import Shapes, sample_background
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

SIDE = 128
"""Width and height in pixels of all of them."""

HALF_TURN = 128
"""Half of the circle of hues, in which PIL counts to 256."""

HYBRID_SIDES = (40, 72)
"""Smallest and largest side of a hybrid in pixels."""

NOISES, GROUNDS = 5, 32


def moved(picture: Image.Image) -> Image.Image:
    """Return the picture one pixel further to the right."""
    pixels = np.asarray(picture)
    return Image.fromarray(np.concatenate((pixels[:, :1], pixels[:, :-1]), axis=1))


def opposite_hues(picture: Image.Image) -> Image.Image:
    """Return the picture with every hue turned to the one across the circle."""
    pixels = np.asarray(picture.convert("HSV")).copy()
    pixels[..., 0] += HALF_TURN  # wraps around at 256
    return Image.fromarray(pixels, "HSV").convert("RGB")


def nothings() -> Iterator[Image.Image]:
    """Return pictures without any object: flat, noisy, and bare grounds of the world."""
    noise = np.random.default_rng(0)
    for gray in (0, 128, 255):
        yield Image.new("RGB", (SIDE, SIDE), (gray,) * 3)
    for _ in range(NOISES):
        yield Image.fromarray(noise.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))
    rng = random.Random("bare grounds")
    for _ in range(GROUNDS):
        yield _ground(rng)


def hybrids(atlas: Atlas, shapes: Shapes, count: int) -> Iterator[Image.Image]:
    """Return pictures of one blob each: the left half of an object and the right half of another.

    Both halves have one colour, or each its own.
    """
    rng = random.Random("hybrids")
    for _ in range(count):
        canvas = _ground(rng)
        colour = rng.choice((None, *COLOURS))
        side = rng.randint(*HYBRID_SIDES)
        first, second = (
            atlas.tinted(kind, colour, rng.choice(list(shapes[kind]))).resize((side, side))
            for kind in rng.sample(CLASSES, 2)
        )
        mixed = first.copy()
        mixed.paste(second.crop((side // 2, 0, side, side)), (side // 2, 0))
        corner = (rng.randint(0, SIDE - side), rng.randint(0, SIDE - side))
        canvas.paste(mixed, corner, mixed)
        yield canvas


def _ground(rng: random.Random) -> Image.Image:
    scene = Scene(things=(), background=sample_background(rng))
    return render(scene, _NoSprites(), width=SIDE, height=SIDE)


class _NoSprites:
    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        """Never asked: the scene is empty."""
        raise AssertionError("an empty scene has no sprites")
