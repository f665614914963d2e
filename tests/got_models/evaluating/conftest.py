"""A judge that knows the truth, and sprites that are plain rectangles."""

from collections.abc import Sequence

import pytest
from PIL import Image

from got_models.sceneworld.render import render
from got_models.sceneworld.scene import Scene
from got_models.thought import Box
from got_models.verifying.crops import Glimpse


class FlatAtlas:
    """Sprites of one colour, white where none is asked for."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        return Image.new("RGBA", (16, 16), colour or "white")


class Oracle:
    """Renders scenes, and knows of its own pictures what is in them."""

    def __init__(self) -> None:
        self._scenes: list[tuple[Image.Image, Scene]] = []

    def draw(self, scene: Scene, width: int = 64, height: int = 64) -> Image.Image:
        picture = render(scene, FlatAtlas(), width=width, height=height)
        self._scenes.append((picture, scene))
        return picture

    def knows(self, picture: Image.Image, scene: Scene) -> Image.Image:
        """Remember what a picture shows."""
        self._scenes.append((picture, scene))
        return picture

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        scene = next(scene for known, scene in self._scenes if known is picture)
        return [self._in(scene, box) for box in boxes]

    def _in(self, scene: Scene, box: Box) -> Glimpse:
        thing = max(scene.things, key=lambda t: t.box.iou(box), default=None)
        if thing is None or thing.box.iou(box) < 0.5:
            return Glimpse(None, 1.0, "red", 0.1)
        return Glimpse(thing.kind, 1.0, thing.colour or "white", 1.0)


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def flat() -> FlatAtlas:
    return FlatAtlas()
