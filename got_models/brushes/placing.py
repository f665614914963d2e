"""Where a pipeline lies while it draws: on the device whole, or moved there part by part."""

import re
from pathlib import Path
from typing import Any, Literal

import torch

Rung = Literal["whole", "model offload", "sequential offload"]
"""From the fastest to the one that takes the least memory of the device."""

LADDER: tuple[Rung, ...] = ("whole", "model offload", "sequential offload")

_OPENED = re.compile(r"(diffusion_pytorch_model|model)(-\d+-of-\d+)?\.safetensors")

_ACTIVATIONS = 3 * 1024**3
"""Bytes of a device that drawing one picture takes besides the weights; a generous guess."""


def weights_bytes(folder: Path) -> dict[str, int]:
    """Return the bytes of the weights of each part of a pipeline's folder.

    Files in other precisions that may lie beside them are not opened, and not counted.
    """
    sizes: dict[str, int] = {}
    for place in folder.glob("*/*.safetensors"):
        if _OPENED.fullmatch(place.name):
            part = place.parent.name
            sizes[part] = sizes.get(part, 0) + place.stat().st_size
    return sizes


def rung_for(sizes: dict[str, int], free: int | None) -> Rung:
    """Return the fastest way that fits.

    Args:
        sizes: Bytes of each part.
        free: Free bytes of the device; None where weights lie in the machine's own memory.
    """
    if free is None or sum(sizes.values()) + _ACTIVATIONS <= free:
        return "whole"
    largest = max(sizes.values(), default=0)
    return "model offload" if largest + _ACTIVATIONS <= free else "sequential offload"


def free_on(device: torch.device) -> int | None:
    """Return the free bytes of a GPU; None for a device without memory of its own."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else None


def place(pipeline: Any, device: torch.device, rung: Rung) -> None:
    """Put a pipeline where a rung of the ladder says, taking it from wherever it was."""
    pipeline.remove_all_hooks()
    if rung == "whole":
        pipeline.to(device)
        return
    pipeline.to("cpu")
    torch.cuda.empty_cache()
    if rung == "model offload":
        pipeline.enable_model_cpu_offload(device=device)
    else:
        pipeline.enable_sequential_cpu_offload(device=device)
