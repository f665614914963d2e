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
    return f"cpu, {torch.get_num_threads()} threads"


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
    """Return what models compute with: bfloat16 on CUDA, elsewhere float32.

    Few CPUs multiply bfloat16 faster than float32, and those that do would draw another picture
    for the same seed than all the others.
    """
    return torch.bfloat16 if device.type == "cuda" else torch.float32
