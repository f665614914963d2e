"""Stage 3: the reasoner alone: cross-entropy on chains, and the scene code at the image tokens.

GoT starts from a pretrained Qwen2.5-VL; this stage is what stands in for that pretraining here.
The scene code is what the UNet has learned to draw from, so that the two fit when they meet. The
vision tower stays as the stage before has left it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models.mllm_input import Sight
from got_models.projector import GuidanceProjector
from got_models.sceneworld.render import Atlas, render
from got_models.sceneworld.scene import Scene
from got_models.tokens import IM_END, IMAGE_TOKEN_COUNT
from got_models.training import scene_code
from got_models.training.chat_tasks import ChatTask, chat_task
from got_models.training.free_choice import Weighed
from got_models.training.judge_tasks import JudgeTask, judge_task
from got_models.training.loop import SAMPLES_PER_SEED
from got_models.training.near_coordinates import near_loss
from got_models.training.tasks import Task, primer_task, sample_task
from got_models.training.text_batch import (
    IGNORED,
    TokenIds,
    TokenisedTask,
    pad_batch,
    rounded_up,
    tokenise,
)

PART = 4
"""Tasks that are padded to one length together."""

SOFT_SHARE = 0.4
SOFTNESS = (0.4, 0.8)
"""Share of softened pictures, and to which share of their side they are shrunk and enlarged."""


CHAT_SHARE = 0.4
"""Share of decisions on what to do in a conversation."""

KEPT_WEIGHT = 10.0
"""Of the coordinates' keeping to what the wish says of them, beside the cross-entropy."""

JUDGE_SHARE = 0.12
"""Share of yes/no questions about a picture."""

JUDGE_WEIGHT = 10.0
"""Of the one word that answers such a question, among the sixty of a chain."""

CODED_SHARE = 0.35
"""Share of wishes and edits that end in the image tokens."""

CODE_WEIGHT = 8.0
"""Of the code's mean squared error: it begins near 1 then, as cross-entropy ends."""


@dataclass(frozen=True)
class ReasonerTask:
    """A tokenised task, and what its image tokens are to tell."""

    tokens: TokenisedTask
    facts: scene_code.Facts | None


class Telling(nn.Module):
    """A reasoner and the projectors through which it tells the UNet what to draw."""

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        projector: GuidanceProjector,
        tokens: TokenIds,
    ) -> None:
        """Put them together; the projector's bias is the code of nothing, which is zeros."""
        super().__init__()
        self.mllm, self.projector, self.tokens = mllm, projector, tokens
        nn.init.zeros_(projector.sequence.bias).requires_grad_(False)
        mllm.model.visual.requires_grad_(False)

    def forward(self, parts: list[dict[str, Any]]) -> dict[str, Tensor]:
        """Return "loss" and its parts; what no task of the batch is about is 0."""
        sums, codes = [], []
        for part in parts:
            hidden = read(self.mllm, part)
            sums.append(chain_sums(self.mllm, hidden, part, self.tokens.coordinates))
            if "code" in part:
                states = image_states(hidden, part["ids"], self.tokens.image)
                told = self.projector.sequence(states).float()
                codes.append((told - part["code"]).square().mean(dim=(1, 2)))
        chain = chain_means(sums)
        code = torch.cat(codes or [chain["chain"].new_zeros(1)]).mean()
        loss = chain["chain"] + KEPT_WEIGHT * chain["kept"] + CODE_WEIGHT * code
        return {"loss": loss, **chain, "code": code}


def image_states(hidden: Tensor, ids: Tensor, image_token: int) -> Tensor:
    """Return the states `(k, 64, d)` at the image tokens of the `k` rows that have them.

    Args:
        hidden: `(b, n, d)`.
        ids: `(b, n)`.
        image_token: Id of the first image token.
    """
    here = ids == image_token  # (b, n)
    rows = here.any(dim=1)
    first = here[rows].int().argmax(dim=1)
    at = first[:, None] + torch.arange(IMAGE_TOKEN_COUNT, device=first.device)
    return hidden[rows].gather(1, at[..., None].expand(-1, -1, hidden.shape[-1]))


class ReasonerStage:
    """Teach the reasoner to write chains, from words and from pictures."""

    name = "reasoner"

    def __init__(
        self,
        model: Telling,
        tokenizer: PreTrainedTokenizerFast,
        atlas: Atlas,
        vision: Sight,
        *,
        primer: int = 0,
    ) -> None:
        self.model: nn.Module = model
        self._width = model.projector.config.sequence_width
        self.tokenizer, self.atlas, self.vision = tokenizer, atlas, vision
        self.primer = primer

    def sample(self, index: int) -> ReasonerTask:
        """Make one task and render what the reasoner is shown.

        The first `primer` samples of a run are short wishes only: a reasoner that has not yet
        learned to copy names from a wish learns nothing from the rest.
        """
        rng = random.Random(index)
        if index % SAMPLES_PER_SEED < self.primer:
            return self._task(primer_task(rng), rng)
        draw = rng.random()
        if draw < CHAT_SHARE:
            return self._decision(chat_task(rng))
        if draw > 1 - JUDGE_SHARE:
            return self._judgement(judge_task(rng), rng)
        return self._task(sample_task(rng), rng)

    def _task(self, task: Task, rng: random.Random) -> ReasonerTask:
        picture = render_seen(task, self.atlas, self.vision.side, rng)
        coded = task.drawn is not None and rng.random() < CODED_SHARE
        return ReasonerTask(
            tokenise(
                task.prompt,
                task.answer,
                picture,
                self.tokenizer,
                self.vision,
                image_tokens=coded,
                weighed=task.weighed,
                kept=task.kept,
            ),
            scene_code.facts_of(task) if coded else None,
        )

    def _decision(self, task: ChatTask) -> ReasonerTask:
        tokens = tokenise(
            task.message, task.answer, None, self.tokenizer, self.vision, image_tokens=False
        )
        return ReasonerTask(tokens, None)

    def _judgement(self, task: JudgeTask, rng: random.Random) -> ReasonerTask:
        tokens = tokenise(
            task.prompt,
            task.answer,
            softened(task.seen, self.atlas, self.vision.side, rng),
            self.tokenizer,
            self.vision,
            image_tokens=False,
            weighed=(Weighed(0, task.answer.index(IM_END), JUDGE_WEIGHT),),
        )
        return ReasonerTask(tokens, None)

    def collate(self, samples: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
        """Pad and join to small batches of like length, under "parts"."""
        ranked = sorted(samples, key=lambda sample: len(sample.tokens.ids))
        groups = [ranked[at : at + PART] for at in range(0, len(ranked), PART)]
        return {"parts": [self._part(group) for group in groups]}

    def _part(self, tasks: Sequence[ReasonerTask]) -> dict[str, Any]:
        padding = self.tokenizer.pad_token_id
        part: dict[str, Any] = pad_batch(
            [task.tokens for task in tasks], self.vision, padding=padding
        )
        if facts := [task.facts for task in tasks if task.facts is not None]:
            part["code"] = scene_code.encode(facts, self._width)
        return part

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Mean cross-entropy per answer token, and the error of the code."""
        losses: dict[str, Tensor] = model(batch["parts"])
        return losses

    def sheet(self, folder: Path, step: int) -> None:
        """Nothing to look at: `got train` writes chains with the checkpoint instead."""


def render_seen(
    task: Task, atlas: Atlas, side: int, rng: random.Random | None = None
) -> NDArray[np.uint8] | None:
    """Render the picture a task shows, `(side, side, 3)`; with `rng`, some less sharp."""
    if task.seen is None:
        return None
    if rng is not None:
        return softened(task.seen, atlas, side, rng)
    return np.asarray(render(task.seen, atlas, width=side, height=side))


def softened(scene: Scene, atlas: Atlas, side: int, rng: random.Random) -> NDArray[np.uint8]:
    """Render a scene, `(side, side, 3)`, some without sharpness, as those the model has drawn."""
    picture = render(scene, atlas, width=side, height=side)
    if rng.random() < SOFT_SHARE:
        small = round(side * rng.uniform(*SOFTNESS))
        picture = picture.resize((small, small), Image.Resampling.BOX)
        picture = picture.resize((side, side), Image.Resampling.BICUBIC)
    return np.asarray(picture)


def read(model: Qwen2_5_VLForConditionalGeneration, batch: dict[str, Tensor]) -> Tensor:
    """Run the decoder over a batch; return `(b, n, d)` states after the final norm."""
    states: Tensor = model.model(
        input_ids=batch["ids"],
        position_ids=batch["positions"],
        pixel_values=batch.get("patches"),
        image_grid_thw=batch.get("grid"),
        use_cache=False,
    ).last_hidden_state
    return states


class ChainSums(NamedTuple):
    """Sums over the labelled tokens of a part, each token by its weight."""

    loss: Tensor
    """Cross-entropy; for coordinates with what lies around the right one."""
    right: Tensor
    tokens: Tensor
    kept: Tensor
    """Negative log-likelihood that bound coordinates keep to what binds them."""


def chain_sums(
    model: Qwen2_5_VLForConditionalGeneration,
    hidden: Tensor,
    part: dict[str, Any],
    coordinates: Tensor,
) -> ChainSums:
    """Judge the labelled tokens; only their logits are computed.

    Args:
        model: The reasoner.
        hidden: Its states `(b, n, d)`.
        part: "labels", "weights" and "placing" `(b, n)`, "bound_at" `(k,)` among the b * n tokens,
            and "allowed" `(k, COORDINATES)`.
        coordinates: Ids of all coordinates, `(COORDINATES,)`.
    """
    targets, weights = part["labels"][:, 1:].flatten(), part["weights"][:, 1:].flatten()
    wanted = (targets != IGNORED).nonzero().flatten()
    count = len(wanted)
    targets, weights = targets[wanted], weights[wanted]
    spare = wanted.new_zeros(rounded_up(count) - count)
    rows = hidden[:, :-1].flatten(0, 1)[torch.cat((wanted, spare))]
    logits = model.lm_head(rows)[:count].float()  # (count, vocabulary)
    loss = functional.cross_entropy(logits, targets, reduction="none")
    coordinates = coordinates.to(logits.device)
    placing = part["placing"][:, 1:].flatten()[wanted]
    loss[placing] = near_loss(logits[placing], targets[placing], coordinates)
    right = (logits.argmax(dim=-1) == targets).float() @ weights
    # Token `at` of row r is foretold by the state before it; rows have one state less than tokens.
    at, length = part["bound_at"], hidden.shape[1]
    foretold = torch.searchsorted(wanted, at - at // length - 1)
    choices = logits[foretold][:, coordinates]  # (k, COORDINATES)
    within = choices.masked_fill(~part["allowed"], -torch.inf)
    kept = (choices.logsumexp(dim=-1) - within.logsumexp(dim=-1)).sum()
    return ChainSums(loss @ weights, right, weights.sum(), kept)


def chain_means(sums: Sequence[ChainSums]) -> dict[str, Tensor]:
    """Return the parts' means per token: "chain", "kept" and "token_accuracy"."""
    loss, right, count, kept = (torch.stack(values).sum() for values in zip(*sums, strict=True))
    return {"chain": loss / count, "kept": kept / count, "token_accuracy": right / count}
