"""Plans that wait: accepted, changed, answered with something else, or turned down."""

from collections.abc import Callable
from typing import Any

import pytest

from got_models import chain_text
from got_models.errors import BadInput

Open = Callable[..., Any]


@pytest.fixture
def waiting(assistant: Open, apple: str) -> Callable[..., Any]:
    """Open an assistant whose first wish waits for approval; answers it and the turn."""

    def wait(*lines: object, answers: tuple[str, ...] = (), pictures: int = 1) -> Any:
        a = assistant(
            ("draw_picture", {"wish": "a red apple"}),
            *lines,
            answers=[apple, *answers],
            pictures=pictures,
            approval="ask",
        )
        return a, a.session().say("draw a red apple")

    return wait


def test_nothing_is_drawn_before_the_plan_is_accepted(waiting: Any) -> None:
    _, turn = waiting()

    assert turn.state == "waiting"
    assert (turn.attempts, turn.picture) == ((), None)
    assert [event.kind for event in turn.events][-2:] == ["asked", "ended"]

    turn.accept().wait()

    assert turn.state == "finished"
    assert turn.picture_number == 1
    assert len(turn.attempts) == 1
    assert [e.kind for e in turn.events].count("planned") == 1


def test_a_changed_plan_is_drawn_as_it_is(waiting: Any, apple: str) -> None:
    _, turn = waiting()
    moved = apple.replace("(100,200),(400,600)", "(500,500),(900,900)")

    turn.revise(moved).wait()

    assert chain_text.write(turn.chain) == moved
    shown = [event for event in turn.events if event.kind == "planned"]
    assert [one.by for one in shown] == ["reasoner", "user"]
    assert "moved" in " ".join(shown[1].changes).lower()


def test_a_plan_that_cannot_be_read_is_answered_and_not_drawn(waiting: Any) -> None:
    _, turn = waiting()

    turn.revise("no box in here").wait()

    assert "a chain needs at least one object" in turn.reply
    assert turn.attempts == ()


def test_something_else_said_goes_back_to_the_planner(waiting: Any, apple: str) -> None:
    a, turn = waiting(("draw_picture", {"wish": "a red apple, smaller"}), answers=(apple,))

    again = a.session(turn.session).say("no, smaller")

    assert again.number == turn.number
    assert a.planner.heard[-1][-1].text == "draw a red apple\nno, smaller"
    assert turn.state == "waiting"
    turn.accept().wait()
    assert turn.version.parameters["wish"] == "a red apple, smaller"


def test_a_rejected_plan_stays_in_the_history_undrawn(waiting: Any) -> None:
    _, turn = waiting()

    turn.reject().wait()

    assert (turn.state, turn.attempts) == ("finished", ())
    assert turn.reply.startswith("Not drawn.")
    assert turn.chain is not None


def test_a_plan_still_waits_in_another_process_after_the_first_one_left(
    waiting: Any, assistant: Open
) -> None:
    first, turn = waiting(pictures=0)
    first.close()
    later = assistant(pictures=1)

    found = later.session(turn.session).waiting.accept().wait()

    assert found.number == turn.number
    assert found.state == "finished"
    assert found.picture_number == 1
    kinds = [event.kind for event in found.events]
    assert kinds[0] == "began"
    assert kinds.count("began") == 1


def test_only_a_waiting_turn_takes_an_answer(waiting: Any) -> None:
    _, turn = waiting()
    turn.accept().wait()

    with pytest.raises(BadInput, match="does not wait"):
        turn.accept()


def test_a_waiting_turn_can_be_cancelled(waiting: Any) -> None:
    _, turn = waiting()

    turn.cancel()

    assert turn.state == "cancelled"
    assert turn.events[-1].state == "cancelled"


def test_the_users_own_plan_needs_no_approval(waiting: Any, apple: str) -> None:
    a, turn = waiting(pictures=2)
    turn.accept().wait()

    drawn = a.session(turn.session).edit_chain(apple.replace("(100,200)", "(50,150)"))

    assert drawn.state == "finished"
    assert drawn.picture_number == 2
