"""Who looked before the last change cannot change anything; nothing is mixed in silence."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from got_models.errors import BadInput, SessionMoved

Open = Callable[..., Any]


@pytest.fixture
def session(assistant: Open, apple: str) -> Any:
    made = assistant(answers=[apple] * 4).session()
    made.call("draw_picture", wish="a red apple")
    return made


def test_every_change_by_somebody_stale_is_refused(session: Any, apple: str) -> None:
    seen = session.about.revision
    session.rename("changed by somebody else")
    before, turns = session.about, len(session.turns())

    for change in (
        lambda talk: talk.start("a red apple"),
        lambda talk: talk.start_call("vary"),
        lambda talk: talk.start_chain(apple),
        lambda talk: talk.undo(),
        lambda talk: talk.redo(),
        lambda talk: talk.go_to(1),
        lambda talk: talk.branch("other"),
        lambda talk: talk.switch("main"),
        lambda talk: talk.name("first"),
        lambda talk: talk.star(),
        lambda talk: talk.keep("the apple stays red"),
        lambda talk: talk.rename("mine"),
    ):
        with pytest.raises(SessionMoved):
            change(session.at(seen))

    assert (session.about, len(session.turns())) == (before, turns)


def test_of_two_who_looked_at_the_same_time_one_begins_a_turn(session: Any) -> None:
    seen = session.about.revision
    ready = threading.Barrier(2)
    refused = []

    def ask() -> None:
        ready.wait(30)
        try:
            session.at(seen).start_call("describe_picture").wait(30)
        except SessionMoved:
            refused.append(1)

    both = [threading.Thread(target=ask) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)

    assert (len(refused), len(session.turns())) == (1, 2)


def test_a_plan_that_was_answered_elsewhere_is_not_answered_again(
    assistant: Open, apple: str
) -> None:
    session = assistant(answers=[apple, apple], approval="ask").session()
    turn = session.start_call("draw_picture", wish="a red apple").wait()
    seen = session.about.revision
    turn.reject().wait()

    with pytest.raises((SessionMoved, BadInput)):
        session.at(seen).turn(turn.number).accept()

    assert session.versions() == []


def test_the_same_message_again_is_the_same_turn_however_the_session_has_moved(
    assistant: Open,
) -> None:
    session = assistant("Hello.").session()
    seen = session.about.revision

    first = session.at(seen).start("hello", key="once").wait()
    second = session.at(seen).start("hello", key="once").wait()

    assert first.number == second.number
