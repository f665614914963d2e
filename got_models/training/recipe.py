"""How got-tiny is trained: every number of every stage, in one place.

GoT's published recipe (section 8 of its appendix) is the starting point: AdamW with betas
(0.9, 0.98), a cosine after a warm-up, both losses at weight 1, 5 % for each null combination.
Matrices are left to Muon; batch, rate and steps are those of a far smaller model trained from
nothing.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from got_models.tiny_size import GOT_TINY, SMOKE, TinySize
from got_models.tokenizer_training import VOCABULARY
from got_models.training.loop import Schedule

TrainedStage = Literal["autoencoder", "sight", "reasoner", "brush", "drawing"]
TRAINED_STAGES: tuple[TrainedStage, ...] = get_args(TrainedStage)
"""Stages with weights and a loss, in the order in which one needs the other."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Sizes, schedules and amounts of data of one whole training."""

    size: TinySize
    autoencoder: Schedule
    sight: Schedule
    reasoner: Schedule
    brush: Schedule
    drawing: Schedule
    primer: int
    """Samples of short wishes before the reasoner sees everything."""
    brush_primer: int
    """Samples of one or two things before the UNet sees everything."""
    noise_levels: int
    """Noise levels at which each picture is drawn per step: the reasoner runs once for all."""
    tokenizer_tasks: int
    vocabulary: int
    scaling_scenes: int
    """Scenes over which the spread of latents is measured."""
    sheet_samples: int = 8
    """Wishes and edits on the sheets of reasoner and drawing."""
    sheet_steps: int = 20
    """Denoising steps of the pictures on a sheet."""
    chain_tokens: int = 512
    """Longest chain on a sheet."""
    stand_in_sprites: bool = False
    """Discs and squares instead of emoji, which need a font and packages."""
    seed: int = 0
    """Of the first weights; every schedule has its own for the data."""

    def schedule(self, stage: TrainedStage) -> Schedule:
        """Return the schedule of a stage."""
        schedules = {
            "autoencoder": self.autoencoder,
            "sight": self.sight,
            "reasoner": self.reasoner,
            "brush": self.brush,
            "drawing": self.drawing,
        }
        return schedules[stage]


FULL = Recipe(
    size=GOT_TINY,
    autoencoder=Schedule(
        steps=6400, batch=12, learning_rate=1e-3, warmup=100, seed=1, sheet_steps=400
    ),
    sight=Schedule(
        steps=2000, batch=48, learning_rate=3e-3, warmup=100, seed=6, ema=0.998, sheet_steps=500
    ),
    reasoner=Schedule(
        steps=6000, batch=32, learning_rate=3e-3, warmup=150, seed=2, ema=0.998, sheet_steps=500
    ),
    brush=Schedule(
        steps=12000,
        batch=20,
        learning_rate=3e-3,
        warmup=100,
        seed=5,
        weight_decay=0.02,
        ema=0.999,
        sheet_steps=500,
    ),
    drawing=Schedule(
        steps=3000,
        batch=6,
        learning_rate=6e-4,
        warmup=150,
        seed=3,
        weight_decay=0.02,
        sheet_steps=500,
    ),
    primer=20000,
    brush_primer=34000,
    noise_levels=3,
    tokenizer_tasks=30000,
    vocabulary=VOCABULARY,
    scaling_scenes=256,
)
"""got-tiny."""

_TRY = Schedule(steps=3, batch=4, learning_rate=1e-3, warmup=1, log_steps=1, sheet_steps=3, seed=4)

TRY = Recipe(
    size=SMOKE,
    autoencoder=replace(_TRY, steps=6),
    sight=_TRY,
    reasoner=_TRY,
    brush=_TRY,
    drawing=_TRY,
    primer=4,
    brush_primer=4,
    noise_levels=2,
    tokenizer_tasks=150,
    vocabulary=VOCABULARY,
    scaling_scenes=8,
    sheet_samples=2,
    sheet_steps=2,
    chain_tokens=96,
    stand_in_sprites=True,
)
"""`--smoke`: every stage for a few steps at a toy size, within seconds and without a network."""
