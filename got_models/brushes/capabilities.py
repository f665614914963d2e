"""What a renderer can do, known before anything is computed. Light: no torch."""

from typing import Literal

from pydantic import Field

from got_models.errors import BadInput
from got_models.value import Value

BoxControl = Literal["ssgm", "regional prompt", "mask only", "words only"]
"""How boxes reach a picture: through GoT's guidance module; through one prompt per box, blended in
the denoiser; only as the mask of an edit; or not at all, so that only the words speak of places."""

EditControl = Literal["guided", "inpaint", "instruct", "none"]
"""How a given picture is changed: by GoT's own guidance, by filling a mask, by an instruction for
the whole picture of which only the region is kept, or not at all."""


class Capabilities(Value):
    """What a renderer can and cannot do; sizes are width and height in pixels."""

    boxes: BoxControl
    edits: EditControl
    draws: bool = True
    """Whether it can make a picture from nothing."""
    references: int = Field(default=0, ge=0)
    """How many pictures it can look at besides the one it edits."""
    masks: bool = False
    """Whether a mask can tell it where a picture may change."""
    sizes: tuple[tuple[int, int], ...] | None = None
    """The only sizes it draws; None for any that fits its multiple and its longest side."""
    any_aspect: bool = False
    """Whether it was made for pictures of any shape, so that an edit may keep the source's."""
    repeatable: bool = True
    """Whether the same seed gives the same picture."""

    def check_references(self, name: str, count: int) -> None:
        """Refuse more references than can be looked at.

        Raises:
            BadInput: There are more; the message calls the renderer by `name`.
        """
        if count > self.references:
            raise BadInput(
                f"{name} looks at {self.references or 'no'} references, got {count}; "
                "leave some out, or name another renderer"
            )


SSGM = Capabilities(boxes="ssgm", edits="guided")
"""What GoT's own painter can do."""
