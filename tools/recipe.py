"""How a picture was made, in a form that lets it be made again."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from got_models.errors import BadPicture
from got_models.guidance_scales import GuidanceScales
from got_models.thought import Task
from got_models.value import Value

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Side = Annotated[int, Field(ge=1, le=16_384)]

MAX_SEED = 2**63 - 1


class Recipe(Value):
    """Everything that decides a picture's pixels, apart from the machine it is drawn on."""

    version: Literal[1] = 1
    task: Task
    wish: str = Field(min_length=1, max_length=2_000)
    chain: str = Field(min_length=1, max_length=100_000)
    """The chain in its written form, after repairs: drawing it again needs no reasoning."""
    seed: int = Field(ge=0, le=MAX_SEED)
    steps: int = Field(ge=1, le=1_000)
    size: tuple[Side, Side]
    """Width and height in pixels at which the model drew."""
    guidance: GuidanceScales
    model: str = Field(min_length=1, max_length=200)
    weights_hash: str = Field(min_length=1, max_length=200)
    source: Sha256 | None = None
    """Digest of the picture that was edited; None for a new picture."""
    references: tuple[Sha256, ...] = ()
    """Digests of the pictures the painter looked at besides."""
    mask: Sha256 | None = None
    """Digest of the mask that said where the picture may change."""
    software: str = Field(default="got-agent", max_length=200)

    @model_validator(mode="after")
    def _edits_have_a_source(self) -> "Recipe":
        if (self.task == "edit") != (self.source is not None):
            raise ValueError("an edit names its source picture, a new picture has none")
        return self

    def to_json(self) -> str:
        """Write the recipe as one line of JSON."""
        return self.model_dump_json()


def parse(text: str | bytes, *, name: str) -> Recipe:
    """Read a recipe written by `Recipe.to_json`; it is checked, never run.

    Raises:
        BadPicture: The text is no valid recipe; `name` is how the message calls its file.
    """
    try:
        return Recipe.model_validate_json(text)
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "recipe"
        raise BadPicture(
            f"the recipe in {name!r} is not usable: {where}: {first['msg']}"
        ) from cause
