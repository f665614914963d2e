"""Tasks as padded token batches.

Shapes: b tasks, n longest sequence, v merged vision tokens of one picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from got_models.mllm_input import Sight
from got_models.positions import rotary_positions
from got_models.prompts import chat
from got_models.sight import grid, patches_of_pixels
from got_models.tokens import IMAGE_PAD, IMAGE_TOKENS
from got_models.training.free_choice import BOX, Weighed
from got_models.training.kept_facts import COORDINATES, Kept

IGNORED = -100
"""Label of a token without loss."""

STRIDE = 32
"""Lengths are rounded up to this: a CPU's matrix library compiles itself anew for every shape."""


class Bound(NamedTuple):
    """Where coordinates stand that facts bind, and which ones would keep to them."""

    at: Tensor  # (k,), of the ids, or of those of a whole batch
    allowed: Tensor  # (k, COORDINATES) bool


@dataclass(frozen=True)
class TokenisedTask:
    """One task as ids; `seen` is the picture given, `(side, side, 3)` uint8."""

    ids: Tensor  # (n,)
    labels: Tensor  # (n,), IGNORED outside the answer
    weights: Tensor  # (n,), of the labels' losses
    placing: Tensor  # (n,) bool: labels that are the coordinates of boxes
    positions: Tensor  # (3, n)
    seen: NDArray[np.uint8] | None
    bound: "Bound"


def tokenise(
    message: str,
    answer: str,
    seen: NDArray[np.uint8] | None,
    tokenizer: PreTrainedTokenizerFast,
    vision: Sight,
    *,
    image_tokens: bool,
    weighed: Sequence[Weighed] = (),
    kept: Sequence[Kept] = (),
) -> TokenisedTask:
    """Write an exchange as ids, with the 64 image tokens at its end if they are wanted.

    Args:
        message: The user's, before the chat form is put around it.
        answer: What must be written, with the token that ends it.
        seen: The picture that comes with the message, `(side, side, 3)`.
        tokenizer: The reasoner's.
        vision: How the picture is cut up.
        image_tokens: Whether the answer is drawn.
        weighed: Parts of the answer that count more or less than the rest, in order.
        kept: Coordinates of the answer that facts bind.
    """
    pads = vision.columns**2 if seen is not None else 0
    prompt = tokenizer.encode(chat(message, image_tokens=pads))
    coded = tokenizer(answer, return_offsets_mapping=True)
    written = coded["input_ids"]
    tail = tokenizer.convert_tokens_to_ids(list(IMAGE_TOKENS)) if image_tokens else []
    ids = torch.tensor(prompt + written + tail)
    labels = torch.tensor([IGNORED] * len(prompt) + written + [IGNORED] * len(tail))
    pad = tokenizer.convert_tokens_to_ids(IMAGE_PAD)
    positions = rotary_positions(ids, image_pad=pad, columns=vision.columns)
    weights = torch.ones(len(ids))
    starts, ends = torch.tensor(coded["offset_mapping"]).T
    of_answer = weights[len(prompt) : len(prompt) + len(written)]
    for start, end, weight in weighed:
        of_answer[(starts < end) & (start < ends)] = weight
    spans = coded["offset_mapping"]
    placing = torch.zeros(len(ids), dtype=torch.bool)
    of_boxes = {box.span(at) for box in BOX.finditer(answer) for at in range(1, 5)}
    placing[[len(prompt) + at for at, span in enumerate(spans) if span in of_boxes]] = True
    return TokenisedTask(
        ids=ids,
        labels=labels,
        weights=weights,
        placing=placing,
        positions=positions,
        seen=seen,
        bound=_bound({span: at for at, span in enumerate(spans, len(prompt))}, kept),
    )


def _bound(token_at: Mapping[tuple[int, int], int], kept: Sequence[Kept]) -> Bound:
    """Find the tokens of bound coordinates; one that takes several tokens is left out."""
    found = [one for one in kept if (one.start, one.end) in token_at]
    allowed = [torch.from_numpy(one.allowed) for one in found]
    return Bound(
        torch.tensor([token_at[one.start, one.end] for one in found], dtype=torch.long),
        torch.stack(allowed) if found else torch.zeros(0, COORDINATES, dtype=torch.bool),
    )


class TokenIds(NamedTuple):
    """Ids that losses ask for."""

    image: int
    """The first of the 64 image tokens."""
    coordinates: Tensor  # (COORDINATES,), -1 for those of several tokens, which are left out


def token_ids(tokenizer: PreTrainedTokenizerFast) -> TokenIds:
    """Look up the ids that losses ask for."""
    written = tokenizer([str(at) for at in range(COORDINATES)])["input_ids"]
    return TokenIds(
        tokenizer.convert_tokens_to_ids(IMAGE_TOKENS[0]),
        torch.tensor([ids[0] if len(ids) == 1 else -1 for ids in written]),
    )


def rounded_up(length: int) -> int:
    """Round up to a multiple of `STRIDE`."""
    return -(-length // STRIDE) * STRIDE


def by_length(tasks: Sequence[TokenisedTask], size: int) -> list[list[TokenisedTask]]:
    """Split tasks into groups of `size` alike in length, so that little is spent on padding."""
    ranked = sorted(tasks, key=lambda task: len(task.ids))
    return [ranked[at : at + size] for at in range(0, len(ranked), size)]


def pad_batch(tasks: Sequence[TokenisedTask], vision: Sight, *, padding: int) -> dict[str, Tensor]:
    """Pad on the right, which a causal model never looks at, and cut the pictures into patches."""
    longest = rounded_up(max(len(task.ids) for task in tasks))
    ids = torch.full((len(tasks), longest), padding)
    labels = torch.full((len(tasks), longest), IGNORED)
    weights = torch.zeros((len(tasks), longest))
    placing = torch.zeros((len(tasks), longest), dtype=torch.bool)
    positions = torch.zeros((3, len(tasks), longest), dtype=torch.long)
    for row, task in enumerate(tasks):
        length = len(task.ids)
        ids[row, :length], labels[row, :length] = task.ids, task.labels
        weights[row, :length] = task.weights
        placing[row, :length] = task.placing
        positions[:, row, :length] = task.positions
    batch = {"ids": ids, "labels": labels, "weights": weights, "positions": positions}
    batch["placing"] = placing
    batch["bound_at"] = torch.cat([r * longest + task.bound.at for r, task in enumerate(tasks)])
    batch["allowed"] = torch.cat([task.bound.allowed for task in tasks])
    seen = [task.seen for task in tasks if task.seen is not None]
    if seen:
        pixels = torch.from_numpy(np.stack(seen))
        batch["patches"] = patches_of_pixels(pixels, patch=vision.patch, merge=vision.merge)
        batch["grid"] = grid(len(seen), vision.side, vision.patch)
    return batch
