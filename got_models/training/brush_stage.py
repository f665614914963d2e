"""Stage 4: the UNet alone, drawing from boxes and from the scene code.

It stands in for what SDXL's UNet had learned before GoT used it. Small pictures of one or two
things come first, at a quarter of the cost: what a thing looks like is learned there, and telling
several apart builds on it.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from PIL import Image
from torch import Tensor, nn

from got_models.guidance_scales import GuidanceScales
from got_models.pipeline import GoTPipeline
from got_models.projector import SemanticGuidance
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.render import Atlas
from got_models.sceneworld.sampling import LARGEST, SMALLEST, sample_scene, sample_small_scene
from got_models.training import scene_code
from got_models.training.denoising import Denoising
from got_models.training.drawing_stage import DrawnTask, collate_drawn, drawn_task
from got_models.training.loop import SAMPLES_PER_SEED
from got_models.training.sheets import stacked
from got_models.training.tasks import Task, sample_task, task_for

EDIT_SHARE = 0.3

COUNT_WEIGHTS = (0.10, 0.16, 0.20, 0.20, 0.18, 0.16)
"""Chance of 1 to 6 objects in a picture of full size: more than in wishes, for a picture of four
costs no more than one of two and teaches twice as much about what things look like."""

PRIMER_SHRINK = 2
"""How many times smaller the pictures of the first lessons are; things in them are not."""

FIRST_SHOWN = (1 << 41) + (1 << 31)
"""Index of the first sample on a sheet: far from those of training, and of full size."""

SHOWN_SCALES = GuidanceScales(text=3.0, spatial=2.0, reference=1.2)
"""Guidance of the pictures on a sheet, as got-tiny is used; without any, they are blurred."""

PAIR_SHARE = 0.35
"""Share of small pictures with two things."""


class Brush(nn.Module):
    """A UNet and what makes pooled guidance of the scene code."""

    def __init__(self, unet: UNet2DConditionModel, pooled: int, denoising: Denoising) -> None:
        super().__init__()
        self.unet, self.denoising = unet, denoising
        self.width: int = unet.config.cross_attention_dim
        self.pooled = nn.Linear(self.width, pooled)

    def forward(self, batch: dict[str, Any], generator: torch.Generator) -> dict[str, Tensor]:
        """Return "loss"."""
        loss = self.denoising.loss(self.unet, batch, self.guidance(batch["code"]), generator)
        return {"loss": loss}

    def guidance(self, code: Tensor) -> SemanticGuidance:
        """Return the guidance that a code `(b, n, s)` stands for."""
        return SemanticGuidance(code, torch.zeros_like(code[:1]), self.pooled(code).mean(dim=1))


class BrushStage:
    """Teach a UNet to draw."""

    name = "brush"

    def __init__(
        self,
        model: Brush,
        atlas: Atlas,
        side: int,
        *,
        primer: int = 0,
        shown: int = 8,
        steps: int = 20,
    ) -> None:
        """Prepare.

        Args:
            model: What is trained.
            atlas: The sprites.
            side: Of a picture, in pixels.
            primer: Samples of a run that are small pictures, its first ones.
            shown: Pictures on a sheet.
            steps: Denoising steps of each.
        """
        self.model: nn.Module = model
        self.atlas, self.side, self.primer = atlas, side, primer
        self._brush, self._shown, self._steps = model, shown, steps

    def sample(self, index: int) -> tuple[DrawnTask, scene_code.Facts]:
        """Make one task and render it; the first `primer` of a run ask for few things."""
        rng = random.Random(index)
        if index % SAMPLES_PER_SEED < self.primer:
            task, side = _small_task(rng), self.side // PRIMER_SHRINK
        else:
            task, side = _full_task(rng), self.side
        return drawn_task(task, self.atlas, side), scene_code.facts_of(task)

    def collate(self, samples: Sequence[Any]) -> dict[str, Any]:
        """Join pictures and codes."""
        code = scene_code.encode([facts for _, facts in samples], self._brush.width)
        return collate_drawn([drawn for drawn, _ in samples]) | {"code": code}

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Error of the UNet."""
        losses: dict[str, Tensor] = model(batch, generator)
        return losses

    def sheet(self, folder: Path, step: int) -> None:
        """Draw from the right codes: source, picture asked for, and picture drawn, below."""
        columns = []
        for index in range(FIRST_SHOWN, FIRST_SHOWN + self._shown):
            drawn, facts = self.sample(index)
            source = None if drawn.reference is None else Image.fromarray(drawn.reference)
            columns.append((source, Image.fromarray(drawn.target), self._draw(drawn, facts)))
        stacked(columns).save(folder / f"sheet-{step:06d}.png")

    def _draw(self, drawn: DrawnTask, facts: scene_code.Facts) -> Image.Image:
        unet, denoising = self._brush.unet, self._brush.denoising
        pipeline = GoTPipeline(None, None, None, denoising.vae, unet, denoising.scheduler)
        height, width = drawn.target.shape[:2]
        picture: Image.Image = pipeline(
            self._brush.guidance(scene_code.encode([facts], self._brush.width).to(unet.device)),
            [Image.fromarray(canvas) for canvas in drawn.canvases],
            None if drawn.reference is None else Image.fromarray(drawn.reference),
            height=height,
            width=width,
            num_inference_steps=self._steps,
            scales=SHOWN_SCALES,
            generators=[torch.Generator("cpu").manual_seed(0)],
        ).images[0]
        return picture


def _full_task(rng: random.Random) -> Task:
    """Draw an edit, or a picture with more things than wishes ask for."""
    if rng.random() < EDIT_SHARE:
        return sample_task(rng, "edit")
    things = rng.choices(range(1, len(COUNT_WEIGHTS) + 1), COUNT_WEIGHTS)[0]
    return task_for(sample_scene(rng, things=things), rng, "generate")


def _small_task(rng: random.Random) -> Task:
    """Draw a picture of one thing or two, as large in pixels as in pictures of full size."""
    scene = sample_small_scene(
        rng,
        2 if rng.random() < PAIR_SHARE else 1,
        smallest=SMALLEST * PRIMER_SHRINK,
        largest=LARGEST * PRIMER_SHRINK,
    )
    chain = chain_for(scene, range(len(scene.things)))
    return Task(kind="generate", prompt="", chain=chain, drawn=scene)
