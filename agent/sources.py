"""Finding what a source names: a server, a GoT model, a pipeline of diffusers, or a chat model."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent import weights
from agent.parts import Part
from got_models.errors import MissingPackage, WeightsError
from got_models.upstream import layout

Kind = Literal["server", "got", "pipeline", "chat model"]


@dataclass(frozen=True)
class Found:
    """What a source is, and the folder it lies in; a server lies in none."""

    kind: Kind
    folder: Path = Path()


def find(part: Part) -> Found:
    """Look at a source without loading anything.

    Raises:
        WeightsError: Nothing is there under that name, or nothing that can be used.
    """
    if part.is_server:
        return Found("server")
    folder = _folder(part.source)
    if (folder / "got_config.json").is_file() or layout.is_checkpoint(folder):
        return Found("got", folder)
    if (folder / "model_index.json").is_file():
        return Found("pipeline", folder)
    if _has_model_type(folder / "config.json"):
        return Found("chat model", folder)
    if part.source in weights.names():
        return Found("got", folder)
    raise WeightsError(
        f"{str(folder)!r} holds no model that can be used: neither one of GoT (got_config.json), "
        "nor a pipeline (model_index.json), nor a chat model (config.json)"
    )


def _folder(source: str) -> Path:
    if source in weights.names():
        return weights.folder_of(source)
    if Path(source).is_dir():
        return Path(source)
    fetched = weights.LOCAL / source.rpartition("/")[2]
    if fetched.is_dir():
        return fetched
    if source.count("/") == 1 and not source.startswith((".", "/", "~")):
        return _in_cache(source)
    return weights.folder_of(source)


def _in_cache(repository: str) -> Path:
    """Return where the hub's cache holds a repository; nothing is fetched.

    Raises:
        WeightsError: It does not hold it.
    """
    try:
        import huggingface_hub
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError as cause:
        raise MissingPackage("huggingface_hub") from cause
    try:
        return Path(huggingface_hub.snapshot_download(repository, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as cause:
        raise WeightsError(
            f"the model {repository!r} is not on this machine; fetch it with "
            f"`hf download {repository}`, or name a folder or a server instead"
        ) from cause


def _has_model_type(place: Path) -> bool:
    try:
        told = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and "model_type" in told
