"""The reasoner says how sure it is of yes; here an untaught one, so only the sums are sure."""

from __future__ import annotations

import pytest
from PIL import Image

from got_models import judge_questions as ask
from got_models.thought import Box

RED, BLUE = (Image.new("RGB", (48, 32), colour) for colour in ("red", "blue"))


@pytest.fixture(scope="module")
def judge():
    import torch

    from got_models.picture_judge import PictureJudge
    from got_models.tiny import tiny_mllm
    from got_models.tiny_size import SMOKE
    from got_models.tokenizer_training import train_tokenizer

    tokenizer = train_tokenizer(
        iter(["Is there a cup? Answer yes or no. yes no"] * 4), vocabulary=300
    )
    torch.manual_seed(1)
    return PictureJudge(tiny_mllm(tokenizer, SMOKE), tokenizer, side=SMOKE.side)


def test_a_chance_is_a_probability_that_looks_at_picture_and_question(judge):
    cup, dog = ask.is_there("cup"), ask.is_there("dog")
    chances = [judge.chance(RED, cup), judge.chance(BLUE, cup), judge.chance(RED, dog)]

    assert all(0 < chance < 1 for chance in chances)
    assert len(set(chances)) == 3


def test_the_same_question_has_the_same_answer(judge):
    assert judge.chance(RED, ask.is_there("cup")) == judge.chance(RED, ask.is_there("cup"))


def test_questions_are_plain_english():
    box = Box(x0=1, y0=2, x1=30, y1=40)

    assert ask.is_there("apple", "red") == "Is there a red apple? Answer yes or no."
    assert "in the box (1,2),(30,40)?" in ask.is_there("cup", box=box)
    assert ask.is_coloured("skis", "pink").startswith("Are the skis pink?")
    assert ask.are_there(1, "cup").startswith("Is there just a cup?")
    assert ask.are_there(3, "cup", "red").startswith("Are there just three red cups?")
    assert ask.stands("cup", "left of", "dog").startswith("Is the cup left of the dog?")
