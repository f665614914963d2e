"""The settings of the assistant: `agent.yaml` in types."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from agent.arguments import MAX_SEED
from got_models.errors import BadInput
from got_models.value import Value

SHIPPED = Path(__file__).resolve().parent.parent / "agent.yaml"
"""The settings file of a checkout; an installed copy without it uses the defaults."""


class Settings(Value):
    """What holds unless the command line says otherwise."""

    model: str = Field(default="got-tiny", min_length=1)
    """Name of a folder in got_models/pretrained, or the path of a model folder."""
    device: str = Field(default="auto", pattern=r"^(auto|cpu|mps|cuda(:[0-9]+)?)$")
    """`auto` (a GPU if there is one), `cpu`, `cuda`, `cuda:N` or `mps`."""
    seed: int = Field(default=42, ge=0, le=MAX_SEED)
    """Seed of the first picture; picture i of several gets seed + i."""
    pictures: int = Field(default=1, ge=1, le=64)
    """Pictures per wish."""
    steps: int | None = Field(default=None, ge=1, le=1_000)
    """Denoising steps, fewer are faster and rougher; None is what the model was tuned for."""


def read(path: Path | None = None) -> Settings:
    """Read a settings file, or the shipped one when `path` is None.

    Raises:
        BadInput: The file is missing, no YAML, or holds a key or value that means nothing.
    """
    if path is None and not SHIPPED.is_file():
        return Settings()
    place = path or SHIPPED
    try:
        return Settings.model_validate(yaml.safe_load(place.read_text(encoding="utf-8")) or {})
    except OSError as cause:
        raise BadInput(f"settings {str(place)!r} cannot be read: {cause.strerror}") from cause
    except (yaml.YAMLError, UnicodeDecodeError) as cause:
        raise BadInput(f"settings {str(place)!r} are not YAML") from cause
    except ValidationError as cause:
        raise BadInput(f"settings {str(place)!r}: {_first(cause)}") from cause


def overridden(settings: Settings, asked: Mapping[str, object]) -> Settings:
    """Return the settings with everything in `asked` that is not None put over them.

    Raises:
        BadInput: A value in `asked` is not allowed.
    """
    given = {key: value for key, value in asked.items() if value is not None}
    try:
        return Settings.model_validate(settings.model_dump() | given)
    except ValidationError as cause:
        raise BadInput(_first(cause)) from cause


def _first(cause: ValidationError) -> str:
    error = cause.errors(include_url=False)[0]
    key = ".".join(str(part) for part in error["loc"]) or "settings"
    return f"{key}: {error['msg']}, got {error['input']!r}"
