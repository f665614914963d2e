"""A model as a folder: one folder per part, in the layout of diffusers, and `got_config.json`.

model_index.json   got_config.json
mllm/  tokenizer/  projector/  unet/  vae/  scheduler/
"""

import copy
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, SchedulerMixin, UNet2DConditionModel
from safetensors import SafetensorError
from torch import nn
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models import model_config
from got_models.autoencoder import PatchAutoencoder
from got_models.errors import WeightsError
from got_models.model_config import ModelConfig
from got_models.pipeline import GoTPipeline
from got_models.projector import GuidanceProjector

MAX_SHARD = "14MB"
"""Largest weights file, so that a folder fits where single files may not be large."""

_VAES = {"AutoencoderKL": AutoencoderKL, "PatchAutoencoder": PatchAutoencoder}


def save_models(
    folder: Path,
    *,
    mllm: Qwen2_5_VLForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    projector: GuidanceProjector,
    unet: UNet2DConditionModel,
    vae: AutoencoderKL | PatchAutoencoder,
    scheduler: SchedulerMixin,
    config: ModelConfig,
    dtype: torch.dtype = torch.bfloat16,
) -> None:
    """Write a model folder, whole or not at all; one that is there already is replaced.

    The parts given stay as they are: what is written are copies in `dtype`.
    """
    pipeline = GoTPipeline(
        mllm=_as(mllm, dtype),
        tokenizer=_verbatim(tokenizer),
        projector=_as(projector, dtype),
        vae=_as(vae, dtype),
        unet=_as(unet, dtype),
        scheduler=scheduler,
    )
    with _replacing(folder) as fresh, _no_bars():
        pipeline.save_pretrained(fresh, max_shard_size=MAX_SHARD)
        _forget_origins(fresh)
        model_config.write(config, fresh)


def open_models(
    folder: Path, dtype: torch.dtype, *, unet_dtype: torch.dtype | None = None
) -> GoTPipeline:
    """Read the parts of a model folder onto the CPU; every tensor must be there, and no other.

    Args:
        folder: What `save_models` wrote.
        dtype: What the parts will compute with.
        unet_dtype: The same for the UNet, if it differs.

    Raises:
        WeightsError: A part is missing, damaged, or of another model.
    """
    try:
        with _no_bars():
            return GoTPipeline(
                mllm=_filled(Qwen2_5_VLForConditionalGeneration, folder / "mllm", dtype=dtype),
                tokenizer=PreTrainedTokenizerFast.from_pretrained(folder / "tokenizer"),
                projector=_filled(GuidanceProjector, folder / "projector", torch_dtype=dtype),
                vae=_filled(_vae_class(folder / "vae"), folder / "vae", torch_dtype=dtype),
                unet=_filled(
                    UNet2DConditionModel, folder / "unet", torch_dtype=unet_dtype or dtype
                ),
                scheduler=_scheduler(folder / "scheduler"),
            )
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as cause:
        raise WeightsError(f"the model in {str(folder)!r} cannot be read: {cause}") from cause


def _filled(part: Any, folder: Path, **options: object) -> Any:
    """Load one network and check that its weights were complete."""
    module, info = part.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, output_loading_info=True, **options
    )
    odd = [*info["missing_keys"], *info["unexpected_keys"], *info["mismatched_keys"]]
    # of a part in several files, diffusers reports what the index lacks and not what the files lack
    odd += [name for name, weight in module.state_dict().items() if weight.is_meta]
    if odd:
        raise WeightsError(f"the weights in {str(folder)!r} are of another model: see {odd[0]!r}")
    return module.eval().requires_grad_(False)


def _vae_class(folder: Path) -> Any:
    name = _class_name(folder / "config.json")
    if name not in _VAES:
        raise WeightsError(f"{str(folder)!r} holds an autoencoder that is not known: {name!r}")
    return _VAES[name]


def _scheduler(folder: Path) -> Any:
    name = _class_name(folder / "scheduler_config.json")
    kind: Any = getattr(diffusers, name, None)
    known = isinstance(kind, type) and issubclass(kind, SchedulerMixin)
    if not known:
        raise WeightsError(f"{str(folder)!r} holds a scheduler that is not known: {name!r}")
    return kind.from_pretrained(folder)


def _class_name(config: Path) -> str:
    return str(json.loads(config.read_text("utf-8"))["_class_name"])


def _verbatim(tokenizer: PreTrainedTokenizerFast) -> PreTrainedTokenizerFast:
    """Return the tokenizer in a class that opens with the rules it was saved with.

    Qwen's own class puts its own rules in their place, such as one token per digit.
    """
    plain = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer.backend_tokenizer,
        eos_token=tokenizer.eos_token,
        pad_token=tokenizer.pad_token,
    )
    plain.chat_template = tokenizer.chat_template
    return plain


def _forget_origins(folder: Path) -> None:
    """Drop the places that parts were read from: a model folder speaks of nobody's machine."""
    for place in folder.glob("*/config.json"):
        config = json.loads(place.read_bytes())
        if config.pop("_name_or_path", None) is not None:
            place.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _as(module: Any, dtype: torch.dtype) -> Any:
    """Return the module itself if it has the dtype, else a copy that does."""
    if all(weight.dtype == dtype for weight in module.parameters()):
        return module
    return nn.Module.to(copy.deepcopy(module), dtype)  # diffusers' own `to` warns for no reason


@contextmanager
def _replacing(place: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when done, it takes the place of what is at `place`."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as room:
        fresh = Path(room) / "fresh"
        fresh.mkdir()
        yield fresh
        if place.exists():
            place.rename(Path(room) / "old")
        fresh.rename(place)


@contextmanager
def _no_bars() -> Iterator[None]:
    """Keep the libraries from drawing progress bars: what shows on a terminal is not theirs."""
    drawing = [
        library.utils.logging
        for library in (diffusers, transformers)
        if library.utils.logging.is_progress_bar_enabled()
    ]
    for library in drawing:
        library.disable_progress_bar()
    try:
        yield
    finally:
        for library in drawing:
            library.enable_progress_bar()
