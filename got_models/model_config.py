"""What a model folder says about its model beyond the shapes of its networks: `got_config.json`."""

from pathlib import Path

from pydantic import Field, ValidationError

from got_models.errors import WeightsError
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.thought import Task
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
