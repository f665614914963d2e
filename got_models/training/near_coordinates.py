"""A loss of coordinates in which close by is nearly right.

A coordinate is one token of a thousand. Counted right or wrong alone, each must be met thousands of
times before anything is learned of its neighbours; spread over its neighbourhood, all of them learn
at once. Decoding spreads chances alike, a little further (`decoding.Coordinates`).

Shapes: k coordinates, v tokens of the vocabulary.
"""

import torch
from torch import Tensor

SPREAD = 10.0
"""Standard deviation in grid units over which the coordinate that is right is spread."""


def near_loss(logits: Tensor, targets: Tensor, coordinates: Tensor) -> Tensor:
    """Return the cross-entropy `(k,)` with normal distributions around the right coordinates.

    Coordinates of several tokens are left out.

    Args:
        logits: Over all tokens, `(k, v)`.
        targets: The right tokens, `(k,)`, each of them a coordinate.
        coordinates: Token of every coordinate in order, `(COORDINATES,)`; -1 for several tokens.
    """
    value = (targets[:, None] == coordinates).int().argmax(dim=1)  # (k,)
    offset = torch.arange(len(coordinates), device=logits.device) - value[:, None]
    near = torch.exp(-0.5 * (offset / SPREAD) ** 2) * (coordinates >= 0)
    told = logits.log_softmax(dim=-1)[:, coordinates]
    return -(near / near.sum(dim=1, keepdim=True) * told).sum(dim=1)
