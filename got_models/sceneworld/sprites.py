"""The sprite atlas: one picture of each object in each family, built once and kept on disk."""

import hashlib
import logging
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from PIL import Image

from got_models.sceneworld.drawings import DRAWINGS, draw
from got_models.sceneworld.emoji import EMOJI, EMOJI_FAMILIES
from got_models.sceneworld.emoji_sources import Glyphs, SpritesMissing, default_cache, glyphs
from got_models.sceneworld.fresh_folder import fresh_folder
from got_models.sceneworld.svg_drawings import drawn, read_drawings
from got_models.sceneworld.tint import tint
from got_models.sceneworld.trim import trim
from got_models.sceneworld.vocabulary import CLASSES

DRAWN_FAMILIES = ("drawn-a", "drawn-b", "drawn-e")
TRAINING_FAMILIES = ("noto", "twemoji", "drawn-a", "drawn-b")
"""Families the painter learns from."""

CRITIC_FAMILIES = ("fluent", "drawn-a", "drawn-b")
"""Families for a judge of pictures that has not learnt the painter's emoji by heart."""

HANDS = Path(__file__).with_name("hands")
"""Twelve drawings of every object, each in another manner: what is drawn in many ways teaches what
an object is and not what one set looks like. Who drew them had seen no other picture here."""

HAND_FAMILIES = tuple(f"hand-{number:02d}" for number in range(1, 13))
"""Families that only the critic learns from, beside its own and the painter's."""

EVALUATION_FAMILIES = ("openmoji", "drawn-e")
"""Families that no model is trained on: to measure what carries over to sprites never seen."""

_log = logging.getLogger(__name__)


class SpriteAtlas:
    """Sprites by object and family, read from `folder` when first asked for."""

    def __init__(self, folder: Path, families: Sequence[str]) -> None:
        """Take a folder that holds all sprites of the families; `open` makes one."""
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
            cache: Folder for packages and sprites; `default_cache()` by default.

        Raises:
            SpritesMissing: A family asked for, or the font that no training does without, is
                neither cached nor to be had on this machine.
        """
        cache = cache or default_cache()
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
        """Return the families that have the object: emoji or our first drawings, never both."""
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


def _kinds(family: str) -> frozenset[str]:
    if family in HAND_FAMILIES:
        return frozenset(CLASSES)
    return frozenset(EMOJI if family in EMOJI_FAMILIES else DRAWINGS)


def _build(family: str, folder: Path, cache: Path) -> None:
    """Make the family's sprites unless they are there; they appear all at once or not at all."""
    if (folder / family).is_dir():
        return
    picture_of = _pictures(family, cache)
    with fresh_folder(folder / family) as fresh:
        for kind in sorted(_kinds(family)):
            trim(picture_of(kind)).save(fresh / f"{kind}.png")


def _pictures(family: str, cache: Path) -> Glyphs:
    if family in EMOJI_FAMILIES:
        return glyphs(EMOJI_FAMILIES[family], cache)
    if family in DRAWN_FAMILIES:
        return partial(draw, variant=DRAWN_FAMILIES.index(family))
    if family in HAND_FAMILIES:
        bodies = read_drawings(sorted(HANDS.glob("*.json")))
        return lambda kind: drawn(bodies[kind][HAND_FAMILIES.index(family)])
    raise SpritesMissing(f"there is no sprite family {family!r}")


def _version() -> str:
    """Return a digest of all that decides what sprites look like, so that a change builds anew."""
    here = Path(__file__).parent
    sources = [here / name for name in ("emoji.py", "emoji_sources.py", "trim.py")]
    sources.append(here / "svg_drawings.py")
    sources += sorted((here / "drawings").glob("*.py")) + sorted(HANDS.glob("*.json"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
