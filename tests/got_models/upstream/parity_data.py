"""Unpack the checkpoint of `tests/data/got_parity` into pickled shards, as upstream publishes them.

The file holds a table of all tensors and behind it their bytes in planes, all first bytes of all
numbers, then all second ones, and so on; what never matters (`original_module`) is left out.
"""

import json
import lzma
import shutil
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

DATA = Path(__file__).resolve().parents[2] / "data" / "got_parity"
INDEX = "pytorch_model.bin.index.json"


def unpacked(place: Path) -> Path:
    """Write the whole folder, checkpoint, base and cases, and return it."""
    shutil.copytree(DATA / "base", place / "base")
    shutil.copytree(DATA / "cases", place / "cases")
    write_shards(tensors(), place / "checkpoint")
    return place


def tensors() -> dict[str, dict[str, Tensor]]:
    """Return the tensors of every shard by their keys."""
    data = lzma.decompress((DATA / "checkpoint.xz").read_bytes())
    length = int.from_bytes(data[:4], "little")
    table = json.loads(data[4 : 4 + length])
    kept = [row for row in table if "original_module" not in row[0]]
    counts = {dtype: sum(_numel(row) for row in kept if row[2] == dtype) for dtype in _WIDTHS}
    at = 4 + length
    flat: dict[str, np.ndarray] = {}
    for dtype, width in _WIDTHS.items():
        size = counts[dtype] * width
        planes = np.frombuffer(data, np.uint8, size, at).reshape(width, -1)
        flat[dtype] = np.ascontiguousarray(planes.T).reshape(-1).view(dtype)
        at += size
    shards: dict[str, dict[str, Tensor]] = {}
    used = dict.fromkeys(_WIDTHS, 0)
    for key, shard, dtype, shape in table:
        size = _numel([key, shard, dtype, shape])
        values = np.zeros(size, dtype)
        if "original_module" not in key:
            values = flat[dtype][used[dtype] : used[dtype] + size].copy()
            used[dtype] += size
        shards.setdefault(shard, {})[key] = torch.from_numpy(values).reshape(shape)
    return shards


def write_shards(shards: dict[str, dict[str, Tensor]], place: Path) -> None:
    """Pickle shards and write the index beside them."""
    place.mkdir(parents=True)
    for name, held in shards.items():
        torch.save(held, place / name)
    index = {"weight_map": {key: name for name, held in shards.items() for key in held}}
    (place / INDEX).write_text(json.dumps(index), "utf-8")


_WIDTHS = {"float32": 4, "float16": 2}


def _numel(row: list) -> int:
    return int(np.prod(row[3], dtype=np.int64))
