"""What a person looks at during training: chains as the reasoner writes them, pictures as drawn.

The wishes are fixed and, unlike those of training, worded with the wordings kept for testing.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn

from got_models.guidance_scales import default_for
from got_models.mllm_input import Exchange
from got_models.pipeline import GoTPipeline
from got_models.reasoner import GoTReasoner
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.render import Atlas, render
from got_models.sceneworld.sampling import sample_scene
from got_models.ssgm import canvases_of
from got_models.thought import Chain
from got_models.training.loop import Batch, Stage

FIRST_SEED = 1 << 41
"""Seed of the first sample, far from those of training."""

EDIT_EVERY = 3
"""Every third sample is an edit."""

WriteSheet = Callable[[Path, int], None]
"""Writes a sheet into a folder, for a step."""


@dataclass(frozen=True)
class Sample:
    """One exchange of a sheet, its right chain, and the picture it asks for."""

    exchange: Exchange
    chain: Chain
    target: Image.Image


class ShownStage:
    """A stage whose sheet is written by somebody else."""

    def __init__(self, stage: Stage, write: WriteSheet) -> None:
        self.name: str = stage.name
        self.model: nn.Module = stage.model
        self._stage, self._write = stage, write

    def sample(self, index: int) -> Any:
        """Make training sample `index`."""
        return self._stage.sample(index)

    def collate(self, samples: Sequence[Any]) -> Batch:
        """Join samples into one batch."""
        return self._stage.collate(samples)

    def loss(self, model: nn.Module, batch: Batch, generator: torch.Generator) -> dict[str, Tensor]:
        """Return the stage's losses."""
        return self._stage.loss(model, batch, generator)

    def sheet(self, folder: Path, step: int) -> None:
        """Write the sheet."""
        self._write(folder, step)


def samples_of(atlas: Atlas, count: int, side: int) -> list[Sample]:
    """Make the fixed samples of a sheet."""
    return [_sample(random.Random(FIRST_SEED + at), at, atlas, side) for at in range(count)]


def chain_sheet(reasoner: GoTReasoner, samples: Sequence[Sample]) -> WriteSheet:
    """Return what writes the reasoner's own chains under the wishes, likeliest tokens first."""

    def write(folder: Path, step: int) -> None:
        blocks = [
            f"{sample.exchange.wish}\n  {reasoner.think(sample.exchange).text}\n"
            for sample in samples
        ]
        (folder / f"sheet-{step:06d}.txt").write_text("\n".join(blocks), "utf-8")

    return write


def drawing_sheet(
    pipeline: GoTPipeline, reasoner: GoTReasoner, samples: Sequence[Sample], *, steps: int
) -> WriteSheet:
    """Return what draws the right chains: source, picture asked for, and picture drawn, below."""

    def write(folder: Path, step: int) -> None:
        columns = [
            (sample.exchange.picture, sample.target, draw(pipeline, reasoner, sample, steps=steps))
            for sample in samples
        ]
        stacked(columns).save(folder / f"sheet-{step:06d}.png")

    return write


def draw(
    pipeline: GoTPipeline, reasoner: GoTReasoner, sample: Sample, *, steps: int
) -> Image.Image:
    """Draw a sample's chain at its target's size, with the scales that are published."""
    exchange = sample.exchange
    width, height = sample.target.size
    pictures = pipeline(
        reasoner.guidance_for(exchange.wish, sample.chain, picture=exchange.picture),
        canvases_of(sample.chain.elements, width, height),
        exchange.picture,
        height=height,
        width=width,
        num_inference_steps=steps,
        scales=default_for(sample.chain.task),
        generators=[torch.Generator("cpu").manual_seed(0)],
    ).images
    picture: Image.Image = pictures[0]
    return picture


def _sample(rng: random.Random, at: int, atlas: Atlas, side: int) -> Sample:
    if at % EDIT_EVERY == EDIT_EVERY - 1:
        while True:
            try:
                edit = sample_edit(sample_scene(rng), rng, heldout=True)
            except NoEdit:
                continue
            before = render(edit.before, atlas, width=side, height=side)
            after = render(edit.after, atlas, width=side, height=side)
            return Sample(Exchange(edit.instruction, before, None), edit.chain, after)
    scene = sample_scene(rng)
    wish = wish_for(scene, rng, heldout=True)
    chain = chain_for(scene, wish.order, wish.facts)
    return Sample(
        Exchange(wish.text, None, None), chain, render(scene, atlas, width=side, height=side)
    )


def stacked(columns: Sequence[Sequence[Image.Image | None]]) -> Image.Image:
    """Put one column of pictures of one size beside the other; None leaves its place black."""
    width, height = next(p.size for column in columns for p in column if p is not None)
    sheet = Image.new("RGB", (width * len(columns), height * len(columns[0])))
    for x, column in enumerate(columns):
        for y, picture in enumerate(column):
            if picture is not None:
                sheet.paste(picture, (x * width, y * height))
    return sheet
