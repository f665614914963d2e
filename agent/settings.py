"""The settings of the assistant: `agent.yaml` in types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError

from agent.arguments import MAX_SEED
from agent.parts import AnyCritic, AnyPart
from agent.profiles import PROFILES
from got_models.errors import BadInput
from got_models.guidance_scales import Every, GuidanceScales, NoiseLevels
from got_models.value import Value

SHIPPED = Path(__file__).resolve().parent.parent / "agent.yaml"
"""The settings file of a checkout; an installed copy without it uses the defaults."""


class Settings(Value):
    """What holds unless the command line says otherwise."""

    model: str = Field(default="got-tiny", min_length=1)
    """Name of a folder in got_models/pretrained, or the path of a model folder."""
    reasoner: AnyPart | None = None
    """Who writes the chains: a name, a folder or a URL; None is `model`."""
    planner: AnyPart | None = None
    """Who leads the conversation and calls the tools; None is the reasoner."""
    renderer: AnyPart | None = None
    """Who draws; None is `model`."""
    critic: AnyCritic | None = None
    """Who judges pictures: a chat model or server that sees, the folder of a crop judge, or `off`;
    None is the crop judge that is shipped."""
    device: str = Field(default="auto", pattern=r"^(auto|cpu|mps|cuda(:[0-9]+)?)$")
    """`auto` (a GPU if there is one), `cpu`, `cuda`, `cuda:N` or `mps`."""
    seed: int = Field(default=42, ge=0, le=MAX_SEED)
    """Seed of the first picture; picture i of several gets seed + i."""
    pictures: int = Field(default=1, ge=1, le=64)
    """Pictures per wish."""
    steps: int | None = Field(default=None, ge=1, le=1_000)
    """Denoising steps, fewer are faster and rougher; None is what the model was tuned for."""
    guidance: GuidanceScales | None = None
    """How strongly words, boxes and reference pull; None is what the model draws best with."""
    guidance_interval: NoiseLevels | None = None
    """Noise levels between which guidance acts; None for all. Faster, and nearly the same."""
    guidance_every: Every = 1
    """At how many steps the weaker branches of guidance are asked once; 1 is at each."""
    approval: Literal["ask", "auto"] = "auto"
    """`ask`: show the plan in a conversation and wait before drawing it."""
    critique: bool = True
    """Judge pictures in a conversation, and mend them while the budget lasts."""
    rounds: int = Field(default=3, ge=0, le=3)
    """Most rounds of mending per picture."""
    candidates: int = Field(default=1, ge=1, le=8)
    """Pictures drawn in each round, of which the best is kept."""
    most_candidates: int = Field(default=8, ge=1, le=64)
    """Pictures drawn for one wish, all rounds together."""
    budget_s: float = Field(default=300.0, gt=0, le=86_400)
    """Seconds after which a turn begins no further round."""
    planner_calls: int = Field(default=4, ge=1, le=20)
    """How often the planner is asked in one turn."""
    sure_enough: float = Field(default=0.55, ge=0, le=1)
    """How likely the local planner must find its answer, arguments and all; below that it asks
    instead. 0 to never ask. `benchmarks/dialogues.py --calibrate` tells what a value leads to."""
    memory: str | None = None
    """Folder of the memory; None is `.got-agent` in the home folder."""
    profiles: dict[str, dict[str, object]] = Field(default_factory=lambda: dict(PROFILES))
    """Sets of these keys by name; `--profile NAME` puts one over the rest."""

    @property
    def saves_guidance(self) -> bool:
        """Whether guidance is to be had for less than the model was made to spend on it."""
        own = self.guidance is not None and self.guidance.saves
        return own or self.guidance_interval is not None or self.guidance_every > 1


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


def with_profile(settings: Settings, name: str) -> Settings:
    """Return the settings with a profile put over them; one of the file goes before one of got's.

    Raises:
        BadInput: There is no such profile, or a key or value in it means nothing.
    """
    known = PROFILES | settings.profiles
    if name not in known:
        raise BadInput(f"there is no profile {name!r}; there is {', '.join(sorted(known))}")
    try:
        return Settings.model_validate(settings.model_dump() | known[name])
    except ValidationError as cause:
        raise BadInput(f"profile {name!r}: {_first(cause)}") from cause


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
