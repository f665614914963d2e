"""The factor that brings latents to unit spread, measured once and kept with the autoencoder."""

import random
from pathlib import Path

import torch

from got_models.autoencoder import PatchAutoencoder
from got_models.errors import WeightsError
from got_models.sceneworld.render import Atlas, render
from got_models.sceneworld.sampling import sample_scene
from got_models.ssgm import latents_of, to_pixels
from got_models.training.loop import read_checkpoint

FIRST_SCENE = 1 << 40
"""Seed of the first scene that the spread is measured over, far from those of training."""

PART = 32
"""Scenes encoded at once."""


@torch.no_grad()
def scaling_of(vae: PatchAutoencoder, atlas: Atlas, *, scenes: int, side: int) -> float:
    """Return one over the standard deviation of the latents of some fixed scenes."""
    drawn = [
        render(sample_scene(random.Random(FIRST_SCENE + at)), atlas, width=side, height=side)
        for at in range(scenes)
    ]
    parts = [drawn[at : at + PART] for at in range(0, scenes, PART)]
    latents = torch.cat([latents_of(vae, to_pixels(part)) for part in parts])
    return round(1.0 / float(latents.std()), 5)


def keep_scaling(
    folder: Path, vae: PatchAutoencoder, atlas: Atlas, *, scenes: int, side: int
) -> float:
    """Write `config.json` with the factor of the averaged weights beside the checkpoint.

    Args:
        folder: The autoencoder's stage folder, with its checkpoint.
        vae: An autoencoder of the checkpoint's shape; it is left with the averaged weights.
        atlas: The sprites it was trained on.
        scenes: How many fixed scenes to measure over.
        side: Side of the pictures it was trained on, in pixels.
    """
    vae.load_state_dict(read_checkpoint(folder / "checkpoint.pt")["ema"])
    factor = scaling_of(vae.cpu().eval(), atlas, scenes=scenes, side=side)
    vae.register_to_config(scaling_factor=factor)
    vae.save_config(folder)
    return factor


def open_autoencoder(folder: Path) -> PatchAutoencoder:
    """Open the averaged autoencoder of a run.

    Raises:
        WeightsError: It is not there yet, or damaged.
    """
    if not (folder / "config.json").is_file():
        raise WeightsError(
            f"there is no trained autoencoder in {folder}; train it with: got train autoencoder"
        )
    vae: PatchAutoencoder = PatchAutoencoder.from_config(PatchAutoencoder.load_config(folder))
    vae.load_state_dict(read_checkpoint(folder / "checkpoint.pt")["ema"])
    vae.eval().requires_grad_(False)
    return vae
