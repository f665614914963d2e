"""One tensor of ours from those of the checkpoint: taken as it is, or with its LoRA pair merged.

Source: LoRA (Hu et al., 2021), https://arxiv.org/abs/2106.09685; GoT's scale is alpha / r = 1.
Shapes: o rows, i columns, r rank.
"""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor

from got_models.errors import WeightsError
from got_models.upstream import shards
from got_models.upstream.key_plan import Origin
from got_models.upstream.shard_index import ShardIndex

LORA_SCALE = 1.0
"""Upstream trains with alpha = r = 32, so the product is added as it is."""


def merged(origin: Origin, tensors: Mapping[str, Tensor], dtype: torch.dtype | None) -> Tensor:
    """Return the tensor of an origin; the sum is taken in float32.

    Args:
        origin: What to take and to merge.
        tensors: The shard, and factors that lie in others.
        dtype: What to cast to; None keeps the stored one.
    """
    base = tensors[origin.key]
    target = dtype or base.dtype
    if origin.factors is None:
        return base.to(target)
    down, up = (tensors[key].float() for key in origin.factors)  # (r, i), (o, r)
    total = base.to(torch.float32, copy=True)
    return total.addmm_(up, down, alpha=LORA_SCALE).to(target)


def gathered(index: ShardIndex, wanted: Mapping[str, set[str]]) -> Iterator[tuple[str, Tensor]]:
    """Read the factors, by shard, that lie in another shard than what they are merged into."""
    for shard, keys in wanted.items():
        with shards.opened(index.path(shard)) as tensors:
            for key in keys:
                yield key, tensors[key].clone()


def check_factors(origin: Origin, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse factors whose product is not of the shape they are added to.

    Raises:
        WeightsError: They do not fit.
    """
    if origin.factors is None:
        return
    down, up = (shapes[key] for key in origin.factors)
    if (up[0], down[1]) != shapes[origin.key] or down[0] != up[1]:
        raise WeightsError(
            f"the factors {origin.factors[0]!r} {down} and {origin.factors[1]!r} {up} "
            f"do not fit {shapes[origin.key]}"
        )
