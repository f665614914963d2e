"""The loss of the UNet: how well it predicts at random noise levels what must be taken away.

Loss = mean squared error, with the words, boxes and reference left out at random, so that all
branches of the guidance are learned (GoT, Fang et al., 2025, section 3.4). Each picture is shown
at several noise levels at once: one pass of what makes the guidance then serves several passes of
the UNet.

Shapes: b pictures, r noise levels per picture, c latent channels, h and w latent rows and columns,
n image tokens, s width of cross-attention.
"""

from typing import Any

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import Tensor

from got_models.autoencoder import DOWNSCALE, PatchAutoencoder
from got_models.projector import SemanticGuidance
from got_models.ssgm import latents_of, mean_by_picture
from got_models.training.precision import plain_attention

NULL_SHARE = 0.05
"""Chance of each of the three null combinations that guidance needs (GoT, section 3.4)."""

LATENESS = 0.75
"""Exponent of the draw of noise levels: below 1, strong noise comes oftener. What an object is and
where it stands is decided there."""


class Denoising:
    """A frozen autoencoder and a noise schedule, and the loss they make for a UNet."""

    def __init__(self, vae: PatchAutoencoder, scheduler: DDPMScheduler, repeats: int) -> None:
        """Prepare.

        Args:
            vae: Makes latents; it is frozen here.
            scheduler: Its noise schedule and kind of prediction.
            repeats: Noise levels per picture and step.
        """
        self.vae = vae.eval().requires_grad_(False)
        self.scheduler, self.repeats = scheduler, repeats

    def loss(
        self,
        unet: UNet2DConditionModel,
        batch: dict[str, Any],
        guidance: SemanticGuidance,
        generator: torch.Generator,
    ) -> Tensor:
        """Return the weighted error of the UNet's prediction at random noise levels.

        Args:
            unet: What predicts.
            batch: "target" and "reference" `(b, 3, H, W)` in [-1, 1], "canvases" `(any, 3, H, W)`
                of which picture i has "counts"[i], and "weights" `(b, h, w)` of the error.
            guidance: `(b, n, s)`, `(1, n, s)` and `(b, p)`.
            generator: On the CPU; all chance comes from it.
        """
        target, reference, spatial = self._latents(batch)
        repeat = self.repeats
        target, reference, spatial, sequence, pooled, weights = (
            value.repeat_interleave(repeat, dim=0)
            for value in (
                target,
                reference,
                spatial,
                guidance.sequence,
                guidance.pooled,
                batch["weights"],
            )
        )
        rows, device = len(target), target.device
        drop = torch.rand(rows, generator=generator).to(device)
        no_words = drop < 2 * NULL_SHARE
        no_boxes = drop < 3 * NULL_SHARE
        no_reference = drop < NULL_SHARE
        sequence = torch.where(no_words[:, None, None], guidance.null, sequence)
        spatial = spatial * (~no_boxes)[:, None, None, None]
        reference = reference * (~no_reference)[:, None, None, None]
        noise = torch.randn(target.shape, generator=generator)
        noise = noise.to(device)
        steps = self.scheduler.config.num_train_timesteps
        times = (_spread(rows // repeat, repeat, generator) ** LATENESS * steps).long().to(device)
        noisy = self.scheduler.add_noise(target, noise, times)
        side = target.shape[-1] * DOWNSCALE
        sizes = torch.tensor([[side, side, 0, 0, side, side]], device=device).expand(rows, -1)
        with plain_attention(device):
            predicted = unet(
                torch.cat((noisy, reference, spatial), dim=1),
                times,
                encoder_hidden_states=sequence,
                added_cond_kwargs={"text_embeds": pooled, "time_ids": sizes},
            ).sample
        wanted = self._wanted(target, noise, times)
        error = (predicted.float() - wanted).square().mean(dim=1)  # (b * r, h, w)
        mean: Tensor = (error * weights).sum() / weights.sum()
        return mean

    def _wanted(self, target: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        if self.scheduler.config.prediction_type == "epsilon":
            return noise
        wanted: Tensor = self.scheduler.get_velocity(target, noise, times)
        return wanted

    @torch.no_grad()
    def _latents(self, batch: dict[str, Any]) -> tuple[Tensor, Tensor, Tensor]:
        """Return scaled target, reference and spatial latents, `(b, c, h, w)` each."""
        vae = self.vae.to(batch["target"].device)
        target = latents_of(vae, batch["target"]).float() * vae.config.scaling_factor
        reference = latents_of(vae, batch["reference"]).float()
        canvases = latents_of(vae, batch["canvases"])[: sum(batch["counts"])].float()
        return target, reference, mean_by_picture(canvases, batch["counts"])


def _spread(tasks: int, repeats: int, generator: torch.Generator) -> Tensor:
    """Draw noise levels in [0, 1), `(tasks * repeats,)`: those of one task lie evenly apart."""
    start = torch.rand((tasks, 1), generator=generator)
    return ((start + torch.arange(repeats) / repeats) % 1.0).flatten()
