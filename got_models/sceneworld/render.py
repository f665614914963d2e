"""Scene -> picture: the ground truth the models learn from, never what a user is shown."""

from typing import Protocol

import numpy as np
from PIL import Image

from got_models.sceneworld.backgrounds import paint_background
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import Style
from got_models.thought import COORDINATE_MAX, Box

VISIBLE_ALPHA = 16


class Atlas(Protocol):
    """Where sprites come from."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        """Return a tightly trimmed RGBA sprite in the colour asked for."""
        ...


def pixels_of(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return a box as half-open pixel edges `(left, top, right, bottom)`, 1 px apart at least."""
    scale_x, scale_y = width / (COORDINATE_MAX + 1), height / (COORDINATE_MAX + 1)
    left, top = round(box.x0 * scale_x), round(box.y0 * scale_y)
    right, bottom = round((box.x1 + 1) * scale_x), round((box.y1 + 1) * scale_y)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def render(scene: Scene, atlas: Atlas, *, width: int = 128, height: int = 128) -> Image.Image:
    """Draw a scene as an RGB picture of the given size in pixels."""
    canvas = Image.fromarray(paint_background(scene.background, width, height))
    for thing in scene.things:
        left, top, right, bottom = pixels_of(thing.box, width, height)
        sprite = _posed(thing, atlas).resize((right - left, bottom - top), Image.Resampling.BOX)
        canvas.paste(sprite, (left, top), sprite)
    return apply_style(canvas, scene.style)


def _posed(thing: Thing, atlas: Atlas) -> Image.Image:
    sprite = atlas.tinted(thing.kind, thing.colour, thing.family)
    if thing.mirrored:
        sprite = sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if thing.angle:
        sprite = sprite.rotate(thing.angle, Image.Resampling.BILINEAR, expand=True)
        visible = sprite.getchannel("A").point(lambda a: 255 if a > VISIBLE_ALPHA else 0)
        sprite = sprite.crop(visible.getbbox())
    return sprite


def apply_style(picture: Image.Image, style: Style) -> Image.Image:
    """Apply a whole-picture style."""
    match style:
        case "natural":
            return picture
        case "pixel art":
            width, height = picture.size
            small = picture.resize((max(width // 4, 1), max(height // 4, 1)), Image.Resampling.BOX)
            return small.resize((width, height), Image.Resampling.NEAREST)
        case "black and white":
            return picture.convert("L").convert("RGB")
        case "sepia":
            return _matrix(
                picture, ((0.393, 0.769, 0.189), (0.349, 0.686, 0.168), (0.272, 0.534, 0.131))
            )
        case "night":
            return _matrix(picture, ((0.42, 0.0, 0.0), (0.0, 0.46, 0.04), (0.04, 0.08, 0.62)))


def _matrix(picture: Image.Image, rows: tuple[tuple[float, float, float], ...]) -> Image.Image:
    pixels = np.asarray(picture, dtype=np.float32) @ np.array(rows, dtype=np.float32).T
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
