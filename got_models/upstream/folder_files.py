"""The files of a model folder that hold no weights: configurations, tokenizer, processor."""

import json
import shutil
from pathlib import Path
from typing import Any

import diffusers
import transformers

from got_models import model_config
from got_models.model_config import ModelConfig
from got_models.upstream.base_models import BaseModels
from got_models.upstream.layout import UpstreamFolders

VISION_SIDE = 448
"""Side in pixels to which GoT squashes the pictures its reasoner sees."""

STEPS = 50
"""Denoising steps that GoT draws with."""

CHAIN_TOKENS = 1024
"""Most tokens that GoT lets its reasoner write."""

_GENERATION = "generation_config.json"
_PROCESSOR = ("preprocessor_config.json", "chat_template.json", "chat_template.jinja")


def configuration(name: str, models: BaseModels) -> ModelConfig:
    """Say how GoT-6B is to be used; sizes follow from its networks."""
    scale = 2 ** (len(models.vae.config.block_out_channels) - 1)
    side = int(models.unet.config.sample_size) * scale
    return ModelConfig(
        name=name,
        side=side,
        max_side=2 * side,
        vision_side=VISION_SIDE,
        default_steps=STEPS,
        notation="bare",
        colours=None,  # its authors do not say which words it was taught
        chain_tokens=CHAIN_TOKENS,
        reads_known_chains=False,
    )


def write_parts(
    folder: Path, folders: UpstreamFolders, models: BaseModels, config: ModelConfig
) -> None:
    """Write everything but the weights into an empty folder.

    Raises:
        OSError: The disk is full, or does not let the files be written.
    """
    for part in ("mllm", "projector", "vae", "unet", "tokenizer", "scheduler", "processor"):
        (folder / part).mkdir()
    models.mllm.config.architectures = [type(models.mllm).__name__]
    models.mllm.config.save_pretrained(folder / "mllm")
    for part in (models.projector, models.vae, models.unet):
        part.save_config(folder / _folder_of(part, models))
    models.scheduler.save_pretrained(folder / "scheduler")
    models.tokenizer.save_pretrained(folder / "tokenizer")
    if (folders.qwen / _GENERATION).is_file():
        shutil.copyfile(folders.qwen / _GENERATION, folder / "mllm" / _GENERATION)
    for file in _PROCESSOR:
        if (folders.qwen / file).is_file():
            shutil.copyfile(folders.qwen / file, folder / "processor" / file)
    _write_json(folder / "model_index.json", _model_index(models))
    model_config.write(config, folder)


def _folder_of(part: Any, models: BaseModels) -> str:
    return next(name for name in ("projector", "vae", "unet") if getattr(models, name) is part)


def _model_index(models: BaseModels) -> dict[str, object]:
    """Return the table of parts by which diffusers opens a folder."""
    return {
        "_class_name": "GoTPipeline",
        "_diffusers_version": diffusers.__version__,
        "mllm": ["transformers", type(models.mllm).__name__],
        "projector": ["got_models.projector", type(models.projector).__name__],
        "scheduler": ["diffusers", type(models.scheduler).__name__],
        "tokenizer": ["transformers", _tokenizer_class()],
        "unet": ["diffusers", type(models.unet).__name__],
        "vae": ["diffusers", type(models.vae).__name__],
    }


def _tokenizer_class() -> str:
    return str(transformers.PreTrainedTokenizerFast.__name__)


def _write_json(place: Path, held: dict[str, object]) -> None:
    place.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
