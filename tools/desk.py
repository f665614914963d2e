"""What tools work with: pictures that are held, orders to a painter, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from PIL.Image import Image
from pydantic import Field, JsonValue

from got_models.thought import Chain
from got_models.value import Value

PictureNumber = Annotated[int, Field(ge=1, le=1_000_000)]
"""Which picture of its session, counted from 1 by order of appearance, uploads included."""

OrderKind = Literal["draw", "edit", "redraw", "vary", "replay"]
"""`redraw`: the same wish after its plan was changed. `replay`: one edit again, elsewhere."""


@dataclass(frozen=True)
class Held:
    """A picture of a session with what is known about it.

    `scene` says what is in the picture; `chain` is what it was drawn from, for an edit its steps.
    `digest` names the picture in the memory it came from. `references` and `mask` are the numbers
    of the pictures that its painter was given besides.
    """

    number: int
    image: Image
    operation: str
    wish: str = ""
    seed: int = 0
    scene: Chain | None = None
    chain: Chain | None = None
    parent: int | None = None
    digest: str = ""
    changed_outside_px: int | None = None
    references: tuple[int, ...] = ()
    mask: int | None = None


class Order(Value):
    """Something a painter has to do."""

    kind: OrderKind
    wish: str
    """What to draw, or what to change."""
    picture: PictureNumber | None = None
    """The picture it is about."""
    count: int = Field(default=1, ge=1, le=16)
    """How many pictures are wanted."""
    chain: Chain | None = None
    """The plan, where it is settled already."""
    plan: int | None = None
    """The plan's number, where it was shown already."""
    seed: int | None = None
    references: tuple[PictureNumber, ...] = Field(default=(), max_length=16)
    """Pictures to look at besides."""
    mask: PictureNumber | None = None
    """The picture that says where the edited one may change, white on black."""


class Outcome(Value):
    """What a tool has to say, and what it made or asks for."""

    said: str
    picture: PictureNumber | None = None
    """The picture that the session is at now, or that the answer is about."""
    order: Order | None = None
    data: Mapping[str, JsonValue] = Field(default_factory=dict)
    """The answer for programs."""
