"""Reading pickled shards without running what is in them, and without holding more than one.

`torch.load(weights_only=True)` builds tensors and refuses everything else; a mapped file brings
only those pages into memory that are read.
"""

import pickle
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from got_models.errors import WeightsError
from got_models.upstream.shard_index import ShardIndex

_ZIP_START = b"PK\x03\x04"


class TensorFacts(NamedTuple):
    """What is known of a tensor before it is read."""

    shard: str
    shape: tuple[int, ...]
    dtype: torch.dtype


def survey(index: ShardIndex, *, thorough: bool = True) -> dict[str, TensorFacts]:
    """Look at every tensor of every shard, one shard after the other.

    Args:
        index: The shards.
        thorough: Whether to check every byte.

    Raises:
        WeightsError: A shard is cut off, damaged, holds more than tensors, or holds other keys
            than the index says.
    """
    facts: dict[str, TensorFacts] = {}
    for shard, keys in index.shards.items():
        path = index.path(shard)
        if thorough:
            _check_bytes(path)
        with opened(path) as tensors:
            if keys is not None:
                _check_keys(path, keys, frozenset(tensors))
            for key, tensor in tensors.items():
                facts[key] = TensorFacts(shard, tuple(tensor.shape), tensor.dtype)
    return facts


@contextmanager
def opened(path: Path) -> Iterator[dict[str, Tensor]]:
    """Give the tensors of a shard by their keys; they are read when they are touched.

    Raises:
        WeightsError: The file is cut off, or holds more than tensors.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what torch remarks on is refused, or it is not
            held = torch.load(path, map_location="cpu", weights_only=True, mmap=_is_zip(path))
    except pickle.UnpicklingError as cause:
        raise WeightsError(
            f"{str(path)!r} is refused: it is no plain table of tensors, and may run code when "
            f"opened ({_gist(cause)}); fetch it again from its authors"
        ) from cause
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, AttributeError) as cause:
        raise WeightsError(
            f"{str(path)!r} cannot be read ({_gist(cause)}); fetch it again"
        ) from cause
    plain = isinstance(held, dict) and all(
        isinstance(key, str) and isinstance(value, Tensor) for key, value in held.items()
    )
    if not plain:
        raise WeightsError(f"{str(path)!r} is refused: it is no plain table of tensors")
    yield held


def _check_bytes(path: Path) -> None:
    """Check the sums that a zip file keeps of its members; other files have none."""
    if not _is_zip(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as cause:
        raise WeightsError(f"{str(path)!r} is cut off or damaged; fetch it again") from cause
    if damaged is not None:
        raise WeightsError(f"{str(path)!r} is damaged at {damaged!r}; fetch it again")


def _check_keys(path: Path, told: frozenset[str], held: frozenset[str]) -> None:
    if told == held:
        return
    lacks, more = sorted(told - held), sorted(held - told)
    raise WeightsError(
        f"{str(path)!r} is not the shard its index speaks of: it lacks {len(lacks)} keys "
        f"({', '.join(lacks[:3])}) and holds {len(more)} others ({', '.join(more[:3])}); "
        "was it renamed, or fetched from another version?"
    )


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP_START)) == _ZIP_START
    except OSError as cause:
        raise WeightsError(f"{str(path)!r} cannot be read: {cause.strerror}") from cause


def _gist(cause: Exception) -> str:
    """Return what a library said, cut to its gist."""
    told = " ".join(str(cause).split())
    at = told.find("Unsupported")
    return told[max(at, 0) :][:120] or type(cause).__name__
