"""Two who look at one thing: how far a detector and the reasoner's own yes are believed together.

Their log-odds are weighed and added, as a logistic regression on pictures with known truth weighs
them. Light: no torch.
"""

import math

from pydantic import Field

from got_models.value import Value

SUREST = 1e-4
"""No chance is taken to be nearer to 0 or 1 than this."""


class Trust(Value):
    """Weights of the log-odds of what a detector sees and of what the reasoner says."""

    eye: float = Field(ge=0)
    own: float = Field(ge=0)
    bias: float = 0.0

    def joint(self, seen: float, said: float) -> float:
        """Return the chance that both chances, 0 to 1, come to."""
        odds = self.eye * log_odds(seen) + self.own * log_odds(said) + self.bias
        return 1 / (1 + math.exp(-odds))


def log_odds(chance: float) -> float:
    """Return the logarithm of chance against counter-chance."""
    held = min(max(chance, SUREST), 1 - SUREST)
    return math.log(held / (1 - held))
