"""Pictures in a terminal: the right way is chosen, and what is written can be read back."""

import base64
import re
from io import BytesIO

import pytest
from PIL import Image

from agent.terminal.inline_picture import inline, sixel, way_of


def png(size: tuple[int, int] = (500, 300)) -> bytes:
    stream = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, None),
        ({}, None),
    ],
)
def test_only_a_terminal_that_says_so_is_shown_pictures(
    environment: dict[str, str], way: str | None
) -> None:
    assert way_of(environment, is_terminal=True) == way
    assert way_of(environment, is_terminal=False) is None


def test_kitty_gets_a_png_in_small_pieces() -> None:
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", inline(png(), "kitty"))

    assert all(len(data) <= 4096 for _, data in pieces)
    assert [("m=1" in head) for head, _ in pieces] == [True] * (len(pieces) - 1) + [False]
    shown = Image.open(BytesIO(base64.b64decode("".join(data for _, data in pieces))))
    assert max(shown.size) == 384


def test_iterm_gets_the_whole_file() -> None:
    found = re.fullmatch(r"\x1b]1337;File=inline=1;size=(\d+):(.*)\a\n", inline(png(), "iterm"))

    assert found is not None
    assert len(base64.b64decode(found[2])) == int(found[1])


def test_sixels_hold_every_pixel() -> None:
    picture = Image.new("RGB", (7, 9), (255, 0, 0))
    picture.paste((0, 0, 255), (0, 0, 7, 3))

    written = sixel(picture)

    assert _read(written, 7, 9) == picture.tobytes()


def _read(written: str, width: int, height: int) -> bytes:
    """Read sixels back, as a terminal would."""
    body = re.sub(r'^\x1bPq"1;1;\d+;\d+', "", written).removesuffix("\x1b\\\n")
    canvas = Image.new("RGB", (width, height))
    palette = {
        int(index): tuple(round(int(share) * 255 / 100) for share in shares.split(";"))
        for index, shares in re.findall(r"#(\d+);2;(\d+;\d+;\d+)", body)
    }
    bands = re.sub(r"#\d+;2;\d+;\d+;\d+", "", body).split("-")
    for top, band in enumerate(bands):
        for index, row in re.findall(r"#(\d+)([^#$]*)\$", band):
            for x, sign in enumerate(_spelled_out(row)):
                for y in (y for y in range(6) if (ord(sign) - 63) >> y & 1):
                    canvas.putpixel((x, 6 * top + y), palette[int(index)])
    return canvas.tobytes()


def _spelled_out(row: str) -> str:
    return re.sub(r"!(\d+)(.)", lambda found: int(found[1]) * found[2], row)
