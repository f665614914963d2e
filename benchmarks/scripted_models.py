"""Models that take no time worth speaking of, so that only what surrounds models is measured."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from PIL import Image
from scripted_session import chain_of

from agent.assistant import Assistant
from agent.build import Models
from agent.context import Staff
from agent.settings import Settings
from got_models import chain_text
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.sketch import OnPreview
from got_models.thought import Chain, Task

EDIT = (
    "1. The source image shows a scene.\n2. The inserted object is a "
    "<|object_ref_start|>red cup<|object_ref_end|><|box_start|>({x},{y}),({x1},{y1})<|box_end|>"
    " (red).\n3. Insert the red cup.\n4. The edited image shows a red cup."
)


class Reasoner:
    """Plans a scene of four objects, or the insertion of a cup."""

    vocabulary: frozenset[str] | None = None

    def __init__(self) -> None:
        self._asked = count()

    def plan(
        self,
        wish: str,
        *,
        picture: Image.Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> chain_text.Reading:
        """Return a chain that depends on how often it was asked."""
        number = next(self._asked)
        if picture is None:
            return chain_text.read(chain_text.write(chain_of(number)))
        x, y = 37 * number % 600, 53 * number % 600
        text = EDIT.format(x=x, y=y, x1=x + 300, y1=y + 300)
        return chain_text.read(text, task="edit")


class Painter:
    """Paints noise of a seed, 256 pixels wide and high."""

    name = "noise"
    weights_hash = "0" * 64
    default_size = (256, 256)
    default_steps = 3
    size_multiple = 8
    max_side = 1024

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the usual scales."""
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
        """Return one picture per seed."""
        width, height = size or self.default_size
        for step in range(steps):
            if on_step:
                on_step(step + 1, steps)
        salt = sum(value for element in chain.elements for value in element.box.corners)
        return [
            Image.fromarray(
                np.random.default_rng([seed, salt])
                .integers(0, 256, (height // 8, width // 8, 3))
                .astype(np.uint8)
                .repeat(8, 0)
                .repeat(8, 1)
            )
            for seed in seeds
        ]


class Planner(BaseChatModel):
    """Draws and edits by turns."""

    @property
    def _llm_type(self) -> str:
        return "benchmark"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        first = " now drawn:" not in messages[0].text
        message = messages[-1].text
        call = (
            {"name": "draw_picture", "args": {"wish": message}, "id": "1"}
            if first
            else {"name": "edit_picture", "args": {"instruction": message}, "id": "1"}
        )
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=[call]))])


def assistant_in(folder: Path, *, planner: BaseChatModel | None = None) -> Assistant:
    """Open an assistant of these models over a memory."""
    held = Settings(memory=str(folder))
    models = Models(Reasoner(), Painter())
    staff = Staff(models, planner or Planner(), held, folder)
    return Assistant.open(held, staff=lambda: staff)
