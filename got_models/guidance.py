"""Guidance by words, boxes and reference: which branches the UNet runs, and how they add up.

Shapes: k branches, b pictures, c latent channels, h and w latent rows and columns.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, equation 1.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from got_models.guidance_scales import GuidanceScales


class Branch(NamedTuple):
    """One pass of the UNet: what it is told, and its weight in the sum."""

    words: bool
    boxes: bool
    reference: bool
    weight: float


def branches_of(scales: GuidanceScales | None, *, idle: bool = False) -> tuple[Branch, ...]:
    """Return the branches that count, those told most first; None is words, boxes and all alone.

    Equation 1 adds differences of neighbouring branches, each times a scale. Collected by branch,
    the weights add up to 1, and a branch of weight 0 need not be computed; `idle` keeps it.
    """
    if scales is None:
        return (Branch(True, True, True, 1.0),)
    words, boxes, reference = scales.text, scales.spatial, scales.reference
    every = (
        Branch(True, True, True, boxes),
        Branch(True, False, True, words - boxes),
        Branch(False, False, True, reference - words),
        Branch(False, False, False, 1.0 - reference),
    )
    return tuple(branch for branch in every if branch.weight or idle)


def combine(outputs: Tensor, branches: Sequence[Branch]) -> Tensor:
    """Add up what the UNet said, in float32.

    Args:
        outputs: `(k * b, c, h, w)`, all pictures of the first branch first.
        branches: The k branches they belong to.

    Returns:
        `(b, c, h, w)`.
    """
    parts = torch.chunk(outputs.float(), len(branches))
    guided = torch.zeros_like(parts[0])
    for branch, part in zip(branches, parts, strict=True):
        guided.add_(part, alpha=branch.weight)
    return guided
