"""Fetching GoT-6B from the hub: `got models pull`. Light: no torch.

A fetch that breaks off goes on where it was. Only the files that are needed are fetched: of GoT-6B
all shards, of the two base models nothing but configurations, tokenizer and licences.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from got_models.errors import BadInput, MissingPackage, WeightsError
from got_models.upstream import layout, shard_index
from got_models.upstream.layout import QWEN, SDXL, SHARD_INDEX

Say = Callable[[str], None]


@dataclass(frozen=True)
class HubModel:
    """What is fetched of one repository, and under which terms it may be used."""

    repository: str
    folder: str
    patterns: tuple[str, ...]
    licence: str


GOT_6B = HubModel(
    repository="LucasFang/GoT-6B",
    folder="GoT-6B",
    patterns=("pytorch_model*", "README.md"),
    licence=(
        "GoT-6B's repository names no licence for the weights; its code is MIT. The weights hold "
        "fine-tuned Qwen2.5-VL-3B and SDXL, so the terms of both apply"
    ),
)
BASES = (
    HubModel(
        repository=f"Qwen/{QWEN}",
        folder=QWEN,
        patterns=("*.json", "merges.txt", "LICENSE*"),
        licence="Qwen2.5-VL-3B: Qwen Research License, for research and evaluation only, "
        "not for commercial use",
    ),
    HubModel(
        repository=f"stabilityai/{SDXL}",
        folder=SDXL,
        patterns=(
            "unet/config.json",
            "vae/config.json",
            "scheduler/scheduler_config.json",
            "LICENSE*",
        ),
        licence="SDXL: CreativeML Open RAIL++-M, commercial use allowed, with limits on what "
        "may be made",
    ),
)


def pull(repository: str, shelf: Path, say: Say) -> Path:
    """Fetch GoT-6B with the small files of its base models; return its folder.

    Args:
        repository: `LucasFang/GoT-6B`, or another with the same layout.
        shelf: Where the three folders are put side by side.
        say: Told what is being done, and under which terms.

    Raises:
        BadInput: The name is none of the hub's.
        WeightsError: The hub cannot be reached or refuses, the disk is full, or what came is not
            whole; what was fetched is kept.
    """
    if repository.count("/") != 1 or not all(repository.split("/")):
        raise BadInput(f"a model on the hub is named OWNER/NAME, got {repository!r}")
    wanted = HubModel(repository, repository.split("/")[1], GOT_6B.patterns, GOT_6B.licence)
    for model in (wanted, *BASES):
        say(f"licence: {model.licence}")
    for model in (*BASES, wanted):
        _fetch(model, shelf, say)
    folder = shelf / wanted.folder
    if not (folder / SHARD_INDEX).is_file():
        raise WeightsError(f"{repository!r} holds no {SHARD_INDEX!r}; it is no model of this kind")
    shard_index.read(folder)
    layout.find(folder)
    return folder


def _fetch(model: HubModel, shelf: Path, say: Say) -> None:
    hub = _client()
    with _explained(model, hub):
        if not hub.constants.HF_HUB_OFFLINE:
            _check_room(hub, model, shelf)
        say(f"fetching {model.repository}")
        hub.snapshot_download(
            model.repository, local_dir=shelf / model.folder, allow_patterns=list(model.patterns)
        )


def _client() -> ModuleType:
    """Import the hub's client only now: it reads its settings when it is imported."""
    try:
        import huggingface_hub
        from huggingface_hub import constants, errors  # noqa: F401
    except ImportError as cause:
        raise MissingPackage("huggingface_hub") from cause
    return huggingface_hub


def _check_room(hub: ModuleType, model: HubModel, shelf: Path) -> None:
    """Refuse at once what cannot fit; files that are there already need no room."""
    shelf.mkdir(parents=True, exist_ok=True)
    about = hub.HfApi().model_info(model.repository, files_metadata=True)
    names = hub.utils.filter_repo_objects(
        [file.rfilename for file in about.siblings or []], allow_patterns=list(model.patterns)
    )
    wanted = set(names)
    needed = sum(
        file.size or 0
        for file in about.siblings or []
        if file.rfilename in wanted and not (shelf / model.folder / file.rfilename).exists()
    )
    free = shutil.disk_usage(shelf).free
    if needed > free:
        raise WeightsError(
            f"{model.repository} takes {needed // 2**20} MiB and {free // 2**20} are free in "
            f"{str(shelf)!r}; make room or name a folder on another disk with --to"
        )


@contextmanager
def _explained(model: HubModel, hub: ModuleType) -> Iterator[None]:
    """Put what the client says into one sentence."""
    errors = hub.errors
    # The first base of the client's own error is that of whatever it speaks HTTP with.
    try:
        yield
    except (errors.RepositoryNotFoundError, errors.GatedRepoError) as cause:
        raise WeightsError(
            f"the hub does not give out {model.repository!r}: there is no such model, or it must "
            "be asked for on its page first"
        ) from cause
    except (errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError) as cause:
        raise WeightsError(
            f"{model.repository!r} is not all here and the hub cannot be reached; run it again "
            "with a network (unset HF_HUB_OFFLINE if it is set): what was fetched is kept"
        ) from cause
    except (*errors.HfHubHTTPError.__bases__, OSError, RuntimeError) as cause:
        raise WeightsError(
            f"fetching {model.repository!r} broke off ({_first_line(cause)}); run it again: what "
            "was fetched is kept"
        ) from cause


def _first_line(cause: Exception) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0][:160]
