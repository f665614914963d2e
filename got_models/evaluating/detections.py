"""What a detector says about a picture: objects with boxes in pixels, confidences and colours."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, Protocol

from pydantic import ConfigDict, Field, FiniteFloat, field_validator

from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.value import Value

if TYPE_CHECKING:
    from PIL.Image import Image


class PixelBox(NamedTuple):
    """Box in pixels, top-left and bottom-right corner, y pointing down; it may have no area."""

    x0: FiniteFloat
    y0: FiniteFloat
    x1: FiniteFloat
    y1: FiniteFloat

    @property
    def centre(self) -> tuple[float, float]:
        """`(x, y)` of the middle in pixels."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.y1 - self.y0

    def iou(self, other: "PixelBox") -> float:
        """Intersection over union with `other`, both corners' pixels belonging to the box."""
        shared = PixelBox(
            max(self.x0, other.x0),
            max(self.y0, other.y0),
            min(self.x1, other.x1),
            min(self.y1, other.y1),
        )
        union = self._pixels + other._pixels - shared._pixels
        return shared._pixels / union if union else 0.0

    @property
    def _pixels(self) -> float:
        return max(self.width + 1, 0.0) * max(self.height + 1, 0.0)


class Detection(Value):
    """One object a detector believes to see, in the fields and words of GenEval.

    `colour` is None where nobody looked at the colour: it then is no colour a prompt asks for.
    """

    model_config = ConfigDict(populate_by_name=True)

    kind: str = Field(alias="class")
    box: PixelBox
    confidence: Annotated[float, Field(ge=0, le=1)]
    colour: str | None = Field(default=None, alias="color")

    @field_validator("kind")
    @classmethod
    def _is_an_object_name(cls, kind: str) -> str:
        if kind not in CLASSES:
            raise ValueError(f"{kind!r} is none of GenEval's {len(CLASSES)} object names")
        return kind

    @field_validator("colour")
    @classmethod
    def _is_a_colour_name(cls, colour: str | None) -> str | None:
        if colour is not None and colour not in COLOURS:
            raise ValueError(f"{colour!r} is none of {', '.join(COLOURS)}")
        return colour

    @field_validator("box")
    @classmethod
    def _is_not_inside_out(cls, box: PixelBox) -> PixelBox:
        if box.width < 0 or box.height < 0:
            raise ValueError(f"a box needs x0 <= x1 and y0 <= y1, got {tuple(box)}")
        return box


class Perception(Protocol):
    """Sees what is in a picture. GenEval's rules judge what it answers, never the picture.

    A score says as much about the perception as about the pictures: name it beside the score.
    """

    def detect(self, image: "Image") -> Sequence[Detection]:
        """Return every object seen, in any order, before any threshold."""
