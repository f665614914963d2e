"""What a string may be as a whole, and how likely it is by its place."""

from got_models.conversation import Conversation, PictureNote
from got_models.tool_calls.candidates import candidates
from got_models.tool_calls.habits import prior

NOTES = (
    PictureNote(number=1, origin="drawn", caption="green bus", name="max"),
    PictureNote(number=2, origin="edited", parent=1, caption="red apple, 2 blue cup"),
)


def said(message, **more):
    return Conversation(pictures=NOTES, current=2, message=message, **more)


def texts(conversation):
    return [one.text for one in candidates(conversation)]


def test_every_run_of_the_users_words_is_there_once():
    found = texts(said("draw a cat, please!"))

    assert len(found) == len(set(found))
    assert {"draw a cat, please", "a cat", "cat, please", "draw", "cat"} <= set(found)
    assert not {"draw cat", "cat,", "please!", "ca"} & set(found)


def test_a_pronoun_may_be_any_thing_of_the_current_picture():
    found = texts(said("hmm, make it red"))

    assert {"make the red apple red", "make the blue cup red", "make it red"} <= set(found)
    assert "make the green bus red" not in found


def test_what_was_said_before_and_names_of_pictures_may_be_meant():
    found = texts(said("the second", before=("what a day", "paint the bus pink")))

    assert {"paint the bus pink", "what a day", "max", "red apple", "the blue cup"} <= set(found)


def test_no_candidate_breaks_out_of_a_string():
    found = texts(said('a "red" cup\\ and\x07 a hat'))

    assert all(not set('"\\\x07') & set(text) for text in found)
    assert "a hat" in found


def test_runs_of_long_messages_stay_few():
    found = candidates(said("so " + "a cup and " * 60))

    assert len(found) < 2_000


def test_a_wish_fills_its_message_and_the_name_of_a_thing_does_not():
    told = {one.text: one for one in candidates(said("ok, a red cup on a table"))}
    whole, thing = told["a red cup on a table"], told["red cup"]

    assert prior("wish", whole) > prior("wish", thing) + 2
    assert prior("phrase", thing) > prior("phrase", whole)
    assert prior("an argument of somebody else's tool", whole) == 0
