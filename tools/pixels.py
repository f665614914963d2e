"""The tools that move pixels without a model: crop, rotate, upscale, composite."""

from typing import Protocol

from PIL.Image import Image

from got_models.thought import Box, Chain
from tools import reframe
from tools.desk import Held, Outcome
from tools.frames import Reframing
from tools.reframe import QuarterTurns


class Wall(Protocol):
    """Where pictures hang."""

    def held(self, picture: int | None = None) -> Held:
        """Return a picture, the current one for None; refuse with `BadInput` if there is none."""
        ...

    def hang(
        self,
        image: Image,
        operation: str,
        *,
        parent: int,
        wish: str,
        scene: Chain | None,
        step: Reframing | None = None,
    ) -> int:
        """Keep a picture made from another, go there, and return its number.

        Args:
            image: The picture.
            operation: What was done.
            parent: The number of the picture it was done to.
            wish: The same in words.
            scene: What is known to be in it.
            step: Where its parent's boxes went; None if they are where they were.
        """
        ...


def crop(desk: Wall, box: Box, picture: int | None = None) -> Outcome:
    """Cut a part out of a picture."""
    held = desk.held(picture)
    scene = reframe.cropped_scene(held.scene, box) if held.scene else None
    image, words = reframe.crop(held.image, box), f"cut out {box.corners}"
    return _hung(desk, held, image, "crop", words, scene, Reframing(cut=box))


def rotate(desk: Wall, quarter_turns: QuarterTurns, picture: int | None = None) -> Outcome:
    """Turn a picture clockwise."""
    held = desk.held(picture)
    scene = reframe.rotated_scene(held.scene, quarter_turns) if held.scene else None
    image = reframe.rotate(held.image, quarter_turns)
    words, step = f"turned by {90 * quarter_turns} degrees", Reframing(quarter_turns=quarter_turns)
    return _hung(desk, held, image, "rotate", words, scene, step)


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
    desk: Wall,
    held: Held,
    image: Image,
    operation: str,
    words: str,
    scene: Chain | None,
    step: Reframing | None = None,
) -> Outcome:
    number = desk.hang(image, operation, parent=held.number, wish=words, scene=scene, step=step)
    return Outcome(said=f"Picture {number}: {words}.", picture=number)
