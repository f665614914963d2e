"""An exponential moving average of weights, kept in float32."""

import torch
from torch import Tensor, nn


class Ema:
    """Shadow weights that follow a model; what is shipped is the shadow.

    The decay is warmed up as `(1 + step) / (10 + step)` so that early steps do not linger.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.shadow = {
            name: parameter.detach().clone().float() for name, parameter in model.named_parameters()
        }

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        """Move the shadow towards the model's weights after optimiser step `step` (from 0)."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, parameter in model.named_parameters():
            self.shadow[name].lerp_(parameter.detach().float(), 1 - decay)

    @torch.no_grad()
    def copy_to(self, model: nn.Module) -> None:
        """Overwrite the model's weights with the shadow."""
        for name, parameter in model.named_parameters():
            parameter.copy_(self.shadow[name])

    def state_dict(self) -> dict[str, Tensor]:
        """The shadow weights by parameter name."""
        return self.shadow

    def load_state_dict(self, state: dict[str, Tensor]) -> None:
        """Restore the shadow weights."""
        for name, value in state.items():
            self.shadow[name].copy_(value)
