"""A patchified variational autoencoder: 128 px pictures at 16x16 latents for a few milliseconds.

Same interface as diffusers' `AutoencoderKL` (`encode(x).latent_dist`, `decode(z).sample`,
`config.scaling_factor`), so the pipeline takes either. Pixels are folded into channels before the
first convolution, which makes it far cheaper on a CPU than convolving at full resolution.

Shapes: b batch, c latent channels, h and w pixels (multiples of `DOWNSCALE`).
Source: Kingma & Welling (2014), https://arxiv.org/abs/1312.6114; the layout is ours.
"""

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput
from torch import Tensor, nn

DOWNSCALE = 8
"""Pixels per latent, along each side."""

GROUPS = 16


class ResidualBlock(nn.Module):
    """Two normalised convolutions around an identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.GroupNorm(GROUPS, channels),
            nn.SiLU(),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.GroupNorm(GROUPS, channels),
            nn.SiLU(),
            nn.Conv2d(channels, channels, 3, padding=1),
        )

    def forward(self, hidden: Tensor) -> Tensor:
        """`(b, channels, *, *)` in and out."""
        out: Tensor = hidden + self.body(hidden)
        return out


class PatchAutoencoder(ModelMixin, ConfigMixin):
    """Pictures in [-1, 1] to latents and back."""

    @register_to_config
    def __init__(
        self,
        latent_channels: int = 8,
        encoder_width: int = 128,
        decoder_width: int = 192,
        detail_width: int = 80,
        encoder_blocks: int = 2,
        decoder_blocks: int = 2,
        scaling_factor: float = 1.0,
    ) -> None:
        super().__init__()
        folded = 3 * DOWNSCALE**2
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(DOWNSCALE),  # (b, 192, h/8, w/8)
            nn.Conv2d(folded, encoder_width, 3, padding=1),
            *(ResidualBlock(encoder_width) for _ in range(encoder_blocks)),
            nn.GroupNorm(GROUPS, encoder_width),
            nn.SiLU(),
            nn.Conv2d(encoder_width, 2 * latent_channels, 3, padding=1),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(latent_channels, decoder_width, 3, padding=1),
            *(ResidualBlock(decoder_width) for _ in range(decoder_blocks)),
            nn.Conv2d(decoder_width, 4 * detail_width, 1),
            nn.PixelShuffle(2),  # (b, detail_width, h/4, w/4)
            nn.Conv2d(detail_width, detail_width, 3, padding=1),
            ResidualBlock(detail_width),
            nn.GroupNorm(GROUPS, detail_width),
            nn.SiLU(),
            nn.Conv2d(detail_width, 48, 3, padding=1),
            nn.PixelShuffle(4),  # (b, 3, h, w)
        )

    def encode(self, sample: Tensor) -> AutoencoderKLOutput:
        """Return the posterior of `(b, 3, h, w)` pictures in [-1, 1] over `(b, c, h/8, w/8)`."""
        return AutoencoderKLOutput(latent_dist=DiagonalGaussianDistribution(self.encoder(sample)))

    def decode(self, z: Tensor, generator: torch.Generator | None = None) -> DecoderOutput:
        """Return `(b, 3, h, w)` pictures, about [-1, 1], of unscaled latents.

        `generator` is accepted as `AutoencoderKL` does; decoding draws nothing.
        """
        return DecoderOutput(sample=self.decoder(z))
