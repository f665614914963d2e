"""Many pictures on one sheet, each with its number and a line of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

COLUMNS = 4
CELL = 256
"""Width and height in pixels that a picture is fitted into."""
LINE = 28
GAP = 8


@dataclass(frozen=True)
class Labelled:
    """A picture and what stands under it."""

    image: Image.Image
    label: str


def contact_sheet(pictures: Sequence[Labelled]) -> Image.Image:
    """Return one RGB sheet, row by row; an empty one for no pictures."""
    columns = min(COLUMNS, max(len(pictures), 1))
    rows = -(-max(len(pictures), 1) // columns)
    wide, high = CELL + GAP, CELL + LINE + GAP
    sheet = Image.new("RGB", (columns * wide + GAP, rows * high + GAP), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=14)
    for place, labelled in enumerate(pictures):
        left, top = GAP + place % columns * wide, GAP + place // columns * high
        small = _fitted(labelled.image)
        sheet.paste(small, (left + (CELL - small.width) // 2, top + (CELL - small.height) // 2))
        pen.text((left, top + CELL + 6), _short(labelled.label), fill="black", font=font)
    return sheet


def _fitted(image: Image.Image) -> Image.Image:
    scale = min(CELL / image.width, CELL / image.height)
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    return image.resize(size, Image.Resampling.LANCZOS)


def _short(label: str) -> str:
    return label if len(label) <= 34 else f"{label[:33]}…"
