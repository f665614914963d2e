"""Stage 3: reasoner, projectors and UNet together, end to end through the 64 image tokens.

Loss = cross-entropy on the chain + mean squared error of the UNet's prediction, weight 1 each (GoT,
section 3.4). Each chain is drawn at several noise levels at once: one pass of the reasoner then
serves several passes of the UNet.

Shapes: b tasks, r noise levels per task, c latent channels, h and w latent rows and columns.
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
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2TokenizerFast

from got_models.autoencoder import DOWNSCALE, PatchAutoencoder
from got_models.mllm_input import Sight
from got_models.projector import GuidanceProjector
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.ssgm import canvases_of, latents_of, mean_by_picture
from got_models.thought import WHOLE
from got_models.tokens import IMAGE_TOKEN_COUNT, IMAGE_TOKENS
from got_models.training.reasoner_stage import chain_loss, read, render_seen
from got_models.training.tasks import Kind, Task, sample_task
from got_models.training.text_batch import TokenisedTask, by_length, pad_batch, tokenise

EDIT_SHARE = 0.35

NULL_SHARE = 0.05
"""Chance of each of the three null combinations that guidance needs (GoT, section 3.4)."""

NOISE_OFFSET = 0.1

BOX_WEIGHT = 2.0
"""Extra weight of latents inside a box: most of a picture is background."""

PART = 3
"""Tasks read together by the reasoner."""

CANVAS_STRIDE = 8
"""Box canvases are encoded in multiples of this."""


@dataclass(frozen=True)
class DrawingTask:
    """A tokenised task with what is to be drawn, all `(side, side, 3)` uint8."""

    tokens: TokenisedTask
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
        image_token: int,
        repeats: int,
    ) -> None:
        super().__init__()
        self.mllm, self.projector, self.unet = mllm, projector, unet
        self._frozen = (vae.eval().requires_grad_(False),)  # a tuple hides it from the optimiser
        self.scheduler, self.image_token, self.repeats = scheduler, image_token, repeats

    def forward(self, batch: dict[str, Any], generator: torch.Generator) -> dict[str, Tensor]:
        """Return "loss" and its parts "chain" and "drawing"."""
        states, chain, right, tokens = self._read(batch["parts"])
        guidance = self.projector(states)
        drawing = self._draw(batch, guidance.sequence, guidance.null, guidance.pooled, generator)
        return {
            "loss": chain / tokens + drawing,
            "chain": chain / tokens,
            "token_accuracy": right / tokens,
            "drawing": drawing,
        }

    def _read(self, parts: list[dict[str, Tensor]]) -> tuple[Tensor, Tensor, Tensor, int]:
        """Return the image tokens' states `(b, 64, d)` and the summed chain loss."""
        states, losses, rights, count = [], [], [], 0
        for part in parts:
            hidden = read(self.mllm, part)
            first = (part["ids"] == self.image_token).int().argmax(dim=1)  # (b,)
            at = first[:, None] + torch.arange(IMAGE_TOKEN_COUNT, device=first.device)
            states.append(hidden.gather(1, at[..., None].expand(-1, -1, hidden.shape[-1])))
            loss, right, tokens = chain_loss(self.mllm, hidden, part["labels"])
            losses.append(loss)
            rights.append(right)
            count += tokens
        return torch.cat(states), torch.stack(losses).sum(), torch.stack(rights).sum(), count

    def _draw(
        self,
        batch: dict[str, Any],
        sequence: Tensor,
        null: Tensor,
        pooled: Tensor,
        generator: torch.Generator,
    ) -> Tensor:
        """Return the weighted error of the UNet's prediction at random noise levels."""
        target, reference, spatial = self._latents(batch)
        repeat = self.repeats
        target, reference, spatial, sequence, pooled, weights = (
            value.repeat_interleave(repeat, dim=0)
            for value in (target, reference, spatial, sequence, pooled, batch["weights"])
        )
        rows, device = len(target), target.device
        drop = torch.rand(rows, generator=generator).to(device)
        no_words = drop < 2 * NULL_SHARE
        no_boxes = drop < 3 * NULL_SHARE
        no_reference = drop < NULL_SHARE
        sequence = torch.where(no_words[:, None, None], null, sequence)
        spatial = spatial * (~no_boxes)[:, None, None, None]
        reference = reference * (~no_reference)[:, None, None, None]
        noise = torch.randn(target.shape, generator=generator)
        noise = noise + NOISE_OFFSET * torch.randn(
            (rows, target.shape[1], 1, 1), generator=generator
        )
        noise = noise.to(device)
        steps = self.scheduler.config.num_train_timesteps
        times = (_spread(rows // repeat, repeat, generator) * steps).long().to(device)
        noisy = self.scheduler.add_noise(target, noise, times)
        side = target.shape[-1] * DOWNSCALE
        sizes = torch.tensor([[side, side, 0, 0, side, side]], device=device).expand(rows, -1)
        predicted = self.unet(
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
        (vae,) = self._frozen
        vae.to(batch["target"].device)
        target = latents_of(vae, batch["target"]).float() * vae.config.scaling_factor
        reference = latents_of(vae, batch["reference"]).float()
        canvases = latents_of(vae, batch["canvases"])[: sum(batch["counts"])].float()
        return target, reference, mean_by_picture(canvases, batch["counts"])


def _spread(tasks: int, repeats: int, generator: torch.Generator) -> Tensor:
    """Draw noise levels in [0, 1), `(tasks * repeats,)`: those of one task lie evenly apart."""
    start = torch.rand((tasks, 1), generator=generator)
    return ((start + torch.arange(repeats) / repeats) % 1.0).flatten()


class DrawingStage:
    """Teach the model to reason and draw at once."""

    name = "drawing"

    def __init__(
        self,
        model: GoTLoss,
        tokenizer: Qwen2TokenizerFast,
        atlas: Atlas,
        vision: Sight,
        side: int,
    ) -> None:
        self.model: nn.Module = model
        self.tokenizer, self.atlas, self.vision, self.side = tokenizer, atlas, vision, side

    def sample(self, index: int) -> DrawingTask:
        """Make one task and render everything about it."""
        rng = random.Random(index)
        kind: Kind = "edit" if rng.random() < EDIT_SHARE else "generate"
        return self.drawing_task(sample_task(rng, kind), rng)

    def drawing_task(self, task: Task, rng: random.Random | None = None) -> DrawingTask:
        """Render what a task shows and asks for; with `rng`, what is shown may be softened."""
        assert task.drawn is not None, f"{task.kind} draws nothing"
        seen = render_seen(task, self.atlas, self.vision.side, rng)
        elements = task.chain.elements
        canvases = canvases_of(elements, self.side, self.side)
        target = render(task.drawn, self.atlas, width=self.side, height=self.side)
        return DrawingTask(
            tokens=tokenise(task, seen, self.tokenizer, self.vision, image_tokens=True),
            target=np.asarray(target),
            reference=render_seen(task, self.atlas, self.side),
            canvases=np.stack([np.asarray(canvas) for canvas in canvases]),
            weights=_weights(task, self.side // DOWNSCALE),
        )

    def collate(self, samples: Sequence[Any]) -> dict[str, Any]:
        """Join tasks, shorter ones first, into token parts and pixel tensors."""
        groups = by_length([sample.tokens for sample in samples], PART)
        ranked = sorted(samples, key=lambda sample: len(sample.tokens.ids))
        black = np.zeros((self.side, self.side, 3), dtype=np.uint8)
        references = [black if s.reference is None else s.reference for s in ranked]
        padding = self.tokenizer.pad_token_id
        return {
            "parts": [pad_batch(group, self.vision, padding=padding) for group in groups],
            "target": _pixels([sample.target for sample in ranked]),
            "reference": _pixels(references),
            "canvases": _pixels(_filled_up([canvas for s in ranked for canvas in s.canvases])),
            "counts": [len(sample.canvases) for sample in ranked],
            "weights": torch.from_numpy(np.stack([sample.weights for sample in ranked])),
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Joint loss of chain and drawing."""
        losses: dict[str, Tensor] = model(batch, generator)
        return losses

    def sheet(self, folder: Path, step: int) -> None:
        """Draw held-in tasks with the averaged weights, targets above pictures."""


def image_token_of(tokenizer: Qwen2TokenizerFast) -> int:
    """Id of the first of the 64 image tokens."""
    identity: int = tokenizer.convert_tokens_to_ids(IMAGE_TOKENS[0])
    return identity


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
    for box in boxes:
        left, top, right, bottom = pixels_of(box, side, side)
        weights[top:bottom, left:right] = 1.0 + BOX_WEIGHT
    return weights
