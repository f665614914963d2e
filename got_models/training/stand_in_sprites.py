"""Plain shapes in place of emoji: what `--smoke` trains on, so that it needs no font or network."""

from functools import cache

from PIL import Image, ImageDraw

from got_models.sceneworld.vocabulary import CLASSES

SIDE = 48
"""Side of a sprite, in pixels."""


class StandInSprites:
    """An atlas that draws a disc, a square or a triangle for any object of any family."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        """Return the object's shape in the colour asked for, gray in its own."""
        return _shape(CLASSES.index(kind) % 3, colour or "gray")


@cache
def _shape(form: int, colour: str) -> Image.Image:
    sprite = Image.new("RGBA", (SIDE, SIDE))
    draw, edge = ImageDraw.Draw(sprite), SIDE - 1
    match form:
        case 0:
            draw.ellipse((0, 0, edge, edge), fill=colour, outline="black")
        case 1:
            draw.rectangle((0, 0, edge, edge), fill=colour, outline="black")
        case _:
            draw.polygon([(0, edge), (SIDE // 2, 0), (edge, edge)], fill=colour, outline="black")
    return sprite
