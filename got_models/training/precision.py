"""What a device computes well in: the precision of training, and the attention it is fastest at."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel


def computes_bfloat16(device: torch.device) -> bool:
    """Whether hardware multiplies in bfloat16; emulated, it is a hundred times slower."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


@contextmanager
def plain_attention(device: torch.device) -> Iterator[None]:
    """On a CPU, keep the matrix of attention for the way back instead of computing it again.

    Short sequences in large batches, as a UNet's, are a third faster so; their matrices are small.
    """
    if device.type != "cpu":
        yield
        return
    with sdpa_kernel(SDPBackend.MATH):
        yield
