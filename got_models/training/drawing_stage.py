"""Stage 3: reasoner, projectors and UNet together, end to end through the 64 image tokens.

Loss = cross-entropy on the chain + mean squared error of the UNet's prediction, weight 1 each (GoT,
section 3.4), and a little for keeping to the scene code, so that either side can be trained alone
again.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models.autoencoder import DOWNSCALE, PatchAutoencoder
from got_models.mllm_input import Sight
from got_models.projector import GuidanceProjector
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.ssgm import canvases_of
from got_models.thought import WHOLE
from got_models.training import scene_code
from got_models.training.denoising import Denoising
from got_models.training.reasoner_stage import (
    KEPT_WEIGHT,
    chain_means,
    chain_sums,
    image_states,
    read,
    render_seen,
)
from got_models.training.tasks import Kind, Task, sample_task
from got_models.training.text_batch import TokenIds, TokenisedTask, by_length, pad_batch, tokenise

EDIT_SHARE = 0.35

CODE_WEIGHT = 1.0
"""Of the mean squared error between guidance and scene code."""

BOX_WEIGHT, EDITED_WEIGHT = 2.0, 4.0
"""Extra weight of latents inside a box: most of a picture is background, and of an edited one most
is copied."""

BIG, SMALLEST_COUNTS = 36, 4.0
"""Latents of a box with that extra weight; a smaller box has more, up to so many times as much."""

PART = 3
"""Tasks read together by the reasoner."""

CANVAS_STRIDE = 8
"""Box canvases are encoded in multiples of this."""


@dataclass(frozen=True)
class DrawnTask:
    """What is to be drawn and what lies beside the noise, all `(side, side, 3)` uint8."""

    target: NDArray[np.uint8]
    reference: NDArray[np.uint8] | None
    canvases: NDArray[np.uint8]  # (boxes, side, side, 3)
    weights: NDArray[np.float32]  # (side / 8, side / 8)


class GoTLoss(nn.Module):
    """The trained parts of GoT, with their joint loss as forward pass."""

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        projector: GuidanceProjector,
        unet: UNet2DConditionModel,
        *,
        vae: PatchAutoencoder,
        scheduler: DDPMScheduler,
        tokens: TokenIds,
        repeats: int,
    ) -> None:
        super().__init__()
        self.mllm, self.projector, self.unet = mllm, projector, unet
        mllm.model.visual.requires_grad_(False)  # it would unlearn to look
        self.denoising = Denoising(vae, scheduler, repeats)
        self.tokens = tokens

    def forward(self, batch: dict[str, Any], generator: torch.Generator) -> dict[str, Tensor]:
        """Return "loss" and its parts."""
        states, chain = self._read(batch["parts"])
        guidance = self.projector(states)
        drawing = self.denoising.loss(self.unet, batch, guidance, generator)
        code = (guidance.sequence.float() - batch["code"]).square().mean()
        told = chain["chain"] + KEPT_WEIGHT * chain["kept"]
        return {
            "loss": told + drawing + CODE_WEIGHT * code,
            **chain,
            "drawing": drawing,
            "code": code,
        }

    def _read(self, parts: list[dict[str, Tensor]]) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the image tokens' states `(b, 64, d)` and the means of the chain's losses."""
        states, sums = [], []
        for part in parts:
            hidden = read(self.mllm, part)
            states.append(image_states(hidden, part["ids"], self.tokens.image))
            sums.append(chain_sums(self.mllm, hidden, part, self.tokens.coordinates))
        return torch.cat(states), chain_means(sums)


class DrawingStage:
    """Teach the model to reason and draw at once."""

    name = "drawing"

    def __init__(
        self,
        model: GoTLoss,
        tokenizer: PreTrainedTokenizerFast,
        atlas: Atlas,
        vision: Sight,
        side: int,
    ) -> None:
        self.model: nn.Module = model
        self.tokenizer, self.atlas, self.vision, self.side = tokenizer, atlas, vision, side
        self._width = model.projector.config.sequence_width

    def sample(self, index: int) -> tuple[DrawnTask, TokenisedTask, scene_code.Facts]:
        """Make one task and render everything about it."""
        rng = random.Random(index)
        kind: Kind = "edit" if rng.random() < EDIT_SHARE else "generate"
        task = sample_task(rng, kind)
        seen = render_seen(task, self.atlas, self.vision.side, rng)
        tokens = tokenise(
            task.prompt,
            task.answer,
            seen,
            self.tokenizer,
            self.vision,
            image_tokens=True,
            weighed=task.weighed,
            kept=task.kept,
        )
        return drawn_task(task, self.atlas, self.side), tokens, scene_code.facts_of(task)

    def collate(self, samples: Sequence[Any]) -> dict[str, Any]:
        """Join tasks, shorter ones first, into token parts and pixel tensors."""
        ranked = sorted(samples, key=lambda sample: len(sample[1].ids))
        groups = by_length([tokens for _, tokens, _ in ranked], PART)
        padding = self.tokenizer.pad_token_id
        code = scene_code.encode([facts for _, _, facts in ranked], self._width)
        return collate_drawn([drawn for drawn, _, _ in ranked]) | {
            "parts": [pad_batch(group, self.vision, padding=padding) for group in groups],
            "code": code,
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Joint loss of chain and drawing."""
        losses: dict[str, Tensor] = model(batch, generator)
        return losses

    def sheet(self, folder: Path, step: int) -> None:
        """Draw held-in tasks with the averaged weights, targets above pictures."""


def drawn_task(task: Task, atlas: Atlas, side: int) -> DrawnTask:
    """Render what a task asks for, its boxes, and the picture it starts from."""
    assert task.drawn is not None, f"{task.kind} draws nothing"
    canvases = canvases_of(task.chain.elements, side, side)
    return DrawnTask(
        target=np.asarray(render(task.drawn, atlas, width=side, height=side)),
        reference=render_seen(task, atlas, side),
        canvases=np.stack([np.asarray(canvas) for canvas in canvases]),
        weights=_weights(task, side // DOWNSCALE),
    )


def collate_drawn(tasks: Sequence[DrawnTask]) -> dict[str, Any]:
    """Join pictures into the tensors that `Denoising.loss` asks for."""
    black = np.zeros_like(tasks[0].target)
    return {
        "target": _pixels([task.target for task in tasks]),
        "reference": _pixels([black if t.reference is None else t.reference for t in tasks]),
        "canvases": _pixels(_filled_up([canvas for task in tasks for canvas in task.canvases])),
        "counts": [len(task.canvases) for task in tasks],
        "weights": torch.from_numpy(np.stack([task.weights for task in tasks])),
    }


def _filled_up(canvases: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Repeat the last canvas up to a round number, for the reason `STRIDE` exists."""
    return canvases + canvases[-1:] * (-len(canvases) % CANVAS_STRIDE)


def _pixels(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    stacked = torch.from_numpy(np.stack(pictures))
    return stacked.permute(0, 3, 1, 2).float() / 255 * 2 - 1


def _weights(task: Task, side: int) -> NDArray[np.float32]:
    """Weigh latents inside boxes; a whole-picture box says nothing about where to look."""
    weights = np.ones((side, side), dtype=np.float32)
    boxes = [element.box for element in task.chain.elements if element.box != WHOLE]
    if task.drawn is not None and task.kind == "generate":
        boxes = [thing.box for thing in task.drawn.things]
    loud = EDITED_WEIGHT if task.kind == "edit" else BOX_WEIGHT
    for box in boxes:
        left, top, right, bottom = pixels_of(box, side, side)
        inside = weights[top:bottom, left:right]
        smallness = min(BIG / max(inside.size, 1), SMALLEST_COUNTS)
        np.maximum(inside, 1.0 + loud * max(1.0, smallness), out=inside)
    return weights
