"""Where the pictures of the emoji families come from: an installed font, or packages npm fetches.

Nothing of this is needed to use the models; only to draw the synthetic world anew.
"""

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from got_models.errors import GotError
from got_models.sceneworld.emoji import EMOJI, EMOJI_FAMILIES, EmojiFamily, code_point
from got_models.sceneworld.fresh_folder import fresh_folder

Glyphs = Callable[[str], Image.Image]
"""Object name -> its emoji, larger than a sprite, with a transparent margin."""

_FONT_FILES = (
    Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
    Path("/usr/share/fonts/noto/NotoColorEmoji.ttf"),
    Path("/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf"),
)
_FONT_SIZE = 109
"""The only size, in pixels, that the bitmaps of Noto Color Emoji come in."""

_SVG_SIDE = 256
_NPM_TIMEOUT_S = 120


class SpritesMissing(GotError):
    """The pictures a sprite family is made from are not on this machine and cannot be fetched."""


def default_cache() -> Path:
    """Return the folder in the user's home that packages and sprites are kept in."""
    return Path.home() / ".cache" / "got-agent" / "sprites"


def install_families(cache: Path | None = None) -> None:
    """Fetch the packages of all emoji families that come from npm and are not in the cache yet.

    Raises:
        SpritesMissing: npm is not installed, or could not fetch a package.
    """
    for family in EMOJI_FAMILIES.values():
        if family.npm:
            package(family, cache or default_cache())


def package(family: EmojiFamily, cache: Path) -> Path:
    """Return the folder of the family's unpacked npm package, fetched if it is not there yet."""
    folder = cache / "packages" / family.npm.rpartition("/")[2]
    if not folder.exists():
        with fresh_folder(folder) as fresh, tarfile.open(_pack(family, fresh)) as packed:
            # Python before 3.11.4 knows no filters.
            packed.extraction_filter = getattr(tarfile, "data_filter", None)
            packed.extractall(fresh)
    return folder / "package"


def glyphs(family: EmojiFamily, cache: Path) -> Glyphs:
    """Open a family's pictures.

    Raises:
        SpritesMissing: The font is not installed or the package cannot be fetched or drawn.
    """
    if family.layout == "font":
        return partial(_glyph_of_font, ImageFont.truetype(find_font(), _FONT_SIZE))
    folder = package(family, cache)
    if family.layout == "files":
        return lambda kind: rasterise((folder / f"{code_point(kind)}.svg").read_text("utf-8"))
    collection, names = (
        json.loads((folder / name).read_text("utf-8")) for name in ("icons.json", "chars.json")
    )
    return lambda kind: rasterise(svg_of_collection(collection, names[code_point(kind)]))


def find_font() -> Path:
    """Return the file of Noto Color Emoji."""
    for path in (*_FONT_FILES, _ask_fontconfig()):
        if path and path.is_file():
            return path
    raise SpritesMissing(
        "the font Noto Color Emoji (NotoColorEmoji.ttf) is not installed; "
        "on Debian or Ubuntu: apt install fonts-noto-color-emoji"
    )


def _ask_fontconfig() -> Path | None:
    if not (program := shutil.which("fc-match")):
        return None
    found = subprocess.run(
        [program, "Noto Color Emoji", "--format=%{file}"], capture_output=True, text=True
    )
    path = Path(found.stdout.strip())
    return path if path.name == "NotoColorEmoji.ttf" else None


def _pack(family: EmojiFamily, folder: Path) -> Path:
    """Let npm fetch the package and return the archive it wrote into the folder."""
    if not (npm := shutil.which("npm")):
        raise SpritesMissing(f"npm is not installed; it fetches {family.npm} ({family.name} emoji)")
    try:
        subprocess.run(
            [npm, "pack", family.npm, "--pack-destination", str(folder), "--silent"],
            capture_output=True,
            text=True,
            check=True,
            timeout=_NPM_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as cause:
        raise SpritesMissing(f"npm pack {family.npm} took over {_NPM_TIMEOUT_S} s") from cause
    except subprocess.CalledProcessError as cause:
        said = cause.stderr.strip().splitlines()
        raise SpritesMissing(f"npm pack {family.npm} failed: {' '.join(said[:3])}") from cause
    return next(folder.glob("*.tgz"))


def _glyph_of_font(font: ImageFont.FreeTypeFont, kind: str) -> Image.Image:
    glyph = Image.new("RGBA", (2 * _FONT_SIZE, 2 * _FONT_SIZE))
    ImageDraw.Draw(glyph).text((0, 0), EMOJI[kind], font=font, embedded_color=True)
    return glyph


def svg_of_collection(collection: dict[str, Any], name: str) -> str:
    """Return an icon of an Iconify collection as a whole SVG document."""
    icon = collection["icons"][name]
    width, height = (icon.get(side, collection[side]) for side in ("width", "height"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return f"{head}{icon['body']}</svg>"


def rasterise(svg: str) -> Image.Image:
    """Draw an SVG document, larger than a sprite.

    Raises:
        SpritesMissing: The package that draws SVG is not installed.
    """
    try:
        import resvg_py
    except ImportError as cause:
        raise SpritesMissing(
            "resvg-py is not installed; it draws SVG emoji: pip install 'got-agent[train]'"
        ) from cause
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=_SVG_SIDE, height=_SVG_SIDE)
    return Image.open(io.BytesIO(bytes(drawn))).convert("RGBA")
