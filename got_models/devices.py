"""The devices torch can compute on here."""

import torch


def describe() -> str:
    """Name the device `auto` means, with its memory or its threads."""
    if torch.cuda.is_available():
        about = torch.cuda.get_device_properties(0)
        return f"cuda: {about.name}, {about.total_memory // 2**20} MiB"
    if torch.backends.mps.is_available():
        return "mps: Apple GPU"
    return f"cpu, {torch.get_num_threads()} threads"
