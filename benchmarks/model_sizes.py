"""The UNet at several widths, trained from nothing on small pictures, and measured as it learns.

Every width sees the same samples in the same order. Losses are taken with the averaged weights, on
fixed scenes under fixed noise: some that have been trained on, and some of seeds that no training
reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from got_models.autoencoder import PatchAutoencoder
from got_models.sceneworld.render import Atlas
from got_models.tiny import HEAD, tiny_scheduler, tiny_unet
from got_models.tiny_size import GOT_TINY, TinySize
from got_models.training.brush_stage import Brush, BrushStage
from got_models.training.denoising import Denoising
from got_models.training.log import Row, TrainingLog
from got_models.training.loop import SAMPLES_PER_SEED, Run, Schedule

NOISE_LEVELS = 3
"""Of each picture and step, as got-tiny is trained."""

PARTS = 8
"""Parts in which the scenes of a measurement are taken; its spread is over them."""

FIRST_HELD_OUT = (1 << 41) + (1 << 31)
"""Index of the first scene that no training reaches."""

SEED = 7
SAVE_MINUTES = 2.0


@dataclass(frozen=True)
class Amounts:
    """How much is trained and measured."""

    samples: int
    batch: int
    scenes: int
    """Scenes of either kind that a loss is taken on; `PARTS` or more."""
    points: int
    """Measurements along a training, evenly spaced."""

    @property
    def steps(self) -> int:
        """Optimiser steps of a training."""
        return self.samples // self.batch


class MeasuredBrush(BrushStage):
    """Teaches to draw small pictures; where others draw a sheet, it takes its losses."""

    def __init__(self, model: Brush, atlas: Atlas, side: int, folder: Path, amounts: Amounts):
        """Prepare; losses are kept in the log of `folder`."""
        super().__init__(model, atlas, side, primer=SAMPLES_PER_SEED)
        folder.mkdir(parents=True, exist_ok=True)
        self.measured = TrainingLog(folder)
        self._amounts = amounts
        self._held_out = [self.sample(FIRST_HELD_OUT + at) for at in range(amounts.scenes)]
        self._flops = self._flops_of_a_sample()

    def sheet(self, folder: Path, step: int) -> None:
        """Write the losses on scenes trained on, evenly chosen, and on scenes held out."""
        if any(row["step"] == step for row in self.measured.rows()):
            return
        seen, scenes = step * self._amounts.batch, self._amounts.scenes
        first = SEED * SAMPLES_PER_SEED
        known = [self.sample(first + at * seen // scenes) for at in range(scenes)]
        row: Row = {"step": step, "samples": seen, "flops": seen * self._flops}
        for name, samples in (("seen", known), ("held_out", self._held_out)):
            losses = self._losses(samples)
            row[name] = float(losses.mean())
            row[f"{name}_spread"] = float(losses.std(ddof=1) / len(losses) ** 0.5)
        self.measured.add(row)

    def _losses(self, samples: Sequence[Any]) -> NDArray[np.float64]:
        return np.array([float(self._loss_of(samples[at::PARTS], at)) for at in range(PARTS)])

    def _loss_of(self, samples: Sequence[Any], seed: int) -> torch.Tensor:
        noise = torch.Generator().manual_seed(seed)
        return self.loss(self.model, self.collate(samples), noise)["loss"]

    def _flops_of_a_sample(self) -> float:
        """Count the floating-point operations of learning from a sample, both ways."""
        few = self._held_out[: self._amounts.batch]
        with FlopCounterMode(display=False) as counter:
            torch.autograd.backward(self._loss_of(few, 0))
        self.model.zero_grad()
        return float(counter.get_total_flops() / len(few))


def size_of(width: int, size: TinySize = GOT_TINY) -> TinySize:
    """Return a size with another UNet, its second width one and a half times the first."""
    channels = (width, width * 3 // 2)
    heads = (channels[0] // HEAD, channels[1] // HEAD)
    return size.model_copy(update={"unet_channels": channels, "unet_heads": heads})


def train(
    width: int,
    vae: PatchAutoencoder,
    atlas: Atlas,
    folder: Path,
    amounts: Amounts,
    *,
    minutes: float | None = None,
    size: TinySize = GOT_TINY,
) -> bool:
    """Train one width, or go on with it, and return whether it is through.

    The rate stays after its warm-up, so that every point of a curve could be the end of one.
    """
    chosen = size_of(width, size)
    torch.manual_seed(SEED)
    unet = tiny_unet(chosen).to(memory_format=torch.channels_last)
    brush = Brush(unet, chosen.pooled, Denoising(vae, tiny_scheduler(), NOISE_LEVELS))
    stage = MeasuredBrush(brush, atlas, chosen.side, folder / "measured", amounts)
    schedule = Schedule(
        steps=amounts.steps,
        batch=amounts.batch,
        learning_rate=3e-3,
        warmup=20,
        floor=1.0,
        weight_decay=0.02,
        ema=0.98,
        seed=SEED,
        minutes=minutes,
        sheet_steps=max(amounts.steps // amounts.points, 1),
        save_minutes=SAVE_MINUTES,
    )
    run = Run(stage, schedule, folder, device="cpu")
    stage.measured.cut(run.step)
    run.train()
    return run.step >= schedule.steps
