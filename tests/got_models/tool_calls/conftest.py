"""A small tokenizer for the grammar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def tokenizer() -> PreTrainedTokenizerFast:
    from got_models.tokenizer_training import train_tokenizer

    texts = [
        'Pictures: none\nMessage: make the red apple bigger "arguments": {"picture": 1}',
        '{"name": "draw_picture", "arguments": {"wish": "a blue cup", "count": 12}}',
        "What shall I change? The apple, the cup and the second picture, grün und süß.",
    ]
    return train_tokenizer(iter(texts * 4), vocabulary=420)
