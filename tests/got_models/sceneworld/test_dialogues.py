"""A dialogue keeps a tree of versions, and every turn's call leads where the turn says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.dialogues import (
    Answer,
    Branch,
    DescribePicture,
    EditPicture,
    GoTo,
    PlanPicture,
    Undo,
    sample_dialogue,
)
from got_models.sceneworld.holdout import level_of

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(SEEDS)
def test_following_the_calls_leads_to_the_heads_and_scenes(seed):
    scenes, parents, head = {}, {}, None

    for turn in sample_dialogue(random.Random(seed)).turns:
        assert turn.subject == head
        match turn.call:
            case PlanPicture() | EditPicture():
                parents[turn.head] = head if isinstance(turn.call, EditPicture) else None
                assert turn.head == len(scenes) + 1
                scenes[turn.head] = turn.scene
                head = turn.head
            case Undo():
                head = parents[head]
            case GoTo(version=version):
                head = version
        assert turn.head == head
        assert turn.scene == scenes.get(head)


@given(SEEDS)
def test_plans_edits_and_descriptions_have_chains_and_nothing_else_has(seed):
    for turn in sample_dialogue(random.Random(seed)).turns:
        thought = isinstance(turn.call, PlanPicture | EditPicture | DescribePicture)
        assert (turn.chain is not None) == thought


@given(SEEDS)
def test_no_version_is_held_out_of_training(seed):
    turns = sample_dialogue(random.Random(seed)).turns

    assert all(level_of(turn.scene) is None for turn in turns if turn.scene and turn.scene.things)


@given(SEEDS, st.integers(min_value=2, max_value=10))
def test_a_dialogue_has_as_many_turns_as_asked(seed, turns):
    assert len(sample_dialogue(random.Random(seed), turns=turns).turns) == turns


@given(SEEDS)
def test_the_same_seed_makes_the_same_dialogue(seed):
    assert sample_dialogue(random.Random(seed)) == sample_dialogue(random.Random(seed))


@pytest.mark.parametrize(
    "call", [PlanPicture, EditPicture, Undo, GoTo, Branch, DescribePicture, Answer]
)
def test_every_tool_is_called_for(call):
    turns = [t for s in range(60) for t in sample_dialogue(random.Random(s)).turns]

    assert any(isinstance(turn.call, call) for turn in turns)


def test_a_pronoun_in_a_message_is_spelled_out_in_the_call():
    turns = [t for s in range(200) for t in sample_dialogue(random.Random(s)).turns]
    edits = [t for t in turns if isinstance(t.call, EditPicture)]
    pronouns = [t for t in edits if t.message != t.call.instruction]

    assert len(pronouns) > 20
    for turn in pronouns:
        assert "it" in turn.message.lower().replace("?", " ").replace(".", " ").split()
