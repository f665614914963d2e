"""The devices torch can compute on here, and the numbers they compute with."""

import torch

from got_models.errors import BadInput


def describe() -> str:
    """Name the device `auto` means, with its memory or its threads."""
    device = chosen(None)
    if device.type == "cuda":
        about = torch.cuda.get_device_properties(device)
        return f"cuda: {about.name}, {about.total_memory // 2**20} MiB"
    if device.type == "mps":
        return "mps: Apple GPU"
    threads = torch.get_num_threads()
    return f"cpu, {threads} thread{'s' * (threads != 1)}"


def chosen(name: str | None) -> torch.device:
    """Return the device of a name such as `cuda:1`; None is the fastest there is.

    Raises:
        BadInput: There is no such device here; the message says what there is.
    """
    there = ["cpu"]
    if torch.backends.mps.is_available():
        there.append("mps")
    there += [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    wanted = {None: there[-1 if len(there) < 2 else 1], "cuda": "cuda:0"}.get(name, name)
    if wanted not in there:
        raise BadInput(f"there is no device {name!r} here; there is {', '.join(there)}")
    return torch.device(wanted)


def dtype_on(device: torch.device) -> torch.dtype:
    """Return what models compute with: bfloat16 on CUDA, elsewhere float32."""
    return torch.bfloat16 if device.type == "cuda" else torch.float32


def unet_dtype_on(device: torch.device) -> torch.dtype:
    """Return what the UNet computes with, where nearly all time is spent.

    A CPU that multiplies bfloat16 itself is far faster in it; others would be far slower. Weights
    are kept in bfloat16, so only activations are rounded: levels of a picture differ by one.
    """
    capable = device.type == "cpu" and torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.bfloat16 if capable else dtype_on(device)
