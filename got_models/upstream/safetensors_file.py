"""Writing a safetensors file one tensor at a time, so that it takes the memory of one tensor.

Format: https://github.com/huggingface/safetensors, a header of JSON and the bytes behind it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_NAMES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
_ALIGNED = 8


def write(
    path: Path,
    layout: Mapping[str, tuple[torch.dtype, tuple[int, ...]]],
    tensors: Iterable[Tensor],
) -> str:
    """Write tensors in the order of `layout` and return the SHA-256 of the file.

    Raises:
        ValueError: A tensor is not what the layout says.
        OSError: The disk is full, or does not let the file be written.
    """
    digest = hashlib.sha256()
    with path.open("wb") as file:
        header = _header(layout)
        file.write(header)
        digest.update(header)
        for (name, (dtype, shape)), tensor in zip(layout.items(), tensors, strict=True):
            if (tensor.dtype, tuple(tensor.shape)) != (dtype, shape):
                raise ValueError(f"{name} is {tensor.dtype} {tuple(tensor.shape)}")
            flat = tensor.detach().contiguous().reshape(-1).view(torch.uint8)  # shares memory
            data: Any = flat.numpy()
            file.write(data)
            digest.update(data)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _header(layout: Mapping[str, tuple[torch.dtype, tuple[int, ...]]]) -> bytes:
    told: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, (dtype, shape) in layout.items():
        end = at + torch.Size(shape).numel() * dtype.itemsize
        told[name] = {"dtype": _NAMES[dtype], "shape": shape, "data_offsets": [at, end]}
        at = end
    text = json.dumps(told, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNED)
    return len(text).to_bytes(_ALIGNED, "little") + text
