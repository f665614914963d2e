"""Contact sheets of the world, for a person to look at: scenes, edits, sprites."""

import random
import textwrap
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Element

SIDE = 192
"""Side of a picture on a sheet, in pixels."""

MARGIN, GAP = 8, 4
CAPTION = 56
"""Height left for the words under a picture, in pixels."""

SPRITE = 40
LABEL = 130
"""Width of the object's name beside its sprites, in pixels."""

PAPER, INK = "white", "black"


def scenes(atlas: Atlas, seed: int, *, columns: int = 6, rows: int = 4) -> Image.Image:
    """Show scenes with the boxes of their chain and a caption; scene k is that of `seed + k`."""
    tiles = []
    for index in range(columns * rows):
        rng = random.Random(seed + index)
        scene = sample_scene(rng)
        wish = wish_for(scene, rng)
        picture = _drawn(scene, atlas)
        _outline(picture, chain_for(scene, wish.order, wish.facts).elements)
        tiles.append(_captioned([picture], wish.text))
    return _grid(tiles, columns)


def edits(atlas: Atlas, seed: int, *, columns: int = 4, rows: int = 5) -> Image.Image:
    """Show edits: before, with the boxes of the chain, beside after; the instruction under both."""
    tiles: list[Image.Image] = []
    rng = random.Random(seed)
    while len(tiles) < columns * rows:
        try:
            edit = sample_edit(sample_scene(rng), rng)
        except NoEdit:
            continue
        before, after = _drawn(edit.before, atlas), _drawn(edit.after, atlas)
        _outline(before, edit.chain.elements)
        tiles.append(_captioned([before, after], edit.instruction))
    return _grid(tiles, columns)


def sprites(atlas: Atlas, family: str, kinds: Sequence[str]) -> Image.Image:
    """Show each object of a family in its own colours and in the ten, one row per object."""
    colours: tuple[str | None, ...] = (None, *COLOURS)
    sheet = Image.new("RGB", (LABEL + SPRITE * len(colours), SPRITE * len(kinds)), (200, 202, 205))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for row, kind in enumerate(kinds):
        draw.text((MARGIN, row * SPRITE + SPRITE // 3), kind, INK, font)
        for column, colour in enumerate(colours):
            sprite = atlas.tinted(kind, colour, family).copy()
            sprite.thumbnail((SPRITE - 4, SPRITE - 4))
            left = LABEL + column * SPRITE + (SPRITE - sprite.width) // 2
            sheet.paste(sprite, (left, row * SPRITE + (SPRITE - sprite.height) // 2), sprite)
    return sheet


def _drawn(scene: Scene, atlas: Atlas) -> Image.Image:
    small = render(scene, atlas)
    return small.resize((SIDE, SIDE), Image.Resampling.NEAREST)


def _outline(picture: Image.Image, elements: Sequence[Element]) -> None:
    draw = ImageDraw.Draw(picture)
    for element in elements:
        left, top, right, bottom = pixels_of(element.box, SIDE, SIDE)
        draw.rectangle((left, top, right - 1, bottom - 1), outline=element.colour)


def _captioned(pictures: Sequence[Image.Image], words: str) -> Image.Image:
    width = (SIDE + GAP) * len(pictures) - GAP
    tile = Image.new("RGB", (width, SIDE + CAPTION), PAPER)
    for at, picture in enumerate(pictures):
        tile.paste(picture, (at * (SIDE + GAP), 0))
    lines = textwrap.wrap(words, width // 6)[:4]
    ImageDraw.Draw(tile).multiline_text(
        (2, SIDE + 2), "\n".join(lines), INK, ImageFont.load_default(10), spacing=2
    )
    return tile


def _grid(tiles: Sequence[Image.Image], columns: int) -> Image.Image:
    width, height = tiles[0].width + MARGIN, tiles[0].height + MARGIN
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * width + MARGIN, rows * height + MARGIN), PAPER)
    for at, tile in enumerate(tiles):
        sheet.paste(tile, (MARGIN + at % columns * width, MARGIN + at // columns * height))
    return sheet
