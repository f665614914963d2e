"""The models on disk, ready or as upstream published them: what they are, and are they whole."""

import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from agent import weights
from got_models.errors import WeightsError
from got_models.upstream import checksums, layout, shard_index

Kind = Literal["ready", "upstream"]
"""`ready`: a model folder. `upstream`: the shards as their authors published them."""


@dataclass(frozen=True)
class Entry:
    """One model."""

    name: str
    kind: Kind
    folder: Path
    bytes: int

    def as_json(self) -> dict[str, object]:
        """Return the entry as JSON data."""
        return {**asdict(self), "folder": str(self.folder)}


def entries() -> tuple[Entry, ...]:
    """Return every model that can be named, shipped ones first."""
    return tuple(entry_of(name) for name in weights.names())


def entry_of(model: str) -> Entry:
    """Look at a model given by name or path.

    Raises:
        WeightsError: There is no such model.
    """
    folder = weights.folder_of(model)
    kind: Kind = "upstream" if layout.is_checkpoint(folder) else "ready"
    files = list(folder.glob("*.bin")) if kind == "upstream" else folder.rglob("*.safetensors")
    return Entry(model, kind, folder, sum(file.stat().st_size for file in files))


def checkpoint_of(source: str) -> Path:
    """Return the folder of a checkpoint given by path, or by its name in upstream's layout."""
    return weights.LOCAL / source if (weights.LOCAL / source).is_dir() else Path(source)


def problems_of(entry: Entry, say: Callable[[str], None]) -> list[str]:
    """Return one sentence for everything that keeps a model from being used.

    Every byte is read, except those of upstream's shards, which a conversion checks.
    """
    say(f"checking {entry.name}")
    try:
        return _of_upstream(entry) if entry.kind == "upstream" else _of_ready(entry)
    except WeightsError as error:
        return [str(error)]


def _of_upstream(entry: Entry) -> list[str]:
    index = shard_index.read(entry.folder)
    layout.find(entry.folder)
    return [
        f"{shard} is cut off or damaged; fetch it again"
        for shard in index.shards
        if not zipfile.is_zipfile(index.path(shard))
    ]


def _of_ready(entry: Entry) -> list[str]:
    weights.check(entry.folder)
    if (entry.folder / checksums.FILE).is_file():
        return checksums.check(entry.folder)
    return []
