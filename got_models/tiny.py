"""The shape of got-tiny: GoT-6B's architecture at a size that trains and runs on a laptop CPU."""

from diffusers import DDPMScheduler, UNet2DConditionModel
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2TokenizerFast

from got_models.autoencoder import DOWNSCALE, PatchAutoencoder
from got_models.projector import GuidanceProjector
from got_models.tiny_size import GOT_TINY, TinySize
from got_models.tokens import (
    END_OF_TEXT,
    IM_END,
    IMAGE_PAD,
    VIDEO_PAD,
    VISION_END,
    VISION_START,
)

SIDE = GOT_TINY.side
"""Side of got-tiny's pictures, drawn and seen, in pixels."""

LATENT_CHANNELS, HIDDEN, POOLED = GOT_TINY.latent_channels, GOT_TINY.hidden, GOT_TINY.pooled
"""Widths of got-tiny's latents, states and pooled guidance."""

HEAD = 32
"""Width of an attention head, in the reasoner and in its vision tower."""

TIME_WIDTH = 32
"""Width of each of the six embedded size numbers."""


def tiny_mllm(
    tokenizer: Qwen2TokenizerFast, size: TinySize = GOT_TINY
) -> Qwen2_5_VLForConditionalGeneration:
    """Build the untrained reasoner for a tokenizer."""
    to_id = tokenizer.convert_tokens_to_ids
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": size.hidden,
            "intermediate_size": 3 * size.hidden,
            "num_hidden_layers": size.layers,
            "num_attention_heads": size.hidden // HEAD,
            "num_key_value_heads": size.hidden // HEAD // 2,
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
            "depth": size.vision_layers,
            "hidden_size": size.vision_hidden,
            "intermediate_size": 3 * size.vision_hidden,
            "num_heads": size.vision_hidden // HEAD,
            "patch_size": size.patch,
            "spatial_merge_size": size.merge,
            "window_size": 64,
            "fullatt_block_indexes": list(range(size.vision_layers)),
            "out_hidden_size": size.hidden,
            "tokens_per_second": 2,
        },
        image_token_id=to_id(IMAGE_PAD),
        video_token_id=to_id(VIDEO_PAD),
        vision_start_token_id=to_id(VISION_START),
        vision_end_token_id=to_id(VISION_END),
        tie_word_embeddings=False,
    )
    return Qwen2_5_VLForConditionalGeneration(config)


def tiny_projector(size: TinySize = GOT_TINY) -> GuidanceProjector:
    """Build the untrained projectors."""
    projector: GuidanceProjector = GuidanceProjector(
        hidden_size=size.hidden, sequence_width=size.hidden, pooled_width=size.pooled
    )
    return projector


def tiny_unet(size: TinySize = GOT_TINY) -> UNet2DConditionModel:
    """Build the untrained UNet: SDXL's blocks, noise + reference + spatial guidance in."""
    return UNet2DConditionModel(
        sample_size=size.side // DOWNSCALE,
        in_channels=3 * size.latent_channels,
        out_channels=size.latent_channels,
        block_out_channels=size.unet_channels,
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 1),
        attention_head_dim=size.unet_heads,
        norm_num_groups=16,
        cross_attention_dim=size.hidden,
        addition_embed_type="text_time",
        addition_time_embed_dim=TIME_WIDTH,
        projection_class_embeddings_input_dim=6 * TIME_WIDTH + size.pooled,
        use_linear_projection=True,
    )


def tiny_vae(size: TinySize = GOT_TINY) -> PatchAutoencoder:
    """Build the untrained autoencoder."""
    encoder, decoder, detail = size.autoencoder_widths
    vae: PatchAutoencoder = PatchAutoencoder(
        latent_channels=size.latent_channels,
        encoder_width=encoder,
        decoder_width=decoder,
        detail_width=detail,
    )
    return vae


def tiny_scheduler() -> DDPMScheduler:
    """SDXL's noise schedule, except that its last step is noise alone.

    With SDXL's own a picture's mean can be read from its noisiest state, in training only. Latents
    of 16 x 16 are small enough for the UNet to count on it, and to forget the background asked for.
    Source: Lin et al. (2023), https://arxiv.org/abs/2305.08891.
    """
    return DDPMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        prediction_type="v_prediction",
        clip_sample=False,
    )
