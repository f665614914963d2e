"""Where in a message an argument usually stands: a wish fills it, the name of a thing does not.

Learned by `got_models.training.argument_habits` from dialogues of the world, apart from any
weights. Light: no torch.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from got_models.tool_calls.candidates import Candidate

FILE = "habits.json"

UNSEEN = -2.0
"""Weight of a trait that no dialogue had."""


def prior(argument: str, candidate: Candidate) -> float:
    """Return how likely a text fills an argument by its place alone: a logit, 0 without habits.

    Args:
        argument: Name of the argument, such as "wish".
        candidate: The text with its traits.
    """
    weights = _habits().get(argument)
    if weights is None:
        return 0.0
    return sum(weights.get(trait, UNSEEN) for trait in candidate.traits)


@cache
def _habits() -> Mapping[str, Mapping[str, float]]:
    text = files("got_models.tool_calls").joinpath(FILE).read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, float]], json.loads(text))
