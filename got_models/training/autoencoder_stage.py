"""Stage 1: the autoencoder, on scenes and on the box canvases that carry spatial guidance."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor, nn

from got_models.autoencoder import PatchAutoencoder
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.sceneworld.sampling import sample_scene
from got_models.thought import PALETTE, Box

CANVAS_SHARE = 0.15
"""Share of samples that are box canvases."""

CROWD = 6
CROWDED_SHARE = 0.5
"""Share of scenes with many objects: there is more to learn from them than from backgrounds."""

KL_WEIGHT = 6e-4
"""Per latent dimension."""

EDGE_WEIGHT = 1.0
OBJECT_WEIGHT = 4.0
"""Extra weight of pixels inside an object's box."""

LATENT_NOISE = 0.05
"""Noise added to latents before decoding: the decoder must bear what a diffusion model leaves."""


FIRST_SHOWN = 1 << 41
"""Index of the first sample on a sheet, far from those of training."""


class AutoencoderStage:
    """Reconstruct pictures with a light posterior."""

    name = "autoencoder"

    def __init__(self, model: PatchAutoencoder, atlas: Atlas, side: int) -> None:
        self.model: nn.Module = model
        self._vae = model
        self.atlas, self.side = atlas, side

    def sample(self, index: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return a `(side, side, 3)` uint8 picture and its `(side, side)` float32 pixel weights."""
        rng = random.Random(index)
        weights = np.ones((self.side, self.side), dtype=np.float32)
        if rng.random() < CANVAS_SHARE:
            return np.asarray(_random_canvas(rng, self.side)), weights
        scene = sample_scene(rng, things=CROWD if rng.random() < CROWDED_SHARE else None)
        for thing in scene.things:
            left, top, right, bottom = pixels_of(thing.box, self.side, self.side)
            weights[top:bottom, left:right] = 1.0 + OBJECT_WEIGHT
        return np.asarray(render(scene, self.atlas, width=self.side, height=self.side)), weights

    def collate(self, samples: Sequence[Any]) -> dict[str, Tensor]:
        """Join to `pictures` `(b, 3, side, side)` in [-1, 1] and `weights` `(b, 1, side, side)`."""
        pictures = torch.from_numpy(np.stack([picture for picture, _ in samples]))
        weights = torch.from_numpy(np.stack([weight for _, weight in samples]))
        return {
            "pictures": pictures.permute(0, 3, 1, 2).float() / 127.5 - 1,
            "weights": weights[:, None],
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Tensor], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """L1 on pixels and on their differences, plus a small KL."""
        pictures, weights = batch["pictures"], batch["weights"]
        posterior = self._vae.encode(pictures).latent_dist
        noise = torch.randn(posterior.mean.shape, generator=generator).to(pictures.device)
        wobble = torch.randn(posterior.mean.shape, generator=generator).to(pictures.device)
        latents = posterior.mean.float() + posterior.std.float() * noise + LATENT_NOISE * wobble
        decoded = self._vae.decode(latents).sample.float()
        pixel = ((decoded - pictures).abs() * weights).mean()
        edge = _edge_loss(decoded, pictures, weights)
        kl = posterior.kl().float().mean() / posterior.mean[0].numel()
        loss = pixel + EDGE_WEIGHT * edge + KL_WEIGHT * kl
        return {"loss": loss, "pixel": pixel, "edge": edge, "kl": kl}

    def sheet(self, folder: Path, step: int) -> None:
        """Write originals above reconstructions."""
        pictures = self.collate([self.sample(FIRST_SHOWN + i) for i in range(8)])["pictures"]
        device = self._vae.device
        with torch.autocast(device.type, torch.bfloat16):
            latents = self._vae.encode(pictures.to(device)).latent_dist.mode()
            decoded = self._vae.decode(latents).sample.float().cpu()
        rows = torch.cat((torch.cat(list(pictures), 2), torch.cat(list(decoded), 2)), 1)
        pixels = ((rows.clamp(-1, 1) + 1) * 127.5).byte().permute(1, 2, 0).numpy()
        Image.fromarray(pixels).save(folder / f"sheet-{step:06d}.png")


def _edge_loss(decoded: Tensor, pictures: Tensor, weights: Tensor) -> Tensor:
    """L1 between horizontal and vertical pixel differences."""
    difference = decoded - pictures
    across = (difference[..., 1:] - difference[..., :-1]).abs() * weights[..., 1:]
    down = (difference[..., 1:, :] - difference[..., :-1, :]).abs() * weights[..., 1:, :]
    return across.mean() + down.mean()


def _random_canvas(rng: random.Random, side: int) -> Image.Image:
    canvas = Image.new("RGB", (side, side))
    x0, x1 = sorted(rng.sample(range(1000), 2))
    y0, y1 = sorted(rng.sample(range(1000), 2))
    left, top, right, bottom = pixels_of(Box(x0=x0, y0=y0, x1=x1, y1=y1), side, side)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((left, top, right - 1, bottom - 1), fill=rng.choice(PALETTE))
    return canvas
