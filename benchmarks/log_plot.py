"""Curves with both axes logarithmic, as a PNG: points with whiskers, fitted lines dashed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PANEL = (560, 340)
LEFT, TOP, RIGHT, BOTTOM = 66, 28, 14, 40
"""Room around the curves for words, in pixels."""

COLOURS = ((47, 109, 179), (208, 114, 43), (106, 156, 58), (138, 91, 176), (192, 48, 48))
PAPER, INK, FRAME = "white", "black", (160, 160, 160)
DASH = 6
"""Pixels of a dash and of the gap behind it."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """Points `(x, y)` or `(x, y, half-width of y)`, all above 0, and a line drawn dashed.

    A pale one has the colour of the curve before it.
    """

    name: str
    points: Sequence[tuple[float, ...]]
    law: Sequence[Place] = field(default=())
    pale: bool = False


@dataclass(frozen=True)
class Panel:
    """A titled pair of axes with its curves."""

    title: str
    across: str
    curves: Sequence[Curve]


def plot(panels: Sequence[Panel], place: Path) -> Path:
    """Draw the panels below each other."""
    width, height = PANEL
    sheet = Image.new("RGB", (width, height * max(len(panels), 1)), PAPER)
    for at, panel in enumerate(panels):
        sheet.paste(_drawn(panel), (0, at * height))
    sheet.save(place)
    return place


def _drawn(panel: Panel) -> Image.Image:
    picture = Image.new("RGB", PANEL, PAPER)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(11)
    width, height = PANEL
    draw.rectangle((LEFT, TOP, width - RIGHT, height - BOTTOM), outline=FRAME)
    draw.text((LEFT, 8), panel.title, INK, font)
    shown = [(p[0], p[1]) for curve in panel.curves for p in (*curve.points, *curve.law)]
    if not shown:
        return picture
    axes = [_edges([place[axis] for place in shown]) for axis in (0, 1)]
    _write_edges(draw, font, axes, panel.across)
    strong = accumulate(not curve.pale for curve in panel.curves)
    for at, (curve, number) in enumerate(zip(panel.curves, strong, strict=True)):
        colour = COLOURS[(number - 1) % len(COLOURS)]
        tone = tuple((2 * 255 + part) // 3 for part in colour) if curve.pale else colour
        _draw_curve(draw, curve, axes, tone)
        draw.text((width - RIGHT - 8, TOP + 6 + 14 * at), curve.name, tone, font, anchor="ra")
    return picture


def _draw_curve(
    draw: ImageDraw.ImageDraw, curve: Curve, axes: Sequence[Place], tone: tuple[int, ...]
) -> None:
    places = [_place((x, y), axes) for x, y, *_ in curve.points]
    draw.line(places, fill=tone, width=2)
    for (x, y), point in zip(places, curve.points, strict=True):
        draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=tone)
        if len(point) > 2:
            ends = [_place((point[0], max(point[1] + way * point[2], 1e-9)), axes)
                    for way in (-1, 1)]  # fmt: skip
            draw.line(ends, fill=tone, width=1)
    dashed = [_place(place, axes) for place in curve.law]
    for start, end in pairwise(dashed):
        _dash(draw, start, end, tone)


def _dash(draw: ImageDraw.ImageDraw, start: Place, end: Place, tone: tuple[int, ...]) -> None:
    length = math.dist(start, end)
    for at in range(int(length // (2 * DASH)) + 1):
        share = [min((2 * at + more) * DASH / max(length, 1e-9), 1) for more in (0, 1)]
        draw.line(
            [tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)) for part in share],
            fill=tone,
        )


def _edges(values: Sequence[float]) -> Place:
    """Return the logarithms of the ends of an axis, with a little room."""
    low, high = math.log(min(values)), math.log(max(values))
    room = 0.06 * max(high - low, 0.1)
    return low - room, high + room


def _place(place: Place, axes: Sequence[Place]) -> Place:
    width, height = PANEL
    along, up = (
        min(max((math.log(value) - low) / (high - low), 0.0), 1.0)
        for value, (low, high) in zip(place, axes, strict=True)
    )
    return LEFT + along * (width - LEFT - RIGHT), height - BOTTOM - up * (height - TOP - BOTTOM)


def _write_edges(
    draw: ImageDraw.ImageDraw,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
    axes: Sequence[Place],
    across: str,
) -> None:
    width, height = PANEL
    (left, right), (low, high) = ([math.exp(edge) for edge in axis] for axis in axes)
    draw.text((6, TOP), f"{high:.3g}", INK, font)
    draw.text((6, height - BOTTOM - 14), f"{low:.3g}", INK, font)
    draw.text((LEFT, height - BOTTOM + 6), f"{left:.3g}", INK, font)
    draw.text((width - RIGHT, height - BOTTOM + 6), f"{right:.3g}", INK, font, anchor="ra")
    draw.text((width // 2, height - BOTTOM + 6), across, INK, font, anchor="ma")
