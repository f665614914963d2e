"""A dialogue numbers its pictures, and every turn's calls lead where the turn says."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.conversation import copyable, picture_list, read_picture_list
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.dialogue_references import words_for
from got_models.sceneworld.dialogue_session import Session
from got_models.sceneworld.dialogues import OPENING, TALK, sample_dialogue, sample_turn
from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.wordings import Wordings

SEEDS = st.integers(min_value=0, max_value=2**32)

TOOLS = {
    "draw_picture": {"wish"},
    "edit_picture": {"instruction", "picture"},
    "describe_picture": {"picture"},
    "locate": {"phrase", "picture"},
    "critique_picture": {"picture"},
    "vary": {"count", "picture"},
    "change_layout": {"operation", "element"},
    "undo": {"steps"},
    "redo": set(),
    "go_to": {"picture"},
    "branch": {"name"},
    "name_picture": {"name", "picture"},
    "star_picture": {"picture"},
    "compare_pictures": {"first", "second"},
    "cherry_pick": {"picture"},
    "search_history": {"query"},
    "keep": {"promise"},
    "release": {"promise"},
    "crop": {"box", "picture"},
    "rotate": {"quarter_turns", "picture"},
    "upscale": {"factor", "picture"},
    "composite": {"first", "second", "box"},
    "export": {"form"},
}
"""Every tool with the arguments that a dialogue may give it."""


@pytest.fixture(scope="module")
def turns():
    """Some hundred turns, as training sees them."""
    return [sample_turn(random.Random(seed)) for seed in range(500)]


@settings(deadline=None, max_examples=15)
@given(SEEDS)
def test_a_turn_leads_to_calls_or_to_a_reply_and_knows_the_current_picture(seed):
    head = None

    for turn in sample_dialogue(random.Random(seed)).turns:
        assert bool(turn.calls) != bool(turn.reply)
        assert turn.reply == "" or turn.reply in say.REPLIES
        assert turn.conversation.attached or turn.subject == head
        head = turn.head
        assert (turn.scene is None) == (head is None)


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_calls_name_known_tools_with_known_arguments(seed):
    for call in sample_turn(random.Random(seed)).calls:
        assert set(call.arguments) <= TOOLS[call.name]


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_pictures_in_arguments_are_pictures_the_planner_is_told_about(seed):
    turn = sample_turn(random.Random(seed))
    conversation = turn.conversation
    written = picture_list(conversation.pictures, conversation.current, conversation.message)
    listed = {note.number for note in read_picture_list(written)[0]}

    for call in turn.calls:
        meant = {call.arguments.get(name) for name in ("picture", "first", "second")}
        assert meant - {None} <= listed


@settings(deadline=None, max_examples=50)
@given(SEEDS)
def test_words_in_arguments_are_words_of_the_conversation(seed):
    turn = sample_turn(random.Random(seed))
    known = {word.strip(".?!,;:'") for text in copyable(turn.conversation) for word in text.split()}

    for call in turn.calls:
        for name, value in call.arguments.items():
            if isinstance(value, str) and name not in ("form", "operation"):
                assert {word.strip(".?!,;:'") for word in value.split()} <= known


@settings(deadline=None, max_examples=15)
@given(SEEDS)
def test_no_picture_is_held_out_of_training(seed):
    turns = sample_dialogue(random.Random(seed)).turns

    assert all(level_of(turn.scene) is None for turn in turns if turn.scene and turn.scene.things)


@settings(deadline=None, max_examples=10)
@given(SEEDS, st.integers(min_value=2, max_value=10))
def test_a_dialogue_has_as_many_turns_as_asked(seed, turns):
    assert len(sample_dialogue(random.Random(seed), turns=turns).turns) == turns


@settings(deadline=None, max_examples=10)
@given(SEEDS)
def test_the_same_seed_makes_the_same_dialogue(seed):
    assert sample_dialogue(random.Random(seed)) == sample_dialogue(random.Random(seed))


def test_every_tool_is_called_for_and_every_reply_is_given():
    session = Session(rng=random.Random(4), heldout=False)
    moves = [*OPENING, *TALK]
    said = [move(Session(rng=session.rng, heldout=False)) for move in OPENING]
    for origin in ("uploaded", "drawn", "uploaded", "edited"):
        session.show(session.add(sample_scene(session.rng), origin))
    said += [move(session) for move in moves for _ in range(8)]
    said = [one for one in said if one]

    assert {call.name for one in said for call in one.calls} == set(TOOLS)
    assert {one.reply for one in said if one.reply} == set(say.REPLIES)
    assert any(len(one.calls) == 2 for one in said)


def test_a_pronoun_in_a_message_is_spelled_out_in_the_call(turns):
    edits = [(t, c) for t in turns for c in t.calls if c.name == "edit_picture"]
    spelled = [
        (turn, call.arguments["instruction"])
        for turn, call in edits
        if call.arguments["instruction"] not in turn.message and not turn.conversation.asked
    ]

    assert len(spelled) > 1
    for turn, instruction in spelled:
        _, current = read_picture_list(picture_list(turn.conversation.pictures, turn.subject))
        shown = {note.number: note.caption.split(", ") for note in turn.conversation.pictures}
        assert re.search(r"\bit\b", turn.message, re.IGNORECASE)
        assert current is not None
        assert any(f"the {phrase}" in instruction for phrase in shown[current])


def test_an_upload_is_named_by_its_place_among_the_uploads():
    session = Session(rng=random.Random(1), heldout=False)
    scene = sample_scene(random.Random(2))
    for origin in ("drawn", "uploaded", "drawn", "uploaded"):
        session.show(session.add(scene, origin))

    said = {words_for(session, 4) for _ in range(200)}

    assert "picture 4" in said
    assert "the second one i uploaded" in said
    assert not any("third" in words or "first" in words for words in said)


def _wordings():
    found = {name: value for name, value in vars(say).items() if isinstance(value, Wordings)}
    for name in ("CHANGES", "LAYOUT", "LAYOUT_ALL", "ROTATE", "UPSCALE", "EXPORT"):
        found |= {f"{name} {key}": value for key, value in getattr(say, name).items()}
    return found


@pytest.mark.parametrize("name", sorted(_wordings()))
def test_held_out_wordings_are_kept_apart(name):
    wordings = _wordings()[name]

    assert wordings.seen
    assert wordings.heldout
    assert not {w.lower() for w in wordings.seen} & {w.lower() for w in wordings.heldout}


def test_no_training_message_is_a_held_out_wording(turns):
    fixed = {
        wording
        for wordings in _wordings().values()
        for wording in wordings.heldout
        if "{" not in wording and len(wording.split()) > 2
    }
    messages = [turn.message.lower() for turn in turns]

    assert not [m for m in messages if any(wording in m for wording in fixed)]


def test_held_out_dialogues_are_worded_otherwise():
    turns = [sample_turn(random.Random(seed), heldout=True) for seed in range(120)]
    thanked = [turn.message.lower().strip(" .") for turn in turns if turn.reply == say.WELCOME]

    assert thanked
    assert not {said for said in thanked if said in say.THANKS.seen}
