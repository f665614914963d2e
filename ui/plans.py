"""A plan on its way to the page and back: words and boxes in reading order."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Box, Chain, Element, Notation, Task
from tools import chain_file
from tools.arguments import BoxCorners
from tools.change_layout import change_layout
from tools.promises import Promise

MOST_PARTS = 2_000


class WireElement(BaseModel):
    """One object; `colour` is that of its mask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrase: str = Field(max_length=200)
    box: BoxCorners
    colour: str = Field(max_length=40)
    notation: Notation = "marked"


class WirePlan(BaseModel):
    """A plan as the page holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: Task = "generate"
    parts: Annotated[tuple[str | WireElement, ...], Field(max_length=MOST_PARTS)]

    def chain(self) -> Chain:
        """Return the chain.

        Raises:
            BadInput: A box, a name or a colour cannot be used.
        """
        try:
            return Chain(task=self.task, parts=tuple(_part(part) for part in self.parts))
        except ValidationError as cause:
            raise BadInput(cause.errors(include_url=False)[0]["msg"]) from cause


class PlanChange(BaseModel):
    """A change of a plan that also changes its words; `index` counts objects from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: WirePlan
    operation: Literal["add", "remove", "rename", "recolour", "recolour_mask"]
    index: int | None = Field(default=None, ge=0)
    phrase: str | None = Field(default=None, max_length=200)
    colour: str | None = Field(default=None, max_length=40)
    box: BoxCorners | None = None

    def applied(self) -> Chain:
        """Return the changed chain.

        Raises:
            BadInput: The change cannot be made.
        """
        return change_layout(
            self.plan.chain(),
            self.operation,
            "" if self.index is None else str(self.index + 1),
            box=None if self.box is None else _box(self.box),
            phrase=self.phrase,
            colour=self.colour,
        )


class WrittenPlan(BaseModel):
    """A plan in its written form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(max_length=chain_file.MAX_CHARACTERS)
    task: Task = "generate"

    def chain(self) -> Chain:
        """Return the chain.

        Raises:
            ThoughtError: The text cannot be read.
        """
        return chain_text.read(self.text, task=self.task).chain


def wire(chain: Chain) -> dict[str, object]:
    """Return a plan as the page holds it, and as text."""
    parts = [
        part
        if isinstance(part, str)
        else {
            "phrase": part.phrase,
            "box": list(part.box.corners),
            "colour": part.colour,
            "notation": part.notation,
        }
        for part in chain.parts
    ]
    return {"task": chain.task, "parts": parts, "text": chain_text.write(chain)}


def locked(scene: Chain, held: Mapping[int, Promise]) -> dict[int, int]:
    """Return which objects of a picture are promised to stay, with the number of the promise.

    Args:
        scene: What the picture shows.
        held: The promises that hold, as they read in it, by number.
    """
    found = {}
    for index, element in enumerate(scene.elements):
        for entry, promise in held.items():
            if promise.box == element.box and promise.is_lock_of(element.phrase):
                found[index] = entry
    return found


def _part(part: str | WireElement) -> str | Element:
    if isinstance(part, str):
        return part
    return Element(
        phrase=" ".join(part.phrase.split()),
        box=_box(part.box),
        colour=part.colour,
        notation=part.notation,
    )


def _box(corners: list[int]) -> Box:
    x0, y0, x1, y1 = corners
    if x0 >= x1 or y0 >= y1:
        raise BadInput(f"a box needs x0 < x1 and y0 < y1, got {corners}")
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)
