"""Scripted stand-ins for the models: they do what they are told and complain when overrun."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import settings
from PIL import Image

from got_models.guidance_scales import GuidanceScales, default_for
from got_models.sketch import OnPreview
from got_models.thought import Chain, Task

# How long an example takes says more about the machine than about the code. A check that decides
# whether a change may land always draws the same examples; on a desk they are new every time.
settings.register_profile("got", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("got")

APPLE = (
    "A <|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(100,200),(400,600)<|box_end|> (red) on a gray background."
)
EDIT = (
    "1. The source image shows an apple. 2. The object to be edited is the "
    "<|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(250,250),(749,749)<|box_end|> (red). 3. It becomes blue."
)


@dataclass
class ScriptedReasoner:
    """Says the given chains in order, and keeps what it was asked."""

    answers: deque[str]
    vocabulary: frozenset[str] | None = None
    asked: list[str] = field(default_factory=list)

    def plan(
        self,
        wish: str,
        *,
        picture: Image.Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> str:
        self.asked.append(wish)
        if not self.answers:
            raise AssertionError(f"the script is over, but was asked {wish[:60]!r}")
        return self.answers.popleft()


@dataclass
class ScriptedPainter:
    """Paints noise that depends on seed and chain, at most `pictures` of them."""

    pictures: int
    name: str = "scripted"
    weights_hash: str = "0" * 64
    default_size: tuple[int, int] = (64, 64)
    default_steps: int = 7
    size_multiple: int = 16
    max_side: int = 256
    chains: list[Chain] = field(default_factory=list)
    sources: list[Image.Image | None] = field(default_factory=list)

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
        self.pictures -= len(seeds)
        if self.pictures < 0:
            raise AssertionError(f"asked for {-self.pictures} pictures more than the script has")
        self.chains.append(chain)
        self.sources.append(picture)
        width, height = size or self.default_size
        if on_step:
            for step in range(steps):
                on_step(step + 1, steps)
        return [self._noise(seed, chain, width, height) for seed in seeds]

    def _noise(self, seed: int, chain: Chain, width: int, height: int) -> Image.Image:
        boxes = [value for element in chain.elements for value in element.box.corners]
        pixels = np.random.default_rng([seed, *boxes]).integers(0, 256, (height, width, 3))
        return Image.fromarray(pixels.astype(np.uint8), "RGB")


@pytest.fixture
def apple() -> str:
    return APPLE


@pytest.fixture
def edit_chain() -> str:
    return EDIT


@pytest.fixture
def reasoner() -> Callable[..., ScriptedReasoner]:
    return lambda *answers, **fields: ScriptedReasoner(deque(answers), **fields)


@pytest.fixture
def painter() -> Callable[..., ScriptedPainter]:
    return lambda pictures=1, **fields: ScriptedPainter(pictures, **fields)


@pytest.fixture
def got(
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """Run the command line with scripted models; answers exit code, stdout and stderr."""
    from agent import cli
    from agent.build import Models

    def run(
        *words: str, answers: Sequence[str] = (), pictures: int = 0, **fields: object
    ) -> tuple[int, str, str]:
        models = Models(
            ScriptedReasoner(deque(answers), **fields),  # type: ignore[arg-type]
            ScriptedPainter(pictures),
        )
        try:
            code = cli.main(words, load=lambda model, device: models)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
