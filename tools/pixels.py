"""The tools that move pixels without a model: crop, rotate, upscale, composite."""

from typing import Protocol

from PIL.Image import Image

from got_models.thought import Box, Chain
from tools import reframe
from tools.desk import Held, Outcome
from tools.reframe import QuarterTurns


class Wall(Protocol):
    """Where pictures hang."""

    def held(self, picture: int | None = None) -> Held:
        """Return a picture, the current one for None; refuse with `BadInput` if there is none."""
        ...

    def hang(
        self, image: Image, operation: str, *, parent: int, wish: str, scene: Chain | None
    ) -> int:
        """Keep a picture made from another, go there, and return its number."""
        ...


def crop(desk: Wall, box: Box, picture: int | None = None) -> Outcome:
    """Cut a part out of a picture."""
    held = desk.held(picture)
    scene = reframe.cropped_scene(held.scene, box) if held.scene else None
    return _hung(desk, held, reframe.crop(held.image, box), "crop", f"cut out {box.corners}", scene)


def rotate(desk: Wall, quarter_turns: QuarterTurns, picture: int | None = None) -> Outcome:
    """Turn a picture clockwise."""
    held = desk.held(picture)
    scene = reframe.rotated_scene(held.scene, quarter_turns) if held.scene else None
    image = reframe.rotate(held.image, quarter_turns)
    return _hung(desk, held, image, "rotate", f"turned by {90 * quarter_turns} degrees", scene)


def upscale(desk: Wall, factor: int, picture: int | None = None) -> Outcome:
    """Enlarge a picture; nothing is made up, so it is no sharper."""
    held = desk.held(picture)
    image = reframe.upscale(held.image, factor)
    return _hung(desk, held, image, "upscale", f"enlarged {factor} times", held.scene)


def composite(desk: Wall, first: int, second: int, box: Box) -> Outcome:
    """Lay a part of the second picture over the first."""
    below, above = desk.held(first), desk.held(second)
    image = reframe.composite(below.image, above.image, box)
    words = f"laid {box.corners} of picture {second} over picture {first}"
    return _hung(desk, below, image, "composite", words, None)


def _hung(
    desk: Wall, held: Held, image: Image, operation: str, words: str, scene: Chain | None
) -> Outcome:
    number = desk.hang(image, operation, parent=held.number, wish=words, scene=scene)
    return Outcome(said=f"Picture {number}: {words}.", picture=number)
