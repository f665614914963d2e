"""Stand-ins for the models: what is asked of each is written down here once.

The scripted ones say and paint what they are told and complain when overrun. The others answer on
and on, show what they do while they do it, and can be held in the middle of it.
"""

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from got_models import chain_text
from got_models.chain_text import Reading
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.naming import colour_in, kind_in
from got_models.sketch import OnPreview
from got_models.thought import Box, Chain, Element, Task
from got_models.verifying.crops import Glimpse

PATIENCE_S = 360
"""How long a stand-in is held at most: a test that forgets to let it go on fails, and ends."""


class StandInReasoner:
    """Answers a wish with a text, telling it piece by piece; which text, its kinds decide."""

    def plan(
        self,
        wish: str,
        *,
        picture: Image.Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> Reading:
        text = self.answer(wish, is_edit=picture is not None)
        for piece in re.findall(r"\S+\s*", text):
            if on_text:
                on_text(piece)
        return chain_text.read(text, task="generate" if picture is None else "edit")

    def answer(self, wish: str, *, is_edit: bool) -> str:
        raise NotImplementedError


@dataclass
class ScriptedReasoner(StandInReasoner):
    """Says the given chains in order, and keeps what it was asked."""

    answers: deque[str]
    vocabulary: frozenset[str] | None = None
    asked: list[str] = field(default_factory=list)

    def answer(self, wish: str, *, is_edit: bool) -> str:
        self.asked.append(wish)
        if not self.answers:
            raise AssertionError(f"the script is over, but was asked {wish[:60]!r}")
        return self.answers.popleft()


@dataclass
class SteadyReasoner(StandInReasoner):
    """Plans the same scene for every wish, and the same change for every instruction."""

    scene: str
    change: str
    vocabulary: frozenset[str] | None = None
    asked: int = 0

    def answer(self, wish: str, *, is_edit: bool) -> str:
        self.asked += 1
        return self.change if is_edit else self.scene


@dataclass(kw_only=True)
class StandInPainter:
    """Paints one picture per seed and counts its steps; what is on them, its kinds decide."""

    name: str = "stand-in"
    weights_hash: str = "0" * 64
    default_size: tuple[int, int] = (64, 64)
    default_steps: int = 7
    size_multiple: int = 16
    max_side: int = 256

    def guidance_for(self, task: Task) -> GuidanceScales:
        return default_for(task)

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: Callable[[int, int], None] | None = None,
        on_preview: OnPreview | None = None,
    ) -> list[Image.Image]:
        self.begin(chain, picture, len(seeds))
        made = [self.painted(chain, picture, seed, size or self.default_size) for seed in seeds]
        for step in range(steps):
            if on_step:
                on_step(step + 1, steps)
            self.stepped(made[:1], on_preview)
        return made

    def begin(self, chain: Chain, picture: Image.Image | None, count: int) -> None:
        """Do what is to be done before so many pictures are painted."""

    def painted(
        self, chain: Chain, picture: Image.Image | None, seed: int, size: tuple[int, int]
    ) -> Image.Image:
        raise NotImplementedError

    def stepped(self, made: list[Image.Image], on_preview: OnPreview | None) -> None:
        """Do what is to be done after a step."""


@dataclass
class ScriptedPainter(StandInPainter):
    """Paints noise that depends on seed and chain, at most `pictures` of them."""

    pictures: int
    chains: list[Chain] = field(default_factory=list)
    sources: list[Image.Image | None] = field(default_factory=list)

    def begin(self, chain: Chain, picture: Image.Image | None, count: int) -> None:
        self.pictures -= count
        if self.pictures < 0:
            raise AssertionError(f"asked for {-self.pictures} pictures more than the script has")
        self.chains.append(chain)
        self.sources.append(picture)

    def painted(
        self, chain: Chain, picture: Image.Image | None, seed: int, size: tuple[int, int]
    ) -> Image.Image:
        width, height = size
        boxes = [value for element in chain.elements for value in element.box.corners]
        pixels = np.random.default_rng([seed, *boxes]).integers(0, 256, (height, width, 3))
        return Image.fromarray(pixels.astype(np.uint8), "RGB")


@dataclass(kw_only=True)
class Held:
    """What waits in the middle of its work for the time of a block."""

    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Get no further than the middle until the block is over."""
        self.begun.clear()
        self.go_on.clear()
        try:
            yield
        finally:
            self.go_on.set()


@dataclass
class Sketch:
    """A picture under way."""

    seen: list[Image.Image]

    def pictures(self) -> list[Image.Image]:
        return self.seen


@dataclass(kw_only=True)
class BoxPainter(Held, StandInPainter):
    """Fills every box with its object's colour, or when editing with green; shows every step."""

    default_size: tuple[int, int] = (256, 256)
    default_steps: int = 4
    max_side: int = 512

    def painted(
        self, chain: Chain, picture: Image.Image | None, seed: int, size: tuple[int, int]
    ) -> Image.Image:
        shade = 200 + seed % 40
        made = picture.copy() if picture else Image.new("RGB", size, (shade, 190, 160))
        pen = ImageDraw.Draw(made)
        for element in chain.elements:
            corners = [
                value * side // 1000
                for value, side in zip(element.box.corners, 2 * size, strict=True)
            ]
            pen.ellipse(corners, fill="green" if picture else colour_in(element.phrase) or "gray")
        return made

    def stepped(self, made: list[Image.Image], on_preview: OnPreview | None) -> None:
        if on_preview:
            on_preview(Sketch(made))
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S), "nobody let the painter go on"


class ColourEye:
    """Sees red and green apples and blue cups by the colour in the middle of a box."""

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        return [self._seen(picture, box) for box in boxes]

    def _seen(self, picture: Image.Image, box: Box) -> Glimpse:
        x, y = (
            int(value * side / 1000) for value, side in zip(box.centre, picture.size, strict=True)
        )
        red, green, blue = picture.convert("RGB").getpixel((x, y))  # type: ignore[misc]
        if blue > 200 and red < 100:
            return Glimpse(kind_in("cup"), 0.99, "blue", 0.99)
        if red > 200 and green < 100:
            return Glimpse(kind_in("apple"), 0.99, "red", 0.99)
        if green > 100 and red < 100:
            return Glimpse(kind_in("apple"), 0.99, "green", 0.99)
        return Glimpse(None, 0.99, "gray", 0.2)


@dataclass(kw_only=True)
class OrangeLooker(Held):
    """Sees an orange in the middle of every picture; while it is held it talks on."""

    sees: bool = True
    asked: int = 0

    def ground(
        self, picture: Image.Image, *, on_text: Callable[[str], None] | None = None
    ) -> Chain:
        self.asked += 1
        self.begun.set()
        while not self.go_on.wait(0.05):
            if on_text:
                on_text("well, ")
        if not self.sees:
            return Chain(parts=("I see nothing.",))
        box = Box(x0=300, y0=300, x1=700, y1=700)
        return Chain(parts=("An ", Element(phrase="orange", box=box, colour="red"), "."))

    @contextmanager
    def blind(self) -> Iterator[None]:
        """See nothing for the time of a block."""
        self.sees = False
        try:
            yield
        finally:
            self.sees = True
