"""Tiny random pipelines of diffusers, saved as folders like those of the hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from tokenizers import pre_tokenizers
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    Qwen2Tokenizer,
    Qwen3Config,
    Qwen3ForCausalLM,
)


def letters() -> dict[str, int]:
    """Return a vocabulary of single characters, alone and at the end of a word."""
    signs = sorted(pre_tokenizers.ByteLevel.alphabet())
    return {sign: at for at, sign in enumerate([*signs, *(f"{one}</w>" for one in signs)])}


def clip_tokenizer() -> CLIPTokenizer:
    vocabulary = letters()
    for token in ("<|startoftext|>", "<|endoftext|>"):
        vocabulary[token] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=77)


def text_encoder(kind: type[Any], vocabulary: int) -> Any:
    torch.manual_seed(1)
    return kind(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            projection_dim=16,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=vocabulary - 1,
        )
    ).eval()


def vae() -> AutoencoderKL:
    torch.manual_seed(2)
    return AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=32,
        scaling_factor=0.5,
        shift_factor=0.0,
    ).eval()


def unet(channels: int) -> UNet2DConditionModel:
    torch.manual_seed(3)
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=channels,
        out_channels=4,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 1),
        attention_head_dim=(2, 4),
        norm_num_groups=4,
        cross_attention_dim=32,
        addition_embed_type="text_time",
        addition_time_embed_dim=4,
        projection_class_embeddings_input_dim=6 * 4 + 16,
        use_linear_projection=True,
    ).eval()


def xl(folder: Path, *, inpainting: bool = False) -> Path:
    """Save SDXL, or SDXL whose UNet also reads a mask and what it hides."""
    tokenizer = clip_tokenizer()
    kind = StableDiffusionXLInpaintPipeline if inpainting else StableDiffusionXLPipeline
    kind(
        vae=vae(),
        text_encoder=text_encoder(CLIPTextModel, len(tokenizer)),
        text_encoder_2=text_encoder(CLIPTextModelWithProjection, len(tokenizer)),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet(9 if inpainting else 4),
        scheduler=EulerDiscreteScheduler(
            beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, steps_offset=1
        ),
        add_watermarker=False,
    ).save_pretrained(folder)
    return folder


def klein(folder: Path) -> Path:
    """Save FLUX.2 klein, a flow-matching transformer on packed tokens that also sees pictures."""
    vocabulary = {sign: at for at, sign in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=[], model_max_length=512)
    tokenizer.chat_template = "{% for message in messages %}{{ message.content }}{% endfor %}"
    torch.manual_seed(5)
    Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=AutoencoderKLFlux2(
            block_out_channels=(8, 8),
            down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2,
            latent_channels=4,
            norm_num_groups=4,
            layers_per_block=1,
        ).eval(),
        text_encoder=Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=len(tokenizer) + 8,
                hidden_size=8,
                intermediate_size=8,
                num_hidden_layers=28,
                num_attention_heads=1,
                num_key_value_heads=1,
                head_dim=8,
            )
        ).eval(),
        tokenizer=tokenizer,
        transformer=Flux2Transformer2DModel(
            patch_size=1,
            in_channels=16,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=24,
            timestep_guidance_channels=16,
            axes_dims_rope=(4, 4, 4, 4),
        ).eval(),
    ).save_pretrained(folder)
    return folder
