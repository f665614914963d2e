"""Tasks as token batches: what is learned, where tokens stand, how they are padded."""

import random

import numpy as np
import pytest
import torch

from got_models.tokens import (
    IM_GEN_START,
    IMAGE_PAD,
    IMAGE_TOKEN_COUNT,
    IMAGE_TOKENS,
)
from got_models.training.free_choice import Weighed
from got_models.training.tasks import sample_task
from got_models.training.text_batch import IGNORED, STRIDE, by_length, pad_batch, tokenise


@pytest.fixture
def make(tokenizer, vision):
    def tokenised(seed, kind, *, image_tokens=True):
        task = sample_task(random.Random(seed), kind)
        shape = (vision.side, vision.side, 3)
        seen = None
        if task.seen is not None:
            seen = np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)
        return task, tokenise(
            task.prompt, task.answer, seen, tokenizer, vision, image_tokens=image_tokens
        )

    return tokenised


@pytest.mark.parametrize("kind", ["generate", "edit", "look"])
def test_only_the_answer_is_learned(make, tokenizer, kind):
    task, tokens = make(1, kind, image_tokens=kind != "look")

    learned = tokens.labels != IGNORED
    assert torch.equal(tokens.labels[learned], tokens.ids[learned])
    assert tokenizer.decode(tokens.ids[learned]) == task.answer


@pytest.mark.parametrize("kind", ["generate", "edit", "look"])
def test_coordinates_of_boxes_are_marked_and_no_other_numbers(make, tokenizer, kind):
    task, tokens = make(1, kind)

    marked = [tokenizer.decode([token]) for token in tokens.ids[tokens.placing]]
    assert marked == [str(at) for e in task.chain.elements for at in e.box.corners]


def test_the_token_that_starts_a_picture_is_learned_and_the_image_tokens_are_not(make, tokenizer):
    _, tokens = make(2, "generate")

    tail = tokens.ids[-IMAGE_TOKEN_COUNT:].tolist()
    assert tail == tokenizer.convert_tokens_to_ids(list(IMAGE_TOKENS))
    assert (tokens.labels[-IMAGE_TOKEN_COUNT:] == IGNORED).all()
    start = tokenizer.convert_tokens_to_ids(IM_GEN_START)
    assert tokens.labels[-IMAGE_TOKEN_COUNT - 1] == start


def test_a_picture_has_a_pad_token_per_merged_patch(make, tokenizer, vision):
    _, tokens = make(3, "edit")

    pads = (tokens.ids == tokenizer.convert_tokens_to_ids(IMAGE_PAD)).sum()
    assert pads == vision.columns**2 == 4


@pytest.mark.parametrize("kind", ["generate", "edit", "look"])
def test_positions_are_those_of_transformers(make, mllm, vision, tokenizer, kind):
    _, tokens = make(4, kind, image_tokens=kind != "look")
    batch = pad_batch([tokens], vision, padding=tokenizer.pad_token_id)
    ids = tokens.ids[None]
    pad = tokenizer.convert_tokens_to_ids(IMAGE_PAD)

    theirs, _ = mllm.model.get_rope_index(
        ids,
        mm_token_type_ids=(ids == pad).int(),
        image_grid_thw=batch.get("grid"),
        attention_mask=torch.ones_like(ids),
    )

    assert torch.equal(tokens.positions, theirs[:, 0].to(tokens.positions.dtype))


def test_padding_stands_on_the_right_and_is_not_learned(make, tokenizer, vision):
    tasks = [make(seed, "generate")[1] for seed in (5, 6, 7)]

    batch = pad_batch(tasks, vision, padding=tokenizer.pad_token_id)

    width = batch["ids"].shape[1]
    assert width % STRIDE == 0
    for row, task in enumerate(tasks):
        length = len(task.ids)
        assert torch.equal(batch["ids"][row, :length], task.ids)
        assert (batch["ids"][row, length:] == tokenizer.pad_token_id).all()
        assert (batch["labels"][row, length:] == IGNORED).all()
        assert torch.equal(batch["positions"][:, row, :length], task.positions)


def test_padding_does_not_change_what_the_model_says(make, tokenizer, vision, mllm):
    from got_models.training.reasoner_stage import read

    tasks = sorted((make(seed, "edit")[1] for seed in (8, 9)), key=lambda task: len(task.ids))
    padding = tokenizer.pad_token_id
    with torch.no_grad():
        together = read(mllm.eval(), pad_batch(tasks, vision, padding=padding))
        alone = read(mllm.eval(), pad_batch(tasks[:1], vision, padding=padding))

    length = len(tasks[0].ids)
    assert torch.allclose(together[0, :length], alone[0, :length], atol=1e-4)


def test_pictures_of_a_batch_follow_each_other(make, tokenizer, vision):
    tasks = [make(seed, kind)[1] for seed, kind in ((1, "edit"), (2, "generate"), (3, "edit"))]

    batch = pad_batch(tasks, vision, padding=tokenizer.pad_token_id)

    patches = (vision.side // vision.patch) ** 2
    assert batch["patches"].shape[0] == 2 * patches
    assert batch["grid"].tolist() == [[1, 4, 4], [1, 4, 4]]


def test_groups_are_alike_in_length(make):
    tasks = [make(seed, "generate")[1] for seed in range(10, 17)]

    groups = by_length(tasks, 3)

    lengths = [[len(task.ids) for task in group] for group in groups]
    assert [len(group) for group in groups] == [3, 3, 1]
    joined = [length for group in lengths for length in group]
    assert joined == sorted(joined)


def test_the_loss_of_some_words_weighs_more(tokenizer, vision):
    task = sample_task(random.Random(8), "generate")
    words = ("The image", task.chain.elements[0].phrase)
    spans = [(task.answer.index(word), task.answer.index(word) + len(word)) for word in words]

    tokens = tokenise(
        task.prompt,
        task.answer,
        None,
        tokenizer,
        vision,
        image_tokens=False,
        weighed=[Weighed(*span, 3.0) for span in spans],
    )

    heavy = tokenizer.decode(tokens.ids[tokens.weights == 3.0])
    assert heavy == "".join(words)
    assert set(tokens.weights.tolist()) == {1.0, 3.0}
