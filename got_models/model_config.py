"""What a model folder says about its model beyond the shapes of its networks: `got_config.json`."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from got_models.colour_text import COLOUR_WORDS, is_colour
from got_models.errors import WeightsError
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.second_opinion import Trust
from got_models.thought import PALETTE, Task
from got_models.value import Value

FILE = "got_config.json"


class ModelConfig(Value):
    """How a model is to be used; sides are in pixels."""

    name: str = Field(min_length=1)
    side: int = Field(gt=0)
    """Side of the pictures it draws best."""
    max_side: int = Field(gt=0)
    """Longest side it draws at all."""
    vision_side: int = Field(gt=0)
    """Side to which the reasoner squashes the pictures it sees."""
    default_steps: int = Field(default=50, ge=1)
    guidance: dict[Task, GuidanceScales] = Field(default_factory=dict)
    """Scales per task; a task that is not there uses the published ones."""
    vocabulary: tuple[str, ...] | None = None
    """Object names it can draw; None when any word will do."""
    notation: Literal["marked", "bare"] = "marked"
    """How its chains name an object: between tokens, or in bare words before the box as GoT-6B's
    do."""
    colours: tuple[str, ...] | None = Field(default=PALETTE, min_length=1)
    """Words its mask colours may be; None for every colour word there is."""
    chain_tokens: int = Field(default=512, ge=2)
    """Most tokens of a chain it writes."""
    reads_known_chains: bool = True
    """Whether it was taught to read the chain of the picture it is to edit."""
    decides: bool = False
    """Whether it was taught to choose tools in a conversation."""
    judges: Trust | None = None
    """How far its yes and no about pictures are believed; None if it was not taught to judge."""

    @field_validator("colours")
    @classmethod
    def _can_fill_a_mask(cls, colours: tuple[str, ...] | None) -> tuple[str, ...] | None:
        unknown = [word for word in colours or () if not is_colour(word)]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no colour that a mask can be filled with")
        return colours

    @property
    def colour_words(self) -> tuple[str, ...]:
        """Words its mask colours may be, spelled out."""
        return COLOUR_WORDS if self.colours is None else self.colours

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the scales it draws `task` best with."""
        return self.guidance.get(task) or default_for(task)


def read(folder: Path) -> ModelConfig:
    """Read the configuration of a model folder.

    Raises:
        WeightsError: It is missing, or holds something that means nothing.
    """
    place = folder / FILE
    try:
        return ModelConfig.model_validate_json(place.read_bytes())
    except OSError as cause:
        raise WeightsError(f"{str(place)!r} cannot be read: {cause.strerror}") from cause
    except ValidationError as cause:
        error = cause.errors(include_url=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise WeightsError(f"{str(place)!r} is damaged: {key} {error['msg']}".strip()) from cause


def write(config: ModelConfig, folder: Path) -> None:
    """Write the configuration into a model folder."""
    (folder / FILE).write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
