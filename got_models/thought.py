"""The values of a Generation Chain-of-Thought: boxes, elements, chains.

Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 3. Light: no torch.
"""

import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from got_models.value import Value

COORDINATE_MAX = 999
"""Largest coordinate: boxes live on a 0-999 grid relative to the picture's width and height."""

PALETTE = (
    "red",
    "blue",
    "lime",
    "yellow",
    "magenta",
    "cyan",
    "orange",
    "purple",
    "white",
    "brown",
    "pink",
    "green",
)
"""Mask colours in the order in which a chain hands them out: single Pillow colour words."""

Task = Literal["generate", "edit"]
"""`generate`: one paragraph about a new picture. `edit`: numbered steps that change a given one."""

Notation = Literal["marked", "bare", "obj"]
"""How an element is written: with object tokens (ours), as plain words before the box (GoT), or
with GoT-R1's own tokens and no colour."""

SPECIAL_TOKEN = re.compile(r"<\|\w++\|>|<begin_of_image>")
"""What a tokenizer takes for one of its special tokens; no text or phrase may contain one."""


class Box(Value):
    """Axis-aligned box on the 0-999 grid, top-left and bottom-right corner, y pointing down."""

    x0: int = Field(ge=0, le=COORDINATE_MAX)
    y0: int = Field(ge=0, le=COORDINATE_MAX)
    x1: int = Field(ge=0, le=COORDINATE_MAX)
    y1: int = Field(ge=0, le=COORDINATE_MAX)

    @model_validator(mode="after")
    def _has_area(self) -> "Box":
        if self.x0 >= self.x1 or self.y0 >= self.y1:
            raise ValueError(f"a box needs x0 < x1 and y0 < y1, got {self.corners}")
        return self

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """`(x0, y0, x1, y1)`."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def width(self) -> int:
        """Width in grid units."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in grid units."""
        return self.y1 - self.y0

    @property
    def area(self) -> int:
        """Area in square grid units."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """`(x, y)` of the middle in grid units."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def intersection(self, other: "Box") -> int:
        """Area shared with `other`, in square grid units."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(width, 0) * max(height, 0)

    def iou(self, other: "Box") -> float:
        """Intersection over union with `other`, 0 to 1."""
        shared = self.intersection(other)
        return shared / (self.area + other.area - shared)


WHOLE = Box(x0=0, y0=0, x1=COORDINATE_MAX, y1=COORDINATE_MAX)
"""The whole picture: the box of a global edit."""


class Element(Value):
    """One grounded phrase of a chain.

    `colour` is the colour of the element's mask canvas, not of the object; the object's colour is
    part of `phrase` ("red apple"). Only a `bare` element may have an empty phrase.
    """

    phrase: str
    box: Box
    colour: str = Field(pattern=r"^[a-z]+$")
    notation: Notation = "marked"

    @model_validator(mode="after")
    def _can_be_written(self) -> "Element":
        if SPECIAL_TOKEN.search(self.phrase) or self.phrase != " ".join(self.phrase.split()):
            raise ValueError(f"a phrase is words with single spaces, got {self.phrase!r}")
        if not self.phrase and self.notation != "bare":
            raise ValueError(f"only a bare element may go without a phrase, got {self.notation!r}")
        return self


class Chain(Value):
    """A chain of thought: running text with grounded elements in it, in reading order."""

    task: Task = "generate"
    parts: tuple[str | Element, ...]

    @field_validator("parts")
    @classmethod
    def _no_tokens_in_text(cls, parts: tuple[str | Element, ...]) -> tuple[str | Element, ...]:
        for part in parts:
            if isinstance(part, str) and (found := SPECIAL_TOKEN.search(part)):
                raise ValueError(f"the text of a chain holds no special token, got {found[0]!r}")
        return parts

    @property
    def elements(self) -> tuple[Element, ...]:
        """The grounded elements, in reading order."""
        return tuple(part for part in self.parts if not isinstance(part, str))
