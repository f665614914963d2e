"""Trim a picture to the size and the tight edges of a sprite."""

from PIL import Image, ImageChops, ImageFilter

SIDE = 160
"""Longest side of a sprite in pixels."""

VISIBLE_ALPHA = 16
"""A pixel is visible if its alpha is above this."""

_SOLID_ALPHA = 128


def trim(picture: Image.Image) -> Image.Image:
    """Cut away glow, steam and the invisible margin; scale the longest side to `SIDE`."""
    solid = _without_glow(picture)
    sprite = solid.crop(_visible_box(solid))
    scale = SIDE / max(sprite.size)
    width, height = (max(round(side * scale), 1) for side in sprite.size)
    scaled = sprite.resize((width, height), Image.Resampling.LANCZOS)
    return scaled.crop(_visible_box(scaled))


def _without_glow(picture: Image.Image) -> Image.Image:
    """Clear what is see-through and not the edge of something solid: it has no place in a box."""
    alpha = picture.getchannel("A")
    body = alpha.point(lambda a: 255 if a > _SOLID_ALPHA else 0).filter(ImageFilter.MaxFilter(5))
    picture = picture.copy()
    picture.putalpha(ImageChops.darker(alpha, body))
    return picture


def _visible_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return picture.getchannel("A").point(lambda a: 255 if a > VISIBLE_ALPHA else 0).getbbox()
