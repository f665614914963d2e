"""How strongly each kind of guidance pulls the picture.

Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, equation 1.
"""

from pydantic import Field

from got_models.thought import Task
from got_models.value import Value


class GuidanceScales(Value):
    """The three weights of the four-branch guidance; 0 switches a branch off."""

    text: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the chain's words."""
    spatial: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the chain's boxes."""
    reference: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    """Pull of the reference picture."""


_DEFAULTS: dict[Task, GuidanceScales] = {
    "generate": GuidanceScales(text=7.5, spatial=4.0, reference=1.0),
    "edit": GuidanceScales(text=4.0, spatial=3.0, reference=1.5),
}


def default_for(task: Task) -> GuidanceScales:
    """Return the published scales for `task`; a model folder may carry its own instead."""
    return _DEFAULTS[task]
