"""Pictures inside a terminal, in the three ways that terminals know.

Sources: https://sw.kovidgoyal.net/kitty/graphics-protocol/, https://iterm2.com/documentation-images.html,
https://vt100.net/docs/vt3xx-gp/chapter14.html (sixel).
"""

import base64
from collections.abc import Mapping
from io import BytesIO
from typing import Literal

from PIL import Image

Way = Literal["kitty", "iterm", "sixel"]

LARGEST_SIDE = 384
"""Pixels to which a picture is fitted."""

_CHUNK = 4096
_COLOURS = 128
_BAND = 6
_ITERM = ("iTerm.app", "WezTerm", "vscode", "mintty")
_SIXEL = ("foot", "mlterm", "sixel", "contour", "yaft")


def way_of(environment: Mapping[str, str], *, is_terminal: bool) -> Way | None:
    """Return how this terminal shows pictures; None if it does not, or does not say."""
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if not is_terminal or environment.get("TMUX"):
        return None
    if "kitty" in term or environment.get("KITTY_WINDOW_ID") or program == "ghostty":
        return "kitty"
    if program in _ITERM:
        return "iterm"
    return "sixel" if any(name in term for name in _SIXEL) else None


def inline(png: bytes, way: Way) -> str:
    """Return the characters that make a terminal show a picture."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    if way == "sixel":
        return sixel(picture)
    stream = BytesIO()
    picture.save(stream, "PNG")
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    if way == "iterm":
        return f"\x1b]1337;File=inline=1;size={len(stream.getvalue())}:{data}\a\n"
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    parts = []
    for place, chunk in enumerate(chunks):
        more = int(place < len(chunks) - 1)
        head = f"a=T,f=100,m={more}" if place == 0 else f"m={more}"
        parts.append(f"\x1b_G{head};{chunk}\x1b\\")
    return "".join(parts) + "\n"


def sixel(picture: Image.Image) -> str:
    """Return an RGB picture as sixels, six rows of pixels at a time, with a palette of its own."""
    reduced = picture.quantize(_COLOURS)
    palette = reduced.getpalette() or []
    width, height = reduced.size
    pixels = reduced.tobytes()
    out = [f'\x1bPq"1;1;{width};{height}']
    for index in sorted(set(pixels)):
        red, green, blue = (round(palette[3 * index + c] * 100 / 255) for c in range(3))
        out.append(f"#{index};2;{red};{green};{blue}")
    for top in range(0, height, _BAND):
        rows = [pixels[y * width : (y + 1) * width] for y in range(top, min(top + _BAND, height))]
        for index in sorted(set(b"".join(rows))):
            out.append(f"#{index}{_row(rows, index, width)}$")
        out.append("-")
    out.append("\x1b\\\n")
    return "".join(out)


def _row(rows: list[bytes], index: int, width: int) -> str:
    bits = [
        sum(1 << place for place, row in enumerate(rows) if row[x] == index) for x in range(width)
    ]
    out, at = [], 0
    while at < width:
        end = at
        while end < width and bits[end] == bits[at]:
            end += 1
        sign, length = chr(63 + bits[at]), end - at
        out.append(f"!{length}{sign}" if length > 3 else sign * length)
        at = end
    return "".join(out)
