"""The shape of got-tiny: GoT-6B's architecture at a size that trains and runs on a laptop CPU."""

from diffusers import DDPMScheduler, UNet2DConditionModel
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2TokenizerFast

from got_models.autoencoder import PatchAutoencoder
from got_models.projector import GuidanceProjector
from got_models.tokens import (
    END_OF_TEXT,
    IM_END,
    IMAGE_PAD,
    VIDEO_PAD,
    VISION_END,
    VISION_START,
)

SIDE = 128
"""Side of the pictures, drawn and seen, in pixels."""

LATENT_CHANNELS = 8

HIDDEN = 192
POOLED = 128
TIME_WIDTH = 32
"""Width of each of the six embedded size numbers."""


def tiny_mllm(tokenizer: Qwen2TokenizerFast) -> Qwen2_5_VLForConditionalGeneration:
    """Build the untrained reasoner for a tokenizer."""
    to_id = tokenizer.convert_tokens_to_ids
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": HIDDEN,
            "intermediate_size": 576,
            "num_hidden_layers": 6,
            "num_attention_heads": 6,
            "num_key_value_heads": 3,
            "max_position_embeddings": 4096,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
                "mrope_section": [4, 6, 6],
            },
            "bos_token_id": None,
            "eos_token_id": to_id(IM_END),
            "pad_token_id": to_id(END_OF_TEXT),
            "tie_word_embeddings": False,
        },
        vision_config={
            "depth": 4,
            "hidden_size": 128,
            "intermediate_size": 384,
            "num_heads": 4,
            "patch_size": 8,
            "spatial_merge_size": 2,
            "window_size": 64,
            "fullatt_block_indexes": [0, 1, 2, 3],
            "out_hidden_size": HIDDEN,
            "tokens_per_second": 2,
        },
        image_token_id=to_id(IMAGE_PAD),
        video_token_id=to_id(VIDEO_PAD),
        vision_start_token_id=to_id(VISION_START),
        vision_end_token_id=to_id(VISION_END),
        tie_word_embeddings=False,
    )
    return Qwen2_5_VLForConditionalGeneration(config)


def tiny_projector() -> GuidanceProjector:
    """Build the untrained projectors."""
    return GuidanceProjector(hidden_size=HIDDEN, sequence_width=HIDDEN, pooled_width=POOLED)


def tiny_unet() -> UNet2DConditionModel:
    """Build the untrained UNet: SDXL's blocks, noise + reference + spatial guidance in."""
    return UNet2DConditionModel(
        sample_size=SIDE // 8,
        in_channels=3 * LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=(128, 192),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 1),
        attention_head_dim=(4, 6),
        norm_num_groups=16,
        cross_attention_dim=HIDDEN,
        addition_embed_type="text_time",
        addition_time_embed_dim=TIME_WIDTH,
        projection_class_embeddings_input_dim=6 * TIME_WIDTH + POOLED,
        use_linear_projection=True,
    )


def tiny_vae() -> PatchAutoencoder:
    """Build the untrained autoencoder."""
    return PatchAutoencoder(latent_channels=LATENT_CHANNELS)


def tiny_scheduler() -> DDPMScheduler:
    """SDXL's noise schedule with the settings GoT samples with."""
    return DDPMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        steps_offset=1,
        timestep_spacing="leading",
        prediction_type="v_prediction",
        clip_sample=False,
    )
