"""How strongly each kind of guidance pulls the picture.

Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, equation 1.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer

from got_models.thought import Task
from got_models.value import Value


def _rising(levels: tuple[float, float]) -> tuple[float, float]:
    if levels[0] >= levels[1]:
        raise ValueError("the lower noise level comes first")
    return levels


Level = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]
NoiseLevels = Annotated[tuple[Level, Level], AfterValidator(_rising)]
"""Two noise levels (sigma, noise over signal), the lower first."""

Every = Annotated[int, Field(ge=1, le=1_000)]
"""At how many steps something is done once; 1 is at each."""


class GuidanceScales(Value):
    """The three weights of the four-branch guidance; 0 switches a branch off."""

    text: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the chain's words."""
    spatial: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the chain's boxes."""
    reference: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the reference picture."""
    interval: NoiseLevels | None = None
    """Noise levels between which guidance acts; None for all, as GoT does."""
    every: Every = 1
    """At how many guided steps the weaker branches are asked once; 1 at each, as GoT does."""

    @property
    def saves(self) -> bool:
        """Whether guidance is had for less than GoT spends on it."""
        return self.interval is not None or self.every > 1

    @model_serializer(mode="wrap")
    def _without_defaults(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Leave out what is as usual, so that recipes of usual pictures stay as they were."""
        told: dict[str, object] = handler(self)
        usual: dict[str, object] = {"interval": None, "every": 1}
        return {key: value for key, value in told.items() if usual.get(key, told) != value}


_DEFAULTS: dict[Task, GuidanceScales] = {
    "generate": GuidanceScales(text=7.5, spatial=4.0, reference=1.0),
    "edit": GuidanceScales(text=4.0, spatial=3.0, reference=1.5),
}


def default_for(task: Task) -> GuidanceScales:
    """Return the published scales for `task`; a model folder may carry its own instead."""
    return _DEFAULTS[task]
