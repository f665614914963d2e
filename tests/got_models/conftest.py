"""Small random networks of GoT's shape, quick enough to draw with in a test."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from got_models.pipeline import GoTPipeline
    from got_models.projector import SemanticGuidance

SIDE = 32
TOKENS, WIDTH, POOLED, LATENT = 4, 16, 8, 4


def _unet() -> object:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=SIDE // 8,
        in_channels=3 * LATENT,
        out_channels=LATENT,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 1),
        attention_head_dim=(2, 4),
        norm_num_groups=8,
        cross_attention_dim=WIDTH,
        addition_embed_type="text_time",
        addition_time_embed_dim=4,
        projection_class_embeddings_input_dim=6 * 4 + POOLED,
        use_linear_projection=True,
    )


def _vae(kind: str) -> object:
    from diffusers import AutoencoderKL

    from got_models.autoencoder import PatchAutoencoder

    if kind == "patches":
        return PatchAutoencoder(LATENT, 16, 16, 16, 1, 1, scaling_factor=0.8)
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        latent_channels=LATENT,
        norm_num_groups=4,
        scaling_factor=0.13025,
    )


@pytest.fixture(scope="session")
def pipelines() -> Callable[[str], GoTPipeline]:
    """Build the half that draws, with one autoencoder or the other (`patches`, `sdxl`)."""
    import torch
    from diffusers import DDPMScheduler

    from got_models.pipeline import GoTPipeline
    from got_models.projector import GuidanceProjector

    def build(kind: str) -> GoTPipeline:
        torch.manual_seed(0)
        parts = SimpleNamespace(unet=_unet(), vae=_vae(kind))
        scheduler = DDPMScheduler(
            beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, steps_offset=1,
            timestep_spacing="leading", clip_sample=False,
        )  # fmt: skip
        for part in (parts.unet, parts.vae):
            part.eval().requires_grad_(False)
        return GoTPipeline(
            mllm=None,
            tokenizer=None,
            projector=GuidanceProjector(WIDTH, WIDTH, POOLED),
            vae=parts.vae,
            unet=parts.unet,
            scheduler=scheduler,
        )

    return build


@pytest.fixture(scope="session")
def pipeline(pipelines: Callable[[str], GoTPipeline]) -> GoTPipeline:
    """Give the pipeline that most tests draw with; none may change it."""
    return pipelines("patches")


@pytest.fixture(scope="session")
def words() -> SemanticGuidance:
    """Say something, the same every time, about one picture."""
    import torch

    from got_models.projector import SemanticGuidance

    source = torch.Generator().manual_seed(5)
    return SemanticGuidance(
        sequence=torch.randn(1, TOKENS, WIDTH, generator=source),
        null=torch.randn(1, TOKENS, WIDTH, generator=source),
        pooled=torch.randn(1, POOLED, generator=source),
    )
