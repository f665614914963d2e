"""A small byte-level BPE with Qwen's form: trained on the world's own texts.

It differs from Qwen's in one rule: up to three digits stay together, so that every coordinate of
the 0-999 grid is one token and a box costs 11 tokens instead of 19. It must be opened with the
plain class of tokenizers: Qwen's own puts its own rules in place of those in the file.
"""

from collections.abc import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers.trainers import BpeTrainer
from transformers import PreTrainedTokenizerFast

from got_models.prompts import CHAT_TEMPLATE
from got_models.tokens import END_OF_TEXT, GOT_TOKENS, IM_END, QWEN_TOKENS

SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

VOCABULARY = 2600
"""Byte and merge tokens, before the special ones."""


def train_tokenizer(
    texts: Iterable[str], *, vocabulary: int = VOCABULARY
) -> PreTrainedTokenizerFast:
    """Train on texts; every number from 0 to 999 becomes one token."""
    backend = Tokenizer(models.BPE())
    backend.normalizer = normalizers.NFC()
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    backend.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=2,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(_with_numbers(texts), trainer)
    special = [AddedToken(token, special=True, normalized=False) for token in QWEN_TOKENS]
    backend.add_special_tokens(special)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend,
        eos_token=IM_END,
        pad_token=END_OF_TEXT,
        unk_token=None,
        bos_token=None,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    add_got_tokens(tokenizer)
    return tokenizer


def add_got_tokens(tokenizer: PreTrainedTokenizerFast) -> None:
    """Append the 66 tokens in GoT's order; those already there keep their ids."""
    tokenizer.add_tokens(
        [AddedToken(token, special=True, normalized=False) for token in GOT_TOKENS],
        special_tokens=True,
    )


def _with_numbers(texts: Iterable[str]) -> Iterable[str]:
    yield from texts
    numbers = " ".join(str(n) for n in range(1000))
    for _ in range(50):
        yield numbers
