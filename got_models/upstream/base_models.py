"""The networks that the base folders describe, without their weights, and what they lend us.

GoT-6B's shards hold every weight; from Qwen2.5-VL-3B-Instruct come configuration, tokenizer and
processor, from SDXL-base-1.0 the configurations of UNet, autoencoder and noise schedule.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel
from torch import nn
from transformers import (
    PreTrainedTokenizerFast,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
)

from got_models.errors import WeightsError
from got_models.projector import GuidanceProjector
from got_models.sight import MEAN, STD, TEMPORAL_PATCH
from got_models.tokens import GOT_TOKENS
from got_models.upstream.key_plan import PARTS, Part
from got_models.upstream.layout import UpstreamFolders

GUIDANCE_LATENTS = 3
"""The UNet reads noise, reference and spatial guidance side by side."""

Shapes = dict[str, tuple[int, ...]]

_PUBLISHED = (("model.language_model.", "model."), ("model.visual.", "visual."))
"""How current transformers names what published checkpoints of Qwen2.5-VL call otherwise."""


@dataclass(frozen=True)
class BaseModels:
    """The four networks, not yet trained, with tokenizer and noise schedule."""

    mllm: Qwen2_5_VLForConditionalGeneration
    projector: GuidanceProjector
    vae: AutoencoderKL
    unet: UNet2DConditionModel
    tokenizer: PreTrainedTokenizerFast
    scheduler: DDPMScheduler

    def part(self, name: Part) -> nn.Module:
        """Return one of the networks."""
        network: nn.Module = getattr(self, name)
        return network

    def shapes(self) -> Shapes:
        """Return the shape of every tensor by `part/name`, as published models spell it."""
        return {
            f"{part}/{published(part, name)}": tuple(tensor.shape)
            for part in PARTS
            for name, tensor in self.part(part).state_dict().items()
        }


def published(part: Part, name: str) -> str:
    """Return how a published checkpoint spells the name of a tensor of ours."""
    if part == "mllm":
        for ours, theirs in _PUBLISHED:
            if name.startswith(ours):
                return theirs + name.removeprefix(ours)
    return name


def ours(part: Part, name: str) -> str:
    """Return our name of a tensor that a published checkpoint calls `name`."""
    if part == "mllm":
        for current, theirs in reversed(_PUBLISHED):
            if name.startswith(theirs):
                return current + name.removeprefix(theirs)
    return name


def build(folders: UpstreamFolders) -> BaseModels:
    """Build the networks from the configurations of the base folders, on the current device.

    Raises:
        WeightsError: A configuration cannot be used, or is of another family of models.
    """
    try:
        mllm_config = _mllm_config(folders.qwen)
        unet_config = _unet_config(folders.sdxl)
        return BaseModels(
            mllm=Qwen2_5_VLForConditionalGeneration(mllm_config),
            projector=_projector(mllm_config, unet_config),
            vae=AutoencoderKL.from_config(_json(folders.sdxl / "vae" / "config.json")),
            unet=UNet2DConditionModel.from_config(unet_config),
            tokenizer=_tokenizer(folders.qwen, mllm_config),
            scheduler=_scheduler(folders.sdxl),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as cause:
        raise WeightsError(
            f"the base folders {str(folders.qwen)!r} and {str(folders.sdxl)!r} do not describe "
            f"a model that GoT-6B can be: {cause}"
        ) from cause


def check_processor(folder: Path, mllm: Qwen2_5_VLForConditionalGeneration) -> None:
    """Refuse a base folder whose pictures are prepared in another way than ours.

    Raises:
        WeightsError: The processor's numbers differ from those of Qwen2.5-VL.
    """
    held = _json(folder / "preprocessor_config.json")
    vision = mllm.config.vision_config
    expected: dict[str, object] = {
        "image_mean": list(MEAN),
        "image_std": list(STD),
        "patch_size": vision.patch_size,
        "merge_size": vision.spatial_merge_size,
        "temporal_patch_size": TEMPORAL_PATCH,
    }
    for key, value in expected.items():
        if held.get(key) != value:
            raise WeightsError(
                f"the processor in {str(folder)!r} is not Qwen2.5-VL's: "
                f"{key} is {held.get(key)!r}, expected {value!r}"
            )


def _mllm_config(folder: Path) -> Qwen2_5_VLConfig:
    config = Qwen2_5_VLConfig.from_pretrained(folder)
    # GoT trained its own copies of embeddings and head; tying would put one over the other.
    config.tie_word_embeddings = False
    config.get_text_config().tie_word_embeddings = False
    return config


def _unet_config(folder: Path) -> dict[str, Any]:
    config = _json(folder / "unet" / "config.json")
    return {**config, "in_channels": GUIDANCE_LATENTS * int(config["out_channels"])}


def _projector(mllm: Qwen2_5_VLConfig, unet: Mapping[str, Any]) -> GuidanceProjector:
    sizes = 6 * int(unet["addition_time_embed_dim"])
    projector: GuidanceProjector = GuidanceProjector(
        hidden_size=mllm.get_text_config().hidden_size,
        sequence_width=int(unet["cross_attention_dim"]),
        pooled_width=int(unet["projection_class_embeddings_input_dim"]) - sizes,
    )
    return projector


def _tokenizer(folder: Path, config: Qwen2_5_VLConfig) -> PreTrainedTokenizerFast:
    """Open Qwen's tokenizer by its own rules and add GoT's tokens behind its last id."""
    about = _json(folder / "tokenizer_config.json")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"),
        eos_token=_token(about["eos_token"]),
        pad_token=_token(about["pad_token"]),
    )
    tokenizer.chat_template = _chat_template(folder, about)
    first = len(tokenizer)
    tokenizer.add_tokens(list(GOT_TOKENS), special_tokens=True)
    ids = tokenizer.convert_tokens_to_ids(list(GOT_TOKENS))
    rows = config.get_text_config().vocab_size
    if ids != list(range(first, first + len(GOT_TOKENS))) or ids[-1] >= rows:
        raise ValueError(f"GoT's tokens get the ids {ids[0]} to {ids[-1]} of {rows}")
    return tokenizer


def _chat_template(folder: Path, about: Mapping[str, Any]) -> str | None:
    place = folder / "chat_template.json"
    held = _json(place).get("chat_template") if place.is_file() else about.get("chat_template")
    return None if held is None else str(held)


def _token(held: str | Mapping[str, str]) -> str:
    return held if isinstance(held, str) else held["content"]


def _scheduler(folder: Path) -> DDPMScheduler:
    """Take SDXL's noise schedule for the sampler GoT uses in its place."""
    return DDPMScheduler.from_config(_json(folder / "scheduler" / "scheduler_config.json"))


def _json(place: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return held
