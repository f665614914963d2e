"""How large a model is, read off its folder without loading it, or known of it by name."""

import json
from math import prod
from pathlib import Path
from typing import Any

from agent import weights
from got_models.errors import WeightsError
from got_models.memory_plan import GOT_6B, ModelSize
from got_models.upstream import layout

KNOWN = {"got-6b": GOT_6B, "lucasfang/got-6b": GOT_6B}
"""Models that are known without being there."""

_PUBLISHED_BYTES = 20 * 10**9
"""GoT-6B's shards are larger than this; smaller ones are of some other model."""


def size_of(model: str) -> ModelSize | None:
    """Return the size of a model given by name or path; None where it cannot be told."""
    try:
        folder = weights.folder_of(model)
    except WeightsError:
        return KNOWN.get(model.lower())
    if layout.is_checkpoint(folder):
        stored = sum(file.stat().st_size for file in folder.glob("*.bin"))
        return GOT_6B if stored > _PUBLISHED_BYTES else None
    try:
        return _measured(folder)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _measured(folder: Path) -> ModelSize:
    mllm, unet, vae = (_json(folder / part / "config.json") for part in ("mllm", "unet", "vae"))
    text = mllm.get("text_config", mllm)
    head = text["hidden_size"] // text["num_attention_heads"]
    channels = vae.get("block_out_channels")
    downscale = 8 if channels is None else 2 ** (len(channels) - 1)
    counts = {part: _weights_in(folder / part) for part in ("mllm", "projector", "vae", "unet")}
    return ModelSize(
        **counts,
        side=int(_json(folder / "got_config.json")["side"]),
        downscale=downscale,
        unet_width=unet["block_out_channels"][0],
        vae_width=vae["detail_width"] if channels is None else channels[0],
        cached_per_token=text["num_hidden_layers"] * 2 * text["num_key_value_heads"] * head,
    )


def _weights_in(folder: Path) -> int:
    """Count the weights of a part by the headers of its files."""
    total = 0
    for place in folder.glob("*.safetensors"):
        with place.open("rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        total += sum(prod(held["shape"]) for name, held in header.items() if name[0] != "_")
    return total


def _json(place: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return held
