"""The sprite atlas: one picture of each object in each family, built once and kept on disk."""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from got_models.sceneworld import drawings
from got_models.sceneworld.drawings import DRAWINGS
from got_models.sceneworld.emoji import EMOJI, EMOJI_FAMILIES
from got_models.sceneworld.emoji_sources import DEFAULT_CACHE, SpritesMissing, glyphs
from got_models.sceneworld.tint import tint
from got_models.sceneworld.vocabulary import CLASSES

SIDE = 160
"""Longest side of a sprite in pixels."""

VISIBLE_ALPHA = 16
"""A pixel is visible if its alpha is above this."""

_SOLID_ALPHA = 128

DRAWN_FAMILIES = ("drawn-a", "drawn-b", "drawn-e")
TRAINING_FAMILIES = ("noto", "twemoji", "drawn-a", "drawn-b")
CRITIC_FAMILIES = ("fluent", "drawn-a", "drawn-b")
EVALUATION_FAMILIES = ("openmoji", "drawn-e")
"""Families that no model is trained on: to measure what carries over to sprites never seen."""

_log = logging.getLogger(__name__)


class SpriteAtlas:
    """Sprites by object and family, read from `folder` when first asked for."""

    def __init__(self, folder: Path, families: Sequence[str]) -> None:
        self._folder = folder
        self._families = tuple(families)
        self._picture = lru_cache(maxsize=None)(self._read)
        self._tinted = lru_cache(maxsize=4096)(self._tint)

    @classmethod
    def open(
        cls, families: Sequence[str] | None = None, cache: Path | None = None
    ) -> "SpriteAtlas":
        """Open the atlas, and build what is not in the cache yet.

        Args:
            families: Families that must be there. By default the training families, without those
                from npm if they cannot be had.
            cache: Folder for packages and sprites; `DEFAULT_CACHE` by default.

        Raises:
            SpritesMissing: A family asked for, or the font that no training does without, is
                neither cached nor to be had on this machine.
        """
        cache = cache or DEFAULT_CACHE
        folder = cache / f"sprites-{_version()}"
        present = []
        for family in families or TRAINING_FAMILIES:
            try:
                _build(family, folder, cache)
                present.append(family)
            except SpritesMissing as missing:
                if families or family not in EMOJI_FAMILIES or not EMOJI_FAMILIES[family].npm:
                    raise
                _log.warning("Going on without the sprite family %s: %s", family, missing)
        return cls(folder, present)

    @property
    def families(self) -> tuple[str, ...]:
        """The families that are there."""
        return self._families

    def families_of(self, kind: str) -> tuple[str, ...]:
        """Return the families that have the object: emoji or drawings, never both."""
        return tuple(family for family in self._families if kind in _kinds(family))

    def get(self, kind: str, family: str) -> Image.Image:
        """Return the trimmed RGBA sprite in its own colours. Do not write to it: it is shared."""
        return self._picture(kind, family)

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        """Return the sprite in one of the ten object colours, or in its own. Shared as in `get`."""
        return self._tinted(kind, colour, family) if colour else self.get(kind, family)

    def shapes(self) -> dict[str, dict[str, float]]:
        """Return each sprite's width over height, by object and family."""
        return {
            kind: {family: self._aspect(kind, family) for family in self.families_of(kind)}
            for kind in CLASSES
        }

    def _aspect(self, kind: str, family: str) -> float:
        width, height = self.get(kind, family).size
        return round(width / height, 3)

    def _read(self, kind: str, family: str) -> Image.Image:
        if family not in self.families_of(kind):
            raise KeyError(f"no sprite of {kind!r} in the family {family!r}")
        with Image.open(self._folder / family / f"{kind}.png") as sprite:
            return sprite.convert("RGBA")

    def _tint(self, kind: str, colour: str, family: str) -> Image.Image:
        return tint(self.get(kind, family), colour)


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


def _kinds(family: str) -> frozenset[str]:
    return frozenset(EMOJI if family in EMOJI_FAMILIES else DRAWINGS)


def _build(family: str, folder: Path, cache: Path) -> None:
    """Make the family's sprites unless they are there; they appear all at once or not at all."""
    if (folder / family).is_dir():
        return
    if family in EMOJI_FAMILIES:
        picture_of = glyphs(EMOJI_FAMILIES[family], cache)
    elif family in DRAWN_FAMILIES:
        variant = DRAWN_FAMILIES.index(family)

        def picture_of(kind: str) -> Image.Image:
            return drawings.draw(kind, variant)
    else:
        raise SpritesMissing(f"there is no sprite family {family!r}")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{family}-", dir=folder))
    try:
        for kind in sorted(_kinds(family)):
            trim(picture_of(kind)).save(fresh / f"{kind}.png")
        _publish(fresh, folder / family)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _publish(fresh: Path, place: Path) -> None:
    """Move a finished folder to its place, unless another process was faster."""
    try:
        fresh.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def _version() -> str:
    """Return a digest of all that decides what sprites look like, so that a change builds anew."""
    here = Path(__file__).parent
    sources = [here / "emoji.py", here / "emoji_sources.py", Path(__file__)]
    sources += sorted((here / "drawings").glob("*.py"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
