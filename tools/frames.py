"""How a picture lies in the one it was cut or turned out of: boxes follow, there and back."""

from pydantic import Field

from got_models.thought import Box
from got_models.value import Value
from tools import reframe


class Reframing(Value):
    """A part cut out, or quarter turns clockwise."""

    cut: Box | None = None
    quarter_turns: int = Field(default=0, ge=0, le=3)

    def done(self, box: Box) -> Box | None:
        """Return where a box is afterwards; None if too little of it is left."""
        placed = box if self.cut is None else reframe.cropped_box(box, self.cut)
        return placed and reframe.turned_box(placed, self.quarter_turns)

    def undone(self, box: Box) -> Box:
        """Return where a box was before."""
        placed = reframe.turned_box(box, -self.quarter_turns % 4)
        return placed if self.cut is None else reframe.uncropped_box(placed, self.cut)


class Frame(Value):
    """What was done to picture `origin`, in order, until it lay as this one does."""

    origin: int = Field(ge=1)
    steps: tuple[Reframing, ...] = ()

    @property
    def quarter_turns(self) -> int:
        """How far it was turned altogether, clockwise."""
        return sum(step.quarter_turns for step in self.steps) % 4

    def after(self, step: Reframing | None) -> "Frame":
        """Return the frame of a picture made from this one."""
        return self if step is None else self.model_copy(update={"steps": (*self.steps, step)})


def carried(box: Box, made: Frame, now: Frame) -> Box | None:
    """Return where a box of one picture lies in another of the same origin; None if cut away."""
    shared = len(_alike(made.steps, now.steps))
    for step in reversed(made.steps[shared:]):
        box = step.undone(box)
    place: Box | None = box
    for step in now.steps[shared:]:
        place = place and step.done(place)
    return place


def _alike(first: tuple[Reframing, ...], second: tuple[Reframing, ...]) -> list[Reframing]:
    """Return the steps that two pictures have in common, from their origin on."""
    common: list[Reframing] = []
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        common.append(one)
    return common
