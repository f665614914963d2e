"""The device that `auto` means: how much memory is free on it, and of which generation it is."""

import torch

from got_models.devices import chosen
from got_models.quantisers import NO_GPU, Capability


def free_bytes() -> int | None:
    """Return the free bytes of a CUDA device; None where the device shares the main memory."""
    device = chosen(None)
    if device.type != "cuda":
        return None
    return int(torch.cuda.mem_get_info(device)[0])


def capability(device: torch.device | None = None) -> Capability:
    """Return the generation of a CUDA device, `auto` for None; `NO_GPU` for any other."""
    asked = chosen(None) if device is None else device
    if asked.type != "cuda":
        return NO_GPU
    major, minor = torch.cuda.get_device_capability(asked)
    return major, minor
