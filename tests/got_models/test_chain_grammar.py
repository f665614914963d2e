"""What may be written in a chain, for a tokenizer with whole numbers and for one with digits."""

import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import pre_tokenizers
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen2TokenizerFast

from got_models import chain_text
from got_models.box_grammar import leads_to
from got_models.chain_grammar import SHORTEST, ChainGrammar, GrowingChain
from got_models.colour_text import COLOUR_WORDS
from got_models.decoding import write_tokens
from got_models.thought import PALETTE
from got_models.tokenizer_training import add_got_tokens, train_tokenizer
from got_models.tokens import IM_GEN_START, QWEN_TOKENS
from got_models.training.tasks import sample_task

TEXTS = [sample_task(random.Random(seed)).answer for seed in range(30)]
NUMBER = st.integers(min_value=0, max_value=999)


def tokenizer_with_digits() -> Qwen2TokenizerFast:
    """Bytes alone, as Qwen splits numbers: every digit is a token."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {character: at for at, character in enumerate(alphabet)}
    tokenizer = Qwen2TokenizerFast(vocab=vocabulary, merges=[])
    tokenizer.add_tokens(list(QWEN_TOKENS), special_tokens=True)
    add_got_tokens(tokenizer)
    return tokenizer


TOKENIZERS: dict[str, PreTrainedTokenizerFast] = {
    "whole numbers": train_tokenizer(TEXTS, vocabulary=1500),
    "digits": tokenizer_with_digits(),
}
GRAMMARS = {name: ChainGrammar(tokenizer) for name, tokenizer in TOKENIZERS.items()}
BARE = {name: ChainGrammar(tokenizer, bare=True) for name, tokenizer in TOKENIZERS.items()}


@pytest.fixture(params=TOKENIZERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def start(kind: str, *, bare: bool = False) -> GrowingChain:
    grammar = (BARE if bare else GRAMMARS)[kind]
    return grammar.start(TOKENIZERS[kind].convert_tokens_to_ids(IM_GEN_START))


def allows(chain: GrowingChain, token: int, left: int = 400) -> bool:
    return token in chain.offers(left).tolist() and chain.admits(token)


def feed(chain: GrowingChain, text: str, kind: str) -> int | None:
    """Write a text; return the first token that is not allowed."""
    for token in TOKENIZERS[kind].encode(text):
        if not allows(chain, token):
            return int(token)
        chain.take(token)
    return None


class Babbler:
    """Random logits in which the tokens that give a chain its form are likelier than others."""

    def __init__(self, kind: str, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed)
        self._size = len(TOKENIZERS[kind]) + 7  # rows without a token, as in Qwen's embedding
        self._forms = TOKENIZERS[kind].convert_tokens_to_ids(
            ["<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|im_gen_start|>"]
        )
        self._love = seed % 5

    def __call__(self, token: int) -> Tensor:
        logits = torch.randn(self._size, generator=self._generator)
        logits[self._forms[:3]] += self._love
        logits[self._forms[3]] += 3 * (self._love == 1)
        return logits


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("limit", [SHORTEST, 3, 9, 72, 150])
def test_a_babbling_model_writes_chains_that_need_no_mending(
    kind: str, limit: int, bare: bool
) -> None:
    for seed in range(12):
        babbler = Babbler(kind, seed)

        tokens, text = write_tokens(
            babbler(0), babbler, start(kind, bare=bare), seed=seed, limit=limit
        )

        reading = chain_text.read(text)
        assert reading.repairs == (), (seed, text)
        assert chain_text.write(reading.chain) == text
        assert len(tokens) <= limit
        assert tokens[-1] == TOKENIZERS[kind].convert_tokens_to_ids(IM_GEN_START)
        assert {element.colour for element in reading.chain.elements} <= set(PALETTE)
        assert bare or all(element.phrase for element in reading.chain.elements)


def test_a_babbling_model_gets_to_write_elements(kind: str) -> None:
    babbler = Babbler(kind, 4)

    _, text = write_tokens(babbler(0), babbler, start(kind), seed=4, limit=300)

    assert len(chain_text.read(text).chain.elements) >= 2


def test_every_chain_of_the_world_can_be_written(kind: str) -> None:
    for text in TEXTS:
        chain = start(kind)

        refused = feed(chain, text.replace("<|im_end|>", IM_GEN_START), kind)

        assert refused is None, (text, refused)
        assert chain.finished


@pytest.mark.parametrize(
    "text",
    [
        "A box (1,2),(3,4) here",
        "A box [1, 2, 3, 4] here",
        "The end <" + "|im_end|>",
        " \n",
        "<|object_ref_start|>cup<|object_ref_end|> at",
        "<|object_ref_start|> cup",
        "<|object_ref_start|>red  cup",
        "<|object_ref_start|>cup<|object_ref_end|><|box_start|>(500,1),(500,",
        "<|object_ref_start|>cup<|object_ref_end|><|box_start|>(1,999,",
        "<|object_ref_start|>cup<|object_ref_end|><|box_start|>(1,007",
        "<|object_ref_start|>cup<|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|> (crimson",
        "A cup<|box_start|>",
        "A cup<|image_pad|>",
    ],
)
def test_what_would_need_mending_is_refused(kind: str, text: str) -> None:
    assert feed(start(kind), text, kind) is not None


def test_free_text_is_left_free(kind: str) -> None:
    text = "1. Größe: 3 (three) < 4 | [see] 日本 \n\n2. f(x, y) = {1,2,3}; <b>(12,13)</b> 😀"

    assert feed(start(kind), text + IM_GEN_START, kind) is None


def test_a_box_follows_plain_words_only_where_that_is_wanted(kind: str) -> None:
    text = "A red cup <|box_start|>(1,2),(3,4)<|box_end|> (red)."

    assert feed(start(kind, bare=True), text, kind) is None
    assert feed(start(kind), text, kind) is not None


def start_with(kind: str, colours: tuple[str, ...]) -> GrowingChain:
    grammar = ChainGrammar(TOKENIZERS[kind], bare=True, colours=colours)
    return grammar.start(TOKENIZERS[kind].convert_tokens_to_ids(IM_GEN_START))


def coloured(colour: str) -> str:
    return f"A cup <|box_start|>(1,2),(3,4)<|box_end|> ({colour})."


def test_a_mask_may_have_the_colours_a_model_was_taught_and_no_others(kind: str) -> None:
    assert feed(start_with(kind, ("teal", "lightgoldenrodyellow")), coloured("teal"), kind) is None
    assert feed(start_with(kind, ("teal",)), coloured("red"), kind) is not None
    assert feed(start(kind, bare=True), coloured("teal"), kind) is not None


def test_every_colour_word_can_be_written_and_needs_no_mending(kind: str) -> None:
    grammar = ChainGrammar(TOKENIZERS[kind], bare=True, colours=COLOUR_WORDS)
    end = TOKENIZERS[kind].convert_tokens_to_ids(IM_GEN_START)

    assert len(COLOUR_WORDS) > 140
    for colour in COLOUR_WORDS:
        assert feed(grammar.start(end), coloured(colour), kind) is None, colour
        reading = chain_text.read(coloured(colour))
        assert reading.repairs == ()
        assert reading.chain.elements[0].colour == colour


def test_an_element_is_only_begun_where_its_longest_colour_fits(kind: str) -> None:
    box = TOKENIZERS[kind].convert_tokens_to_ids("<|box_start|>")

    def begins(colours: tuple[str, ...], left: int) -> bool:
        chain = start_with(kind, colours)
        assert feed(chain, "A cup ", kind) is None
        return allows(chain, box, left)

    least = next(left for left in range(200) if begins(("red",), left))
    assert begins(("red", "lightgoldenrodyellow"), least) is False
    assert begins(("red", "lightgoldenrodyellow"), least + 17) is True


def test_the_text_comes_in_pieces_and_whole_characters(kind: str) -> None:
    chain = start(kind)
    text = "Ein 😀<|object_ref_start|>Löwe<|object_ref_end|><|box_start|>"

    said = [chain.take(token) for token in TOKENIZERS[kind].encode(text)]

    assert "".join(said) == text
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(said)


@given(NUMBER, NUMBER, st.text("0123456789", min_size=1, max_size=4))
def test_digits_lead_to_a_number_in_the_range_or_they_do_not(a: int, b: int, digits: str) -> None:
    lowest, highest = sorted((a, b))

    found = any(str(number).startswith(digits) for number in range(lowest, highest + 1))

    assert leads_to(digits, lowest, highest) == found
