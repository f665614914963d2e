"""Stage 2: the reasoner alone, cross-entropy on chains.

GoT starts from a pretrained Qwen2.5-VL; this stage is what stands in for that pretraining here.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2TokenizerFast

from got_models.mllm_input import Sight
from got_models.sceneworld.render import Atlas, render
from got_models.training.loop import SAMPLES_PER_SEED
from got_models.training.tasks import Task, primer_task, sample_task
from got_models.training.text_batch import (
    IGNORED,
    TokenisedTask,
    by_length,
    pad_batch,
    rounded_up,
    tokenise,
)

PART = 4
"""Tasks that are padded to one length together."""

SOFT_SHARE = 0.4
SOFTNESS = (0.4, 0.8)
"""Share of softened pictures, and to which share of their side they are shrunk and enlarged."""


class ReasonerStage:
    """Teach the reasoner to write chains, from words and from pictures."""

    name = "reasoner"

    def __init__(
        self,
        model: Qwen2_5_VLForConditionalGeneration,
        tokenizer: Qwen2TokenizerFast,
        atlas: Atlas,
        vision: Sight,
        *,
        primer: int = 0,
    ) -> None:
        self.model: nn.Module = model
        self.tokenizer, self.atlas, self.vision = tokenizer, atlas, vision
        self.primer = primer

    def sample(self, index: int) -> TokenisedTask:
        """Make one task and render what the reasoner is shown.

        The first `primer` samples of a run are short wishes only: a reasoner that has not yet
        learned to copy names from a wish learns nothing from the rest.
        """
        rng = random.Random(index)
        task = primer_task(rng) if index % SAMPLES_PER_SEED < self.primer else sample_task(rng)
        seen = render_seen(task, self.atlas, self.vision.side, rng)
        return tokenise(task, seen, self.tokenizer, self.vision, image_tokens=False)

    def collate(self, samples: Sequence[Any]) -> dict[str, list[dict[str, Tensor]]]:
        """Pad and join to small batches of like length, under "parts"."""
        padding = self.tokenizer.pad_token_id
        groups = by_length(samples, PART)
        return {"parts": [pad_batch(group, self.vision, padding=padding) for group in groups]}

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Mean cross-entropy per answer token."""
        sums = [chain_loss(model, read(model, part), part["labels"]) for part in batch["parts"]]
        count = sum(tokens for _, _, tokens in sums)
        return {
            "loss": torch.stack([loss for loss, _, _ in sums]).sum() / count,
            "token_accuracy": torch.stack([right for _, right, _ in sums]).sum() / count,
        }

    def sheet(self, folder: Path, step: int) -> None:
        """Nothing to look at: `got train` writes chains with the checkpoint instead."""


def render_seen(
    task: Task, atlas: Atlas, side: int, rng: random.Random | None = None
) -> NDArray[np.uint8] | None:
    """Render the picture a task shows, `(side, side, 3)`.

    With `rng` some pictures lose sharpness, as those that the model itself has drawn do.
    """
    if task.seen is None:
        return None
    picture = render(task.seen, atlas, width=side, height=side)
    if rng is not None and rng.random() < SOFT_SHARE:
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


def chain_loss(
    model: Qwen2_5_VLForConditionalGeneration, hidden: Tensor, labels: Tensor
) -> tuple[Tensor, Tensor, int]:
    """Return the labelled tokens' summed cross-entropy, how many are right, and how many there are.

    Only their logits are computed.
    """
    targets = labels[:, 1:].flatten()
    wanted = (targets != IGNORED).nonzero().flatten()
    count = len(wanted)
    spare = wanted.new_zeros(rounded_up(count) - count)
    rows = hidden[:, :-1].flatten(0, 1)[torch.cat((wanted, spare))]
    logits = model.lm_head(rows)[:count].float()  # (count, vocabulary)
    loss = functional.cross_entropy(logits, targets[wanted], reduction="sum")
    right = (logits.argmax(dim=-1) == targets[wanted]).float().sum()
    return loss, right, count
