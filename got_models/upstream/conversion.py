"""GoT-6B's pickled shards to a model folder in safetensors: `got models convert`.

Everything is checked before anything is written: the bytes of every shard, every key and every
shape. The folder is made beside its place and takes it when it is whole. One shard is open at a
time, and of that only what goes into one file is in memory.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from got_models import model_config
from got_models.errors import BadInput, WeightsError
from got_models.model_config import ModelConfig
from got_models.upstream import base_models, checksums, key_plan, layout, shard_index, shards
from got_models.upstream.base_models import BaseModels
from got_models.upstream.file_plan import STEMS, WeightsFile, files_of, strays
from got_models.upstream.folder_files import configuration, write_parts
from got_models.upstream.key_plan import PARTS, KeyPlan
from got_models.upstream.layout import UpstreamFolders
from got_models.upstream.merging import check_factors, gathered, merged
from got_models.upstream.safetensors_file import write as write_tensors
from got_models.upstream.shards import TensorFacts

Say = Callable[[str], None]
"""Told what is being done."""

DTYPES = {"stored": None, "float32": torch.float32, "bfloat16": torch.bfloat16}
"""What weights can be kept in; `stored` is what each is stored in."""

SPARE_BYTES = 64 * 1024**2
"""Room for everything in a model folder that is not weights."""


@dataclass(frozen=True)
class Survey:
    """All that is known of a checkpoint before its tensors are read, and found to be in order."""

    folders: UpstreamFolders
    index: shard_index.ShardIndex
    facts: dict[str, TensorFacts]
    plan: KeyPlan
    models: BaseModels


@dataclass(frozen=True)
class Conversion:
    """What a conversion did."""

    folder: Path
    keys: int
    """Keys of the checkpoint, every one of them accounted for."""
    tensors: int
    """Tensors written."""
    merged: int
    """Tensors among them that a LoRA pair was merged into."""
    replaced: int
    """Keys left out because a trained copy takes their place."""
    bytes: int
    """Bytes of the weights written."""


def survey(
    folders: UpstreamFolders, say: Say = lambda line: None, *, thorough: bool = True
) -> Survey:
    """Look at a checkpoint and its base folders, and account for every key.

    Args:
        folders: Where everything lies.
        say: Told what is being done.
        thorough: Whether to check every byte of the shards.

    Raises:
        WeightsError: Something is missing, damaged, left over, or does not fit.
    """
    say("reading the configurations")
    models = base_models.build(folders)
    base_models.check_processor(folders.qwen, models.mllm)
    index = shard_index.read(folders.checkpoint)
    say(f"checking {len(index.shards)} shards")
    facts = shards.survey(index, thorough=thorough)
    plan = key_plan.plan(facts)
    shapes = {key: held.shape for key, held in facts.items()}
    for origin in plan.origins:
        check_factors(origin, shapes)
    found = {f"{origin.part}/{origin.name}": shapes[origin.key] for origin in plan.origins}
    bases = f"the configurations in {str(folders.qwen)!r} and {str(folders.sdxl)!r}"
    key_plan.check_complete(found, models.shapes(), base=bases)
    return Survey(folders, index, facts, plan, models)


def convert(
    source: Path,
    target: Path,
    *,
    qwen: Path | None = None,
    sdxl: Path | None = None,
    name: str | None = None,
    dtype: str = "stored",
    replace: bool = False,
    say: Say = lambda line: None,
) -> Conversion:
    """Convert a checkpoint into a model folder, whole or not at all.

    Args:
        source: The folder with the shards.
        target: The model folder to write.
        qwen: Folder of Qwen2.5-VL-3B-Instruct; None to look for it around `source`.
        sdxl: Folder of SDXL-base-1.0; None to look for it around `source`.
        name: What the model calls itself; None for the name of the target.
        dtype: What weights are kept in, one of `DTYPES`.
        replace: Whether a folder that is there may be replaced.
        say: Told what is being done.

    Raises:
        BadInput: There is something at `target` already.
        WeightsError: The checkpoint cannot be used, or the folder cannot be written.
    """
    if target.exists() and not (replace and (target / model_config.FILE).is_file()):
        hint = "name another folder" if not replace else "it is no model folder; name another"
        raise BadInput(f"there is something at {str(target)!r} already; {hint}")
    with torch.device("meta"):
        known = survey(layout.find(source, qwen=qwen, sdxl=sdxl), say)
    files = files_of(known.plan, known.facts, DTYPES[dtype])
    config = configuration(name or target.name, known.models)
    try:
        with _taking(target, sum(file.size for file in files)) as fresh:
            _write(fresh, known, files, config, say)
    except OSError as cause:
        raise WeightsError(
            f"{str(target)!r} cannot be written ({cause.strerror or cause}); nothing of it was "
            "kept; make room or name a folder on another disk"
        ) from cause
    return Conversion(
        folder=target,
        keys=known.plan.keys,
        tensors=len(known.plan.origins),
        merged=sum(1 for origin in known.plan.origins if origin.factors),
        replaced=len(known.plan.replaced),
        bytes=sum(file.size for file in files),
    )


def _write(
    fresh: Path, known: Survey, files: list[WeightsFile], config: ModelConfig, say: Say
) -> None:
    write_parts(fresh, known.folders, known.models, config)
    strayed = dict(gathered(known.index, strays(files, known.facts)))
    hashes: dict[str, str] = {}
    for number, file in enumerate(files, start=1):
        place = fresh / file.part / file.name
        say(f"writing {file.part}/{file.name} ({number} of {len(files)})")
        with shards.opened(known.index.path(file.shard)) as tensors:
            held = {**strayed, **tensors}
            hashes[f"{file.part}/{file.name}"] = write_tensors(
                place, file.layout, _read(file, held)
            )
    for part in PARTS:
        _write_index(fresh / part, [file for file in files if file.part == part])
    checksums.write(fresh, hashes)


def _read(file: WeightsFile, tensors: Mapping[str, Tensor]) -> Iterator[Tensor]:
    """Read the tensors of a file one by one, as they are asked for."""
    for origin, dtype in zip(file.origins, file.dtypes, strict=True):
        yield merged(origin, tensors, dtype)


def _write_index(folder: Path, files: list[WeightsFile]) -> None:
    """Say which tensor is in which file, where there are several."""
    if len(files) < 2:
        return
    held = {
        "metadata": {"total_size": sum(file.size for file in files)},
        "weight_map": {origin.name: file.name for file in files for origin in file.origins},
    }
    place = folder / f"{STEMS[files[0].part]}.safetensors.index.json"
    place.write_text(json.dumps(held, indent=2, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def _taking(target: Path, size: int) -> Iterator[Path]:
    """Give an empty folder beside `target`, which takes its place once it is filled."""
    target.parent.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(target.parent).free, size + SPARE_BYTES
    if free < needed:
        raise WeightsError(
            f"{needed // 2**20} MiB are needed for {str(target)!r} and {free // 2**20} are free; "
            "make room or name a folder on another disk"
        )
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as room:
        fresh = Path(room) / "fresh"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(Path(room) / "old")
        fresh.rename(target)
