"""A maker that draws exactly what its chains say, and an eye that reads its pictures exactly."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from got_models.errors import BadWish
from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.report.bench import Bench
from got_models.evaluating.report.maker import PLAIN, Drawn, Manner
from got_models.evaluating.report.rows import RunFacts
from got_models.naming import colour_in, kind_in
from got_models.sceneworld.render import pixels_of
from got_models.sceneworld.sampling import shipped_shapes
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Chain

SIDE = 128


def tone(kind: str, colour: str | None) -> tuple[int, int, int]:
    """Return the only tone in which an object of this class and colour is painted."""
    return CLASSES.index(kind) + 1, COLOURS.index(colour) + 1 if colour else 0, 7


class CodedAtlas:
    """Sprites of one tone each."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        return Image.new("RGBA", (16, 16), (*tone(kind, colour), 255))


class CodedEye:
    """Reads tones; what is painted in one tone and touches is one object."""

    name = "coded eye"

    def detect(self, image: Image.Image) -> Sequence[Detection]:
        pixels = np.asarray(image.convert("RGB")).astype(int)
        found = []
        coded = pixels[..., 2] == 7
        for red, green in {(int(r), int(g)) for r, g, _ in pixels[coded]}:
            if 1 <= red <= len(CLASSES) and green <= len(COLOURS):
                mask = coded & (pixels[..., 0] == red) & (pixels[..., 1] == green)
                found += [_detection(red, green, box) for box in _boxes(mask)]
        return found


def _detection(red: int, green: int, box: PixelBox) -> Detection:
    colour = COLOURS[green - 1] if green else None
    return Detection(kind=CLASSES[red - 1], box=box, confidence=0.99, colour=colour)


def _boxes(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[PixelBox]:
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    boxes = []
    while left:
        reached, edge = set(), {left.pop()}
        while edge:
            y, x = edge.pop()
            reached.add((y, x))
            near = {(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)} & left
            left -= near
            edge |= near
        if len(reached) > 12:
            ys, xs = [y for y, _ in reached], [x for _, x in reached]
            boxes.append(PixelBox(min(xs), min(ys), max(xs) + 1, max(ys) + 1))
    return boxes


class FaithfulMaker:
    """Paints every element of a chain in its box; knows the chains of the wishes it is taught."""

    name, weights_hash, default_steps = "faithful", "f" * 64, 4

    def __init__(self) -> None:
        self.chains: dict[str, Chain] = {}
        self.asked: list[str] = []

    def plan(self, wish: str, *, seed: int, picture: Image.Image | None = None) -> Chain:
        self.asked.append(wish)
        if wish not in self.chains:
            raise BadWish(f"never taught: {wish}")
        return self.chains[wish]

    def draw(self, wish: str, chain: Chain, *, seed: int, manner: Manner = PLAIN) -> Drawn:
        pixels = np.full((SIDE, SIDE, 3), 200, np.uint8)
        for element in chain.elements if manner.spatial else ():
            self._paint(pixels, element.phrase, pixels_of(element.box, SIDE, SIDE))
        return Drawn(Image.fromarray(pixels), nfe=4 * (manner.steps or self.default_steps))

    def edit(self, picture: Image.Image, instruction: str, chain: Chain, *, seed: int) -> Drawn:
        return Drawn(picture, nfe=4, changed_outside_px=0)

    def _paint(
        self,
        pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
        phrase: str,
        box: tuple[int, int, int, int],
    ) -> None:
        kind = kind_in(phrase)
        if kind is not None:
            left, top, right, bottom = box
            pixels[top:bottom, left:right] = tone(kind, colour_in(phrase))


@pytest.fixture
def maker() -> FaithfulMaker:
    return FaithfulMaker()


@pytest.fixture
def facts() -> RunFacts:
    return RunFacts(
        model="faithful", weights_hash="f" * 64, detector="coded eye", version="0", seed=0,
        pictures_per_prompt=1, quick=True, steps=4, sprites="coded",
    )  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, maker: FaithfulMaker) -> Bench:
    (tmp_path / "pictures").mkdir()
    return Bench(maker, CodedEye(), tmp_path, atlas=CodedAtlas(), shapes=shipped_shapes())
