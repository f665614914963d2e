"""Stage 0: the tokenizer, on the very texts the reasoner will read and write."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from got_models.errors import WeightsError
from got_models.prompts import chat
from got_models.sceneworld.fresh_folder import fresh_folder
from got_models.tokenizer_training import train_tokenizer
from got_models.training.tasks import sample_task

SEED = 123

SPECIAL = re.compile(r"<\|[^|]*\|>")
"""A token that no merge may reach across."""


def make_tokenizer(folder: Path, *, tasks: int, vocabulary: int) -> PreTrainedTokenizerFast:
    """Train the tokenizer into a folder, or open the one that is there."""
    if not folder.is_dir():
        with fresh_folder(folder) as fresh:
            train_tokenizer(texts(tasks), vocabulary=vocabulary).save_pretrained(fresh)
    return open_tokenizer(folder)


def open_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """Open the tokenizer of a run.

    Raises:
        WeightsError: There is none, or it is damaged.
    """
    if not (folder / "tokenizer.json").is_file():
        raise WeightsError(f"there is no tokenizer in {folder}; make it with: got train tokenizer")
    try:
        tokenizer: PreTrainedTokenizerFast = PreTrainedTokenizerFast.from_pretrained(folder)
    except (OSError, ValueError) as cause:
        raise WeightsError(f"the tokenizer in {folder} is damaged") from cause
    return tokenizer


def texts(tasks: int) -> Iterator[str]:
    """Write what stands between the special tokens of some tasks."""
    rng = random.Random(SEED)
    for _ in range(tasks):
        task = sample_task(rng)
        yield from filter(None, SPECIAL.split(chat(task.prompt) + task.answer))
