"""A picture with its plan drawn over it, to look at."""

from PIL import Image, ImageColor, ImageDraw, ImageFont

from got_models.thought import COORDINATE_MAX, Chain

MIN_SIDE = 512
"""Shorter side in pixels up to which small pictures are enlarged, so that labels can be read."""


def overlay(picture: Image.Image, chain: Chain) -> Image.Image:
    """Return a copy with every box outlined in its mask colour and labelled with its phrase."""
    factor = max(1, -(-MIN_SIDE // min(picture.size)))
    canvas = picture.convert("RGB").resize(
        (picture.width * factor, picture.height * factor), Image.Resampling.NEAREST
    )
    pen = ImageDraw.Draw(canvas)
    thickness = max(2, min(canvas.size) // 200)
    font = ImageFont.load_default(size=max(12, min(canvas.size) // 36))
    for element in chain.elements:
        x0, y0, x1, y1 = element.box.corners
        left, right = (x * canvas.width // (COORDINATE_MAX + 1) for x in (x0, x1))
        top, bottom = (y * canvas.height // (COORDINATE_MAX + 1) for y in (y0, y1))
        ink = ImageColor.getrgb(element.colour)
        pen.rectangle((left, top, right, bottom), outline=ink, width=thickness)
        label = pen.textbbox((left + thickness, top + thickness), element.phrase, font=font)
        pen.rectangle(label, fill=ink)
        pen.text(label[:2], element.phrase, fill=_readable_on(ink), font=font, anchor="lt")
    return canvas


def _readable_on(ink: tuple[int, ...]) -> str:
    red, green, blue = ink[:3]
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "white"
