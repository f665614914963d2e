"""Looking at model folders without loading them: which weights are there, and are they whole."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import got_models
from got_models.errors import WeightsError
from got_models.upstream import layout, shard_index

PRETRAINED = Path(got_models.__file__).parent / "pretrained"
"""Where the models that ship with the project lie, one folder per name."""

LOCAL = Path("pretrained")
"""Where models that were fetched lie, as in upstream's own layout: below the current folder."""

_MAX_HEADER_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class WeightsFile:
    """One safetensors file; `problem` is None when it is whole."""

    path: Path
    size: int
    problem: str | None

    def sha256(self) -> str:
        """Return the hash of its bytes, in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def names() -> tuple[str, ...]:
    """Return the names of the models that are there, those that ship with the project first."""
    shipped = _below(PRETRAINED)
    fetched = [name for name in _below(LOCAL) if _is_model(LOCAL / name)]
    return (*shipped, *(name for name in fetched if name not in shipped))


def _below(shelf: Path) -> list[str]:
    if not shelf.is_dir():
        return []
    return sorted(place.name for place in shelf.iterdir() if place.is_dir())


def _is_model(folder: Path) -> bool:
    """Tell models from the base folders that upstream's layout has beside them."""
    return (folder / "got_config.json").is_file() or layout.is_checkpoint(folder)


def is_path(model: str) -> bool:
    """Say whether `model` is a path and not a name: it has a separator, or starts with a dot."""
    return "/" in model or os.sep in model or model.startswith(".")


def folder_of(model: str) -> Path:
    """Return the folder of a model given by name or by path.

    Raises:
        WeightsError: There is no such folder; the message lists the names there are.
    """
    for shelf in (PRETRAINED, LOCAL):
        if model in names() and (shelf / model).is_dir():
            return shelf / model
    if is_path(model) and Path(model).is_dir():
        return Path(model)
    there = ", ".join(names()) or "none"
    raise WeightsError(
        f"there is no model {model!r}; models that are there: {there}; "
        "a model of your own is given as a path such as ./my-model"
    )


def survey(folder: Path) -> tuple[WeightsFile, ...]:
    """Look at every weights file below `folder`, in the order of their paths."""
    found = sorted(folder.rglob("*.safetensors"))
    return tuple(WeightsFile(path, path.stat().st_size, _problem(path)) for path in found)


def check(folder: Path) -> None:
    """Refuse a folder whose weights cannot be loaded, before anything heavy is imported.

    Raises:
        WeightsError: Weights are missing, cut off, or only a pointer to them is there.
    """
    files = survey(folder)
    if not files and layout.is_checkpoint(folder):
        shard_index.read(folder)
        return
    if not files:
        raise WeightsError(f"there are no weights (*.safetensors) in {str(folder)!r}")
    for file in files:
        if file.problem:
            raise WeightsError(f"{str(file.path)!r} {file.problem}; fetch the file again")
    for index in sorted(folder.rglob("*.safetensors.index.json")):
        for shard in sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values())):
            if not (index.parent / shard).is_file():
                raise WeightsError(f"the weights in {str(folder)!r} lack the part {shard!r}")


def _problem(path: Path) -> str | None:
    """Compare a file's size with what its header announces."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        if start == b"version ":
            return "is only a Git LFS pointer to the weights"
        length = int.from_bytes(start, "little")
        if size < 8 or length > min(size - 8, _MAX_HEADER_BYTES):
            return "is cut off or not a safetensors file"
        try:
            header = json.loads(file.read(length))
            ends = [
                tensor["data_offsets"][1] for key, tensor in header.items() if key != "__metadata__"
            ]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return "has a damaged header"
    announced = 8 + length + max(ends, default=0)
    return None if size == announced else f"has {size} bytes where {announced} were announced"
