"""The two linear projectors between the reasoner and the UNet: GoT's semantic guidance.

Shapes: b batch, n image tokens (64), d hidden width, s width of cross-attention, p pooled width.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 3.3 and released code.
"""

from typing import NamedTuple

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor, nn


class SemanticGuidance(NamedTuple):
    """What the words of a chain tell the UNet."""

    sequence: Tensor
    """`(b, n, s)`: takes the place of SDXL's text states in cross-attention."""
    null: Tensor
    """`(1, n, s)`: the same for no words at all, the projector's bias in every row."""
    pooled: Tensor
    """`(b, p)`: takes the place of SDXL's pooled text embedding; shared by all branches."""


class GuidanceProjector(ModelMixin, ConfigMixin):
    """Project the last hidden states of the image tokens."""

    @register_to_config
    def __init__(self, hidden_size: int, sequence_width: int, pooled_width: int) -> None:
        super().__init__()
        self.sequence = nn.Linear(hidden_size, sequence_width)
        self.pooled = nn.Linear(hidden_size, pooled_width)

    def forward(self, hidden: Tensor) -> SemanticGuidance:
        """Project `(b, n, d)` states taken after the reasoner's final norm."""
        nothing = torch.zeros_like(hidden[:1])
        return SemanticGuidance(
            sequence=self.sequence(hidden),
            null=self.sequence(nothing),
            pooled=self.pooled(hidden).mean(dim=1),
        )
