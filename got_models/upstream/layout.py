"""Where GoT-6B's files lie: the shards, and the two models that lend it configs and tokenizer.

Light: no torch. Upstream's own layout is three folders side by side,
`pretrained/{GoT-6B, Qwen2.5-VL-3B-Instruct, stable-diffusion-xl-base-1.0}`; the base folders may
also lie below a folder `base`, or be named by the caller.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from got_models.errors import BadInput, WeightsError

SHARD_INDEX = "pytorch_model.bin.index.json"
WHOLE_FILE = "pytorch_model.bin"

QWEN, SDXL = "Qwen2.5-VL-3B-Instruct", "stable-diffusion-xl-base-1.0"
"""Names of the two base models on the hub, and of their folders in upstream's layout."""

_QWEN_FILES = ("config.json", "tokenizer.json")
_SDXL_FILES = ("unet/config.json", "vae/config.json", "scheduler/scheduler_config.json")
_CONVERTED = "got_config.json"


@dataclass(frozen=True)
class UpstreamFolders:
    """A checkpoint in upstream's form with the base folders it is to be read with."""

    checkpoint: Path
    qwen: Path
    sdxl: Path


def is_checkpoint(folder: Path) -> bool:
    """Say whether a folder holds pickled weights in upstream's form."""
    return (folder / SHARD_INDEX).is_file() or (folder / WHOLE_FILE).is_file()


def find(source: Path, *, qwen: Path | None = None, sdxl: Path | None = None) -> UpstreamFolders:
    """Find everything a conversion reads.

    Args:
        source: The folder with the shards, or one with a folder `checkpoint` in it.
        qwen: Folder of Qwen2.5-VL-3B-Instruct; None to look for it around `source`.
        sdxl: Folder of SDXL-base-1.0; None to look for it around `source`.

    Raises:
        BadInput: There is no folder `source`.
        WeightsError: A folder is missing, of another model, or there are several to choose from.
    """
    checkpoint = _checkpoint(source)
    around = list(_around(source, checkpoint))
    return UpstreamFolders(
        checkpoint=checkpoint,
        qwen=_base(qwen, around, _is_qwen, QWEN, "--qwen"),
        sdxl=_base(sdxl, around, _is_sdxl, SDXL, "--sdxl"),
    )


def _checkpoint(source: Path) -> Path:
    for place in (source, source / "checkpoint"):
        if is_checkpoint(place):
            return place
    if not source.is_dir():
        raise BadInput(f"there is no folder {str(source)!r}; name the one with GoT-6B's shards")
    raise WeightsError(
        f"{str(source)!r} holds neither {SHARD_INDEX!r} nor {WHOLE_FILE!r}; "
        "name the folder with GoT-6B's shards (got models pull LucasFang/GoT-6B fetches them)"
    )


def _around(source: Path, checkpoint: Path) -> Iterator[Path]:
    """Yield the folders a base model may be: below, beside, or in a `base` beside the shards."""
    seen: set[Path] = set()
    for parent in (source, checkpoint.resolve().parent):
        for shelf in (parent, parent / "base"):
            for place in sorted(shelf.iterdir()) if shelf.is_dir() else ():
                if place.is_dir() and place.resolve() not in seen:
                    seen.add(place.resolve())
                    yield place


def _base(
    given: Path | None,
    around: Iterable[Path],
    fits: Callable[[Path], bool],
    name: str,
    option: str,
) -> Path:
    if given is not None:
        if not fits(given):
            raise WeightsError(f"{option}: {str(given)!r} is not a folder of {name}")
        return given
    found = [place for place in around if fits(place)]
    named = [place for place in found if place.name == name] or found
    if len(named) == 1:
        return named[0]
    if not named:
        raise WeightsError(
            f"no folder of {name} was found beside the shards; fetch it "
            f"(got models pull fetches its small files) or name it with {option}"
        )
    there = ", ".join(repr(str(place)) for place in named)
    raise WeightsError(f"several folders could be {name}: {there}; name one with {option}")


def _is_qwen(folder: Path) -> bool:
    return _has(folder, _QWEN_FILES) and _kind(folder / "config.json", "model_type").startswith(
        "qwen2_5_vl"
    )


def _is_sdxl(folder: Path) -> bool:
    if not _has(folder, _SDXL_FILES) or (folder / _CONVERTED).exists():
        return False
    return _kind(folder / "unet" / "config.json", "_class_name") == "UNet2DConditionModel"


def _has(folder: Path, files: Iterable[str]) -> bool:
    return all((folder / file).is_file() for file in files)


def _kind(config: Path, key: str) -> str:
    try:
        held = json.loads(config.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(held.get(key, "")) if isinstance(held, dict) else ""
