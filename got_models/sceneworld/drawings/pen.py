"""The pen of the vector drawings: flat shapes on a sheet of a hundred units a side."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw

Point = tuple[float, float]

UNITS = 100
"""Side of the sheet in the units that shapes are given in; x goes right, y goes down."""

SIDE = 640
"""Side of the sheet in pixels: several times what a sprite has, so that its edges become smooth."""

_SCALE = SIDE / UNITS
_CURVE_STEPS = 16


class Pen:
    """Draw shapes one over the other on a transparent sheet.

    A colour is any that PIL knows, with alpha if it ends in two more hexadecimal digits; None cuts
    a hole. With `inside`, a shape shows only where the sheet is already covered: shade and shine.
    """

    def __init__(self) -> None:
        """Take an empty sheet."""
        self._sheet = Image.new("RGBA", (SIDE, SIDE))

    def polygon(self, points: Sequence[Point], colour: str | None, *, inside: bool = False) -> None:
        """Fill a polygon with straight sides."""
        mask = self._mask()
        ImageDraw.Draw(mask).polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=255)
        self._lay(mask, colour, inside)

    def curve(self, points: Sequence[Point], colour: str | None, *, inside: bool = False) -> None:
        """Fill the closed smooth (Catmull-Rom) curve through the points."""
        self.polygon(_smooth_loop(points), colour, inside=inside)

    def ellipse(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str | None,
        *,
        inside: bool = False,
    ) -> None:
        """Fill the ellipse that touches the sides of the box."""
        mask = self._mask()
        ImageDraw.Draw(mask).ellipse(_pixels(x0, y0, x1, y1), fill=255)
        self._lay(mask, colour, inside)

    def ring(
        self, x0: float, y0: float, x1: float, y1: float, colour: str | None, *, width: float
    ) -> None:
        """Draw the rim of an ellipse, `width` units thick inwards."""
        mask = self._mask()
        ImageDraw.Draw(mask).ellipse(
            _pixels(x0, y0, x1, y1), outline=255, width=round(width * _SCALE)
        )
        self._lay(mask, colour, inside=False)

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str | None,
        *,
        radius: float = 0.0,
        inside: bool = False,
    ) -> None:
        """Fill a rectangle with rounded corners."""
        mask = self._mask()
        ImageDraw.Draw(mask).rounded_rectangle(
            _pixels(x0, y0, x1, y1), radius=radius * _SCALE, fill=255
        )
        self._lay(mask, colour, inside)

    def line(
        self, points: Sequence[Point], colour: str | None, *, width: float, inside: bool = False
    ) -> None:
        """Draw a line of `width` units with round joints and ends."""
        mask = self._mask()
        draw = ImageDraw.Draw(mask)
        pixels = [(x * _SCALE, y * _SCALE) for x, y in points]
        draw.line(pixels, fill=255, width=round(width * _SCALE), joint="curve")
        radius = width * _SCALE / 2
        for x, y in pixels:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        self._lay(mask, colour, inside)

    def turn(self, degrees: float) -> None:
        """Turn all that is drawn so far about the middle, counter-clockwise."""
        self._sheet = self._sheet.rotate(degrees, Image.Resampling.BICUBIC)

    def picture(self) -> Image.Image:
        """Return the sheet, transparent where nothing is drawn."""
        return self._sheet.copy()

    def _mask(self) -> Image.Image:
        return Image.new("L", self._sheet.size)

    def _lay(self, mask: Image.Image, colour: str | None, inside: bool) -> None:
        if colour is None:
            self._sheet.paste((0, 0, 0, 0), mask=mask)
            return
        if not (touched := mask.getbbox()):
            return
        red, green, blue, alpha = (*ImageColor.getrgb(colour), 255)[:4]
        cover = mask.crop(touched).point(lambda value: value * alpha // 255)
        if inside:
            cover = ImageChops.multiply(cover, self._sheet.crop(touched).getchannel("A"))
        layer = Image.new("RGBA", cover.size, (red, green, blue))
        layer.putalpha(cover)
        self._sheet.alpha_composite(layer, touched[:2])


def _pixels(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return x0 * _SCALE, y0 * _SCALE, x1 * _SCALE, y1 * _SCALE


def _smooth_loop(points: Sequence[Point]) -> list[Point]:
    loop = np.asarray(points, dtype=float)
    before, after, beyond = (np.roll(loop, shift, axis=0) for shift in (1, -1, -2))
    t = np.linspace(0, 1, _CURVE_STEPS, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * loop
        + (after - before) * t
        + (2 * before - 5 * loop + 4 * after - beyond) * t**2
        + (3 * loop - before - 3 * after + beyond) * t**3
    )
    return [(float(x), float(y)) for x, y in curve.transpose(1, 0, 2).reshape(-1, 2)]
