"""What a tolerant reading had to change, so that nothing is mended in silence."""

from typing import Literal

from pydantic import Field

from got_models.value import Value

RepairKind = Literal[
    "lost_box",
    "stray_token",
    "unboxed_name",
    "name_tokens",
    "name_spacing",
    "box_tokens",
    "box_form",
    "digits",
    "rounded",
    "clamped",
    "sorted",
    "widened",
    "colour",
    "character",
]

REASONS: dict[RepairKind, str] = {
    "lost_box": "a box could not be read and was left in the text",
    "stray_token": "a token without a partner was dropped",
    "unboxed_name": "a marked object without a box became plain text",
    "name_tokens": "the tokens around an object's name were mended",
    "name_spacing": "the spaces around an object's name were mended",
    "box_tokens": "the tokens around a box were mended",
    "box_form": "the spaces or brackets of a box were mended",
    "digits": "the digits of a box were respelled",
    "rounded": "coordinates were rounded to whole numbers",
    "clamped": "coordinates outside the canvas were moved to its edge",
    "sorted": "the corners of a box were put in order",
    "widened": "a box without area was widened",
    "colour": "the mask colour was missing or badly written",
    "character": "a broken character was replaced",
}


class Repair(Value):
    """One change that a tolerant reading made.

    `at` is the offset in the text that was read; `before` is the text found there, `after` what it
    became. An empty `after` means that it was dropped.
    """

    kind: RepairKind
    at: int = Field(ge=0)
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The repair as one sentence for people."""
        became = (
            f"{self.before!r} became {self.after!r}"
            if self.after
            else f"{self.before!r} was dropped"
        )
        return f"At character {self.at}, {REASONS[self.kind]}: {became}."
