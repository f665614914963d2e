"""The sprites the eye learns from: emoji sets and drawings that painter and critic never see.

A set need not have every object: what it lacks, others show. Light: no torch.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from got_models.sceneworld.drawings import DRAWINGS, draw
from got_models.sceneworld.emoji import OPENMOJI, EmojiFamily
from got_models.sceneworld.emoji_sources import (
    default_cache,
    package,
    rasterise,
    svg_of_collection,
)
from got_models.sceneworld.fresh_folder import fresh_folder
from got_models.sceneworld.sprites import DRAWN_FAMILIES
from got_models.sceneworld.svg_drawings import drawn, read_drawings
from got_models.sceneworld.trim import trim
from got_models.sceneworld.vocabulary import CLASSES


def _set(name: str, npm: str, licence: str) -> EmojiFamily:
    return EmojiFamily(name=name, npm=f"@iconify-json/{npm}", layout="iconify", licence=licence)


SETS = (
    OPENMOJI,
    _set("emojione", "emojione@1.2.3", "CC-BY-4.0"),
    _set("emojione-v1", "emojione-v1@1.2.3", "CC-BY-SA-4.0"),
    _set("fxemoji", "fxemoji@1.2.2", "Apache-2.0"),
    _set("streamline", "streamline-emojis@1.2.4", "CC-BY-4.0"),
    _set("mdi", "mdi@1.2.3", "Apache-2.0"),
    _set("game-icons", "game-icons@1.2.4", "CC-BY-3.0"),
    _set("fa6-solid", "fa6-solid@1.2.4", "CC-BY-4.0"),
    _set("hugeicons", "hugeicons@1.2.35", "MIT"),
    _set("icon-park", "icon-park@1.2.4", "Apache-2.0"),
    _set("material-symbols", "material-symbols@1.2.98", "Apache-2.0"),
    _set("ph", "ph@1.2.2", "MIT"),
    _set("solar", "solar@1.2.13", "CC-BY-4.0"),
    _set("streamline-color", "streamline-color@1.2.2", "CC-BY-4.0"),
    _set("streamline-plump-color", "streamline-plump-color@1.2.2", "CC-BY-4.0"),
    _set("streamline-ultimate-color", "streamline-ultimate-color@1.2.2", "CC-BY-4.0"),
    _set("tabler", "tabler@1.2.41", "MIT"),
    _set("temaki", "temaki@1.2.6", "CC0-1.0"),
    _set("streamline-cyber-color", "streamline-cyber-color@1.2.2", "CC-BY-4.0"),
    _set("streamline-flex-color", "streamline-flex-color@1.2.2", "CC-BY-4.0"),
    _set("streamline-sharp-color", "streamline-sharp-color@1.2.2", "CC-BY-4.0"),
    _set("marketeq", "marketeq@1.2.2", "MIT"),
    _set("pinhead", "pinhead@1.2.28", "CC0-1.0"),
    _set("icon-park-solid", "icon-park-solid@1.2.4", "Apache-2.0"),
    _set("lucide", "lucide@1.2.137", "ISC"),
)
"""Emoji, and icons of which most are shapes in one colour."""

ICONS = Path(__file__).with_name("icons.json")
"""Set -> object -> the names of its icons in the set."""

SKETCHES = Path(__file__).with_name("sketches.json")
"""Object -> SVG bodies of a hundred units a side, drawn for the eye: what few sets have."""

HANDS = Path(__file__).with_name("drawings")
"""Files of the same form: fourteen drawings of every object, each in another manner. Who drew them
had seen no other picture of this project."""

DRAWN, SKETCHED, MANY_HANDS = "drawn-e", "sketched", "many-hands"

SIDE = 64
"""Longest side of a sprite in pixels."""

COLOURFUL = 6
"""How many times as often a sprite of several tones is shown as one that is a mere shape."""

PLAIN_SPREAD = 12.0
LEAST_HOLLOW = 0.1
"""Share of its box that the holes of a shape must have to be shown filled, too."""


class Sprite(NamedTuple):
    """One picture of one object: `(height, width, 4)` uint8, and the set it is from."""

    kind: str
    family: str
    pixels: NDArray[np.uint8]

    @property
    def plain(self) -> bool:
        """Whether it is a shape in one tone."""
        solid = self.pixels[self.pixels[..., 3] > 127][:, :3]
        return not len(solid) or float(solid.std(0).max()) < PLAIN_SPREAD


class Sprites:
    """All sprites of the eye, by object."""

    def __init__(self, sprites: list[Sprite]) -> None:
        self._of: dict[str, list[Sprite]] = {kind: [] for kind in CLASSES}
        self._drawn: dict[str, list[Sprite]] = {kind: [] for kind in CLASSES}
        for sprite in sprites:
            self._of[sprite.kind].append(sprite)
            self._drawn[sprite.kind] += [sprite] * (1 if sprite.plain else COLOURFUL)

    def of(self, kind: str) -> list[Sprite]:
        """Return the sprites of one object."""
        return self._of[kind]

    def any_of(self, kind: str, rng: np.random.Generator) -> Sprite:
        """Draw a sprite of one object, the colourful ones more often."""
        found = self._drawn[kind]
        return found[rng.integers(len(found))]

    @property
    def sizes(self) -> dict[str, int]:
        """How many sprites each object has."""
        return {kind: len(found) for kind, found in self._of.items()}


def open_sprites(cache: Path | None = None) -> Sprites:
    """Read the sprites, made and kept in the cache when they are not there yet.

    Raises:
        SpritesMissing: A package is not in the cache and npm cannot fetch it.
    """
    cache = cache or default_cache()
    folder = cache / "eye-sprites-7"
    if not folder.is_dir():
        with fresh_folder(folder) as fresh:
            _make(fresh, cache)
    return Sprites([_read(path) for path in sorted(folder.glob("*/*/*.png"))])


def _make(folder: Path, cache: Path) -> None:
    icons: dict[str, dict[str, list[str]]] = json.loads(ICONS.read_text("utf-8"))
    for family in SETS:
        collection = json.loads((package(family, cache) / "icons.json").read_text("utf-8"))
        for kind, names in icons[family.name].items():
            for name in names:
                picture = rasterise(svg_of_collection(collection, name))
                _keep(picture, folder / family.name / kind / f"{name}.png")
    for name, drawings in own_drawings().items():
        for kind, bodies in drawings.items():
            for at, body in enumerate(bodies):
                _keep(drawn(body), folder / name / kind / f"{at}.png")
    for kind in DRAWINGS:
        picture = draw(kind, DRAWN_FAMILIES.index(DRAWN))
        _keep(picture, folder / DRAWN / kind / "drawn.png")


def own_drawings() -> dict[str, dict[str, list[str]]]:
    """Return the SVG bodies that were drawn for the eye, by set and object."""
    hands = sorted(HANDS.glob("*.json"))
    return {SKETCHED: read_drawings([SKETCHES]), MANY_HANDS: read_drawings(hands)}


def _keep(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    sprite = trim(picture)
    scale = SIDE / max(sprite.size)
    width, height = (max(round(side * scale), 4) for side in sprite.size)
    small = sprite.resize((width, height), Image.Resampling.BOX)
    small.save(path)
    filled = _filled(small)
    if filled is not None:
        filled.save(path.with_stem(f"{path.stem} filled"))


def _filled(sprite: Image.Image) -> Image.Image | None:
    """Return an outline with its holes in white; None for what has several tones or no holes."""
    pixels = np.asarray(sprite)
    if not Sprite("", "", pixels).plain:
        return None
    shape = Image.new("L", (sprite.width + 2, sprite.height + 2))
    shape.paste(sprite.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0), (1, 1))
    ImageDraw.floodfill(shape, (0, 0), 128)
    holes = np.asarray(shape)[1:-1, 1:-1] == 0
    if holes.mean() < LEAST_HOLLOW:
        return None
    under = np.zeros_like(pixels)
    under[holes] = 255
    return Image.alpha_composite(Image.fromarray(under, "RGBA"), sprite)


def _read(path: Path) -> Sprite:
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    return Sprite(path.parent.name, path.parent.parent.name, pixels)
