"""Many continuations in one pass: the same as one after another."""

import pytest
import torch

from got_models.mllm_input import MllmInput
from got_models.mllm_stream import MllmStream
from got_models.positions import rotary_positions
from got_models.token_tree import ROOT, TokenTree

SEQUENCES = ([5, 6, 7, 8], [5, 6, 9], [10], [5, 6, 7, 11, 12])


@pytest.fixture
def stream():
    from got_models.tiny import tiny_mllm
    from got_models.tiny_size import SMOKE
    from got_models.tokenizer_training import train_tokenizer

    tokenizer = train_tokenizer(iter(["a red cup and a blue apple"] * 4), vocabulary=320)
    torch.manual_seed(4)
    stream = MllmStream(tiny_mllm(tokenizer, SMOKE).eval())
    ids = torch.arange(20, 32)
    with torch.no_grad():
        stream.open(MllmInput(ids, rotary_positions(ids, image_pad=-1, columns=1), None, None))
    return stream


def test_what_sequences_begin_with_in_common_is_one_path():
    tree = TokenTree(SEQUENCES)

    assert tree.tokens == [5, 6, 7, 8, 9, 10, 11, 12]
    assert [[tree.tokens[node] for node in path] for path in tree.paths] == [*SEQUENCES]
    assert tree.parents[0] == tree.parents[5] == ROOT


def test_a_tree_with_little_room_takes_the_first_sequences():
    assert len(TokenTree(SEQUENCES, most=8).paths) == 3
    assert len(TokenTree(SEQUENCES, most=1).paths) == 1


@torch.no_grad()
def test_looking_ahead_is_reading_each_continuation_and_forgetting_it(stream):
    tree = TokenTree(SEQUENCES)

    ahead = stream.look_ahead(tree)
    length = stream.length

    for path, sequence in zip(tree.paths, SEQUENCES, strict=True):
        torch.testing.assert_close(ahead[path], stream.read(sequence), atol=1e-4, rtol=1e-4)
        stream.unread(len(sequence))
        assert stream.length == length
