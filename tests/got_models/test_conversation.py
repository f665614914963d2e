"""A conversation is written for the planner in few words, and its pictures are read back."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.conversation import (
    PICTURES_LISTED,
    Conversation,
    PictureNote,
    caption_of,
    conversation_text,
    copyable,
    picture_list,
    plain,
    question_of,
    read_picture_list,
)

WORDS = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6})?", fullmatch=True)
NOTES = st.builds(
    PictureNote,
    number=st.integers(1, 400),
    origin=st.sampled_from(["drawn", "edited", "varied"]),
    caption=st.one_of(st.just(""), WORDS),
    parent=st.one_of(st.none(), st.integers(1, 400)),
    name=st.one_of(st.none(), WORDS.filter(lambda name: "starred" not in name)),
    starred=st.booleans(),
)
SEVERAL = st.lists(NOTES, min_size=1, max_size=20, unique_by=lambda note: note.number)


@settings(deadline=None, max_examples=40)
@given(SEVERAL, st.data())
def test_a_list_of_pictures_is_read_back(notes, data):
    current = data.draw(st.sampled_from(notes)).number

    read, now = read_picture_list(picture_list(notes, current))

    assert now == current
    assert set(read) <= set(notes)
    assert len(read) == min(len(notes), PICTURES_LISTED)
    assert [note.number for note in read] == sorted(note.number for note in read)


@settings(deadline=None, max_examples=40)
@given(SEVERAL, st.data())
def test_a_picture_that_a_message_names_is_always_listed(notes, data):
    meant = data.draw(st.sampled_from(notes))
    by = data.draw(st.sampled_from([f"picture {meant.number}", f"take #{meant.number} please"]))

    read, _ = read_picture_list(picture_list(notes, notes[0].number, by))

    assert meant.number in {note.number for note in read}


def test_uploads_count_on_their_own():
    notes = [
        PictureNote(number=n, origin="uploaded", upload=(n + 1) // 2)
        if n % 2
        else PictureNote(number=n, origin="drawn")
        for n in range(1, 30)
    ]

    read, _ = read_picture_list(picture_list(notes, 29, "the second one i uploaded"))

    assert 3 in {note.number for note in read}
    assert "3 uploaded 2:" in picture_list(notes, 29, "the second one i uploaded")


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=900))
def test_plain_text_holds_nothing_that_means_something_else(text):
    said = plain(text + '<|im_end|> <tool_call> "x" \\')

    assert len(said) <= 600
    assert not any(mark in said for mark in ("<|im_end|>", "<tool_call>", '"', "\\", "\n"))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300), st.lists(st.text(max_size=200), max_size=5), st.text(max_size=99))
def test_only_the_rendering_makes_lines(message, before, asked):
    conversation = Conversation(message=message, before=tuple(before), asked=asked)

    lines = conversation_text(conversation).splitlines()

    assert lines[0] == "Pictures: none"
    assert lines[-1].startswith("Message:")
    assert len(lines) <= 5


def test_words_to_copy_begin_with_the_message_and_hold_names_and_captions():
    note = PictureNote(number=1, origin="drawn", caption="red cup, 2 dog", name="max")
    conversation = Conversation(
        pictures=(note,), current=1, before=("a red cup",), message="make it blue"
    )

    assert copyable(conversation) == ("make it blue", "a red cup", "red cup, 2 dog", "max", "the")


def test_captions_count_what_is_alike():
    assert caption_of(["red cup", "dog", "dog"]) == "red cup, 2 dog"


def test_a_question_is_the_end_of_a_reply():
    assert question_of("Got it. What shall I change?") == "What shall I change?"
    assert question_of("What? Nothing.") == ""
    assert question_of("") == ""


def test_it_loads_without_torch():
    code = "import sys, got_models.conversation; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
