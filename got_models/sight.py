"""A picture as Qwen2.5-VL's vision tower reads it: normalised patches in merge order.

Shapes: b pictures, s side in pixels, p patch side, g = s / p patches along a side, m merge size.
Source: Qwen2.5-VL's image processor; the squash to a square is GoT's.
"""

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
"""CLIP's pixel statistics, which Qwen uses."""

TEMPORAL_PATCH = 2
"""A still picture is shown twice: the tower was made for films."""


def squash(picture: Image.Image, side: int) -> Image.Image:
    """Resize to a square without keeping the aspect ratio, as GoT does (bicubic)."""
    return picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC)


def patches(pictures: Sequence[Image.Image], *, patch: int, merge: int) -> Tensor:
    """Return `(b * g * g, 3 * TEMPORAL_PATCH * p * p)` float32 for square pictures of one size.

    Patches of one merged token follow each other, as the tower expects.
    """
    pixels = torch.from_numpy(np.stack([np.asarray(picture) for picture in pictures]))
    return patches_of_pixels(pixels, patch=patch, merge=merge)


def patches_of_pixels(pixels: Tensor, *, patch: int, merge: int) -> Tensor:
    """Same for `(b, s, s, 3)` uint8 pixels."""
    b, side = pixels.shape[:2]
    groups = side // (patch * merge)
    scaled = pixels.float() / 255
    scaled = (scaled - torch.tensor(MEAN)) / torch.tensor(STD)
    blocks = scaled.reshape(b, groups, merge, patch, groups, merge, patch, 3)
    # (b, rows, columns, row in group, column in group, 3, p, p)
    blocks = blocks.permute(0, 1, 4, 2, 5, 7, 3, 6)
    doubled = blocks[..., None, :, :].expand(*blocks.shape[:-2], TEMPORAL_PATCH, patch, patch)
    return doubled.reshape(b * (groups * merge) ** 2, -1)


def grid(count: int, side: int, patch: int) -> Tensor:
    """Return `image_grid_thw` `(count, 3)` for square pictures."""
    return torch.tensor([[1, side // patch, side // patch]] * count)
