"""GoT-6B's networks at their full size, from numbers alone: no files, and on `meta` no memory.

Source: the published configurations of Qwen2.5-VL-3B-Instruct and SDXL-base-1.0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from got_models.pipeline import GoTPipeline
from got_models.projector import GuidanceProjector
from got_models.tiny import tiny_scheduler

LATENT_CHANNELS = 4


@dataclass(frozen=True)
class Shape:
    """Every number of a model of GoT's form; widths in channels, the side in pixels."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    intermediate: int
    vocabulary: int
    rope_sections: tuple[int, int, int]
    vision_hidden: int
    vision_layers: int
    vision_heads: int
    vision_intermediate: int
    vision_full: tuple[int, ...]
    vision_side: int
    side: int
    unet_channels: tuple[int, ...]
    unet_depths: tuple[int, ...]
    unet_heads: tuple[int, ...]
    unet_layers: int
    pooled: int
    time_width: int
    vae_channels: tuple[int, ...]
    groups: int


GOT_6B = Shape(
    hidden=2048, layers=36, heads=16, kv_heads=2, intermediate=11008, vocabulary=151936,
    rope_sections=(16, 24, 24), vision_hidden=1280, vision_layers=32, vision_heads=16,
    vision_intermediate=3420, vision_full=(7, 15, 23, 31), vision_side=448, side=1024,
    unet_channels=(320, 640, 1280), unet_depths=(1, 2, 10), unet_heads=(5, 10, 20), unet_layers=2,
    pooled=1280, time_width=256, vae_channels=(128, 256, 512, 512), groups=32,
)  # fmt: skip

MINIATURE = Shape(
    hidden=64, layers=2, heads=4, kv_heads=2, intermediate=128, vocabulary=512,
    rope_sections=(2, 3, 3), vision_hidden=32, vision_layers=2, vision_heads=2,
    vision_intermediate=64, vision_full=(1,), vision_side=56, side=64,
    unet_channels=(32, 64, 64), unet_depths=(1, 1, 1), unet_heads=(2, 4, 4), unet_layers=1,
    pooled=40, time_width=8, vae_channels=(8, 8, 16, 16), groups=4,
)  # fmt: skip
"""The same form in small, to try things on."""


def mllm_config(shape: Shape) -> Qwen2_5_VLConfig:
    """Describe the reasoner."""
    return Qwen2_5_VLConfig(
        text_config={
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "intermediate_size": shape.intermediate,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "num_key_value_heads": shape.kv_heads,
            "max_position_embeddings": 128000,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 1000000.0,
                "mrope_section": list(shape.rope_sections),
            },
            "bos_token_id": None,
            "eos_token_id": None,
            "tie_word_embeddings": False,
        },
        vision_config={
            "depth": shape.vision_layers,
            "hidden_size": shape.vision_hidden,
            "intermediate_size": shape.vision_intermediate,
            "num_heads": shape.vision_heads,
            "patch_size": 14,
            "spatial_merge_size": 2,
            "window_size": 112,
            "fullatt_block_indexes": list(shape.vision_full),
            "out_hidden_size": shape.hidden,
            "tokens_per_second": 2,
        },
        image_token_id=shape.vocabulary - 1,
        tie_word_embeddings=False,
    )


def mllm(shape: Shape) -> Qwen2_5_VLForConditionalGeneration:
    """Build the reasoner with its vision tower and a head of its own."""
    return Qwen2_5_VLForConditionalGeneration(mllm_config(shape))


def projector(shape: Shape) -> GuidanceProjector:
    """Build the two projectors."""
    built: GuidanceProjector = GuidanceProjector(shape.hidden, shape.hidden, shape.pooled)
    return built


def unet(shape: Shape) -> UNet2DConditionModel:
    """Build SDXL's UNet with twelve channels in."""
    crossed = len(shape.unet_channels) - 1
    return UNet2DConditionModel(
        sample_size=shape.side // 8,
        in_channels=3 * LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=shape.unet_channels,
        layers_per_block=shape.unet_layers,
        down_block_types=("DownBlock2D", *["CrossAttnDownBlock2D"] * crossed),
        up_block_types=(*["CrossAttnUpBlock2D"] * crossed, "UpBlock2D"),
        transformer_layers_per_block=shape.unet_depths,
        attention_head_dim=shape.unet_heads,
        cross_attention_dim=shape.hidden,
        addition_embed_type="text_time",
        addition_time_embed_dim=shape.time_width,
        projection_class_embeddings_input_dim=6 * shape.time_width + shape.pooled,
        use_linear_projection=True,
        norm_num_groups=shape.groups,
    )


def vae(shape: Shape) -> AutoencoderKL:
    """Build SDXL's autoencoder."""
    levels = len(shape.vae_channels)
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        block_out_channels=shape.vae_channels,
        layers_per_block=2,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=shape.groups,
        sample_size=shape.side,
        scaling_factor=0.13025,
    )


def weights_of(network: torch.nn.Module) -> int:
    """Count the weights of a network."""
    return sum(weight.numel() for weight in network.parameters())


@torch.no_grad()
def at_random(build: Callable[[Shape], Any], shape: Shape, device: str, dtype: torch.dtype) -> Any:
    """Build a network without weights and fill it with small random ones where it is to be.

    Args:
        build: One of the functions above.
        shape: Its numbers.
        device: Where it is to be; on `meta` it stays without weights.
        dtype: What it computes with.
    """
    with torch.device("meta"):
        network = torch.nn.Module.to(build(shape), dtype).eval().requires_grad_(False)
    if device == "meta":
        return network
    network = network.to_empty(device=device)
    for weight in network.parameters():
        weight.normal_(std=0.02)
    for name, buffer in network.named_buffers():
        # Only rotary frequencies are kept as buffers; what they are does not change the speed.
        buffer.fill_(1.0 if "inv_freq" in name else 0.0)
    return network


def drawing_half(shape: Shape, device: str, dtype: torch.dtype) -> GoTPipeline:
    """Build the half that draws with random weights; what it draws means nothing."""
    parts = {
        part.__name__: at_random(part, shape, device, dtype) for part in (projector, vae, unet)
    }
    return GoTPipeline(mllm=None, tokenizer=None, scheduler=tiny_scheduler(), **parts)
