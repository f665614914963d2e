"""What the model is asked in training as planner and as judge."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models import judge_questions as ask
from got_models import prompts
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.dialogues import sample_turn
from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box
from got_models.tokenizer_training import train_tokenizer
from got_models.tokens import IM_END
from got_models.tool_calls import call_text
from got_models.training.chat_tasks import chat_task, with_unknown_deed
from got_models.training.judge_tasks import NoQuestion, judge_task, judge_task_for

SEEDS = st.integers(0, 2**63)


@settings(deadline=None, max_examples=12)
@given(seed=SEEDS)
def test_a_task_is_a_pure_function_of_its_seed(seed):
    assert chat_task(random.Random(seed)) == chat_task(random.Random(seed))
    assert judge_task(random.Random(seed)) == judge_task(random.Random(seed))


def test_some_messages_ask_for_what_nobody_knows_and_a_question_answers_them():
    unknown = []
    for seed in range(60):
        turn = sample_turn(random.Random(seed))
        other = with_unknown_deed(turn, random.Random(seed))
        if other != turn:
            unknown.append(other)

    assert unknown
    assert all(other.reply == say.CONFUSED and not other.calls for other in unknown)


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS)
def test_an_answer_is_calls_or_one_of_few_replies_and_ends(seed):
    answer = chat_task(random.Random(seed)).answer

    assert answer.endswith(IM_END)
    said, calls = call_text.read(answer.removesuffix(IM_END))
    assert (said in say.REPLIES) != bool(calls)
    assert call_text.write(calls) + said + IM_END == answer


@settings(deadline=None, max_examples=12)
@given(seed=SEEDS)
def test_the_prompt_is_in_the_chat_form_that_is_used_later(seed):
    task = chat_task(random.Random(seed))

    assert task.prompt == prompts.chat(task.message)
    assert task.message.startswith("Pictures:")
    assert "\nMessage" in task.message


@pytest.fixture(scope="module")
def tokenizer():
    tasks = [chat_task(random.Random(seed)) for seed in range(150)]
    texts = [part.split("<|im_end|>")[0] for t in tasks for part in (t.message, t.answer)]
    return train_tokenizer(iter(texts), vocabulary=1600)


def test_prompts_and_answers_are_short(tokenizer):
    tasks = [chat_task(random.Random(seed)) for seed in range(5000, 5120)]
    prompts_long = sorted(len(tokenizer.encode(task.prompt)) for task in tasks)
    answers_long = sorted(len(tokenizer.encode(task.answer)) for task in tasks)

    assert prompts_long[len(tasks) // 2] <= 150
    assert prompts_long[-1] <= 400
    assert answers_long[-1] <= 200


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS)
def test_judge_questions_end_alike_and_no_scene_is_held_out(seed):
    task = judge_task(random.Random(seed))

    assert task.prompt.endswith("? Answer yes or no.")
    assert task.answer in ("yes" + IM_END, "no" + IM_END)
    assert level_of(task.seen) is None


def test_half_of_the_answers_to_every_kind_of_question_are_yes():
    tasks = [judge_task(random.Random(seed)) for seed in range(400)]
    asked = Counter((_kind(task.prompt), task.is_yes) for task in tasks)

    for kind in ("box", "count", "relation", "present"):
        share = asked[kind, True] / (asked[kind, True] + asked[kind, False])
        assert 0.35 < share < 0.65, kind


def test_the_number_asked_for_does_not_give_the_answer_away():
    tasks = [judge_task(random.Random(seed)) for seed in range(500)]
    single = [task.is_yes for task in tasks if " just a" in task.prompt]
    double = [task.is_yes for task in tasks if " just two" in task.prompt]

    assert 0.35 < sum(single) / len(single) < 0.65
    assert 0.35 < sum(double) / len(double) < 0.65


def _kind(question):
    if "in the box" in question:
        return "box"
    if "just" in question:
        return "count"
    if any(f" {relation} " in question for relation in ("left of", "right of", "above", "below")):
        return "relation"
    return "present" if question.startswith("Is there") else "colour"


RED_APPLE = Thing(kind="apple", colour="red", box=Box(x0=100, y0=100, x1=300, y1=300), family="a")
BLUE_CUP = Thing(kind="cup", colour="blue", box=Box(x0=600, y0=100, x1=800, y1=300), family="a")
PAIR = Scene(things=(RED_APPLE, BLUE_CUP), background=Background(kind="plain", colour="gray"))


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, truth=st.booleans())
def test_a_relation_is_asked_for_the_right_way_round(seed, truth):
    task = judge_task_for(PAIR, "relation", truth, random.Random(seed))

    right = task.prompt in (
        ask.stands("apple", "left of", "cup"),
        ask.stands("cup", "right of", "apple"),
    )
    assert right == truth == task.is_yes


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_what_is_not_there_is_really_not_there(seed):
    prompt = judge_task_for(PAIR, "present", False, random.Random(seed)).prompt
    there = [ask.is_there("apple"), ask.is_there("apple", "red"), ask.is_there("cup")]

    assert prompt not in [*there, ask.is_there("cup", "blue")]


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_a_true_box_is_near_the_thing(seed):
    prompt = judge_task_for(PAIR, "box", True, random.Random(seed)).prompt
    numbers = [int(n) for n in "".join(c if c.isdigit() else " " for c in prompt).split()]
    box = Box(**dict(zip(("x0", "y0", "x1", "y1"), numbers, strict=True)))

    assert max(box.iou(RED_APPLE.box), box.iou(BLUE_CUP.box)) > 0.5


def test_colours_are_not_asked_for_where_none_can_be_seen():
    faded = PAIR.model_copy(update={"style": "sepia"})

    with pytest.raises(NoQuestion):
        judge_task_for(faded, "colour", True, random.Random(0))
