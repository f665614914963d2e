"""Three-axis rotary positions of Qwen2.5-VL for text with square pictures in it.

Computed here, on the ids, so that training, decoding with a cache and the 64 image tokens all
share one rule. Text advances the three axes together; a picture spans rows and columns and then
takes as many positions as its longer side.
Source: Qwen2-VL (Wang et al., 2024), https://arxiv.org/abs/2409.12191, M-RoPE.
"""

import torch
from torch import Tensor


def rotary_positions(ids: Tensor, *, image_pad: int, columns: int) -> Tensor:
    """Return `(3, n)` positions (time, row, column) of one sequence of `n` ids.

    Args:
        ids: `(n,)` token ids; every run of `image_pad` is one picture of `columns` x `columns`
            merged patches.
        image_pad: Id of `<|image_pad|>`.
        columns: Merged patches along a side.
    """
    is_image = (ids == image_pad).tolist()
    pieces: list[Tensor] = []
    at, position = 0, 0
    while at < len(is_image):
        if is_image[at]:
            pieces.append(_square(columns) + position)
            at, position = at + columns * columns, position + columns
            continue
        end = at
        while end < len(is_image) and not is_image[end]:
            end += 1
        pieces.append(torch.arange(position, position + end - at).expand(3, -1))
        position += end - at
        at = end
    return torch.cat(pieces, dim=1)


def _square(columns: int) -> Tensor:
    """Positions `(3, columns * columns)` of one picture relative to its start."""
    row = torch.arange(columns).repeat_interleave(columns)
    column = torch.arange(columns).repeat(columns)
    return torch.stack((torch.zeros_like(row), row, column))
