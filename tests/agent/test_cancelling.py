"""Stopping a turn at any moment keeps what is finished; a dead process's turn goes on or ends."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.build import Models
from memory.jobs import Jobs

Open = Callable[..., Any]


class StoppedPainter:
    """Paints, and lets the turn be stopped after the last step."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.stop: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def paint(self, *words: Any, **about: Any) -> Any:
        painted = self._inner.paint(*words, **about)
        self.stop()
        return painted


class GatedPainter:
    """Paints until a gate, tells that it is there, and waits to be let on."""

    def __init__(self, inner: Any, gate_at: int) -> None:
        self._inner, self._gate_at, self._painted = inner, gate_at, 0
        self.reached, self.go = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def paint(self, *words: Any, on_step: Callable[[int, int], None], **about: Any) -> Any:
        self._painted += 1
        if self._painted == self._gate_at:
            self.reached.set()
            assert self.go.wait(30)
        return self._inner.paint(*words, on_step=on_step, **about)


def test_cancelling_keeps_the_pictures_that_are_finished(
    assistant: Open, reasoner: Any, painter: Any, apple: str
) -> None:
    gated = GatedPainter(painter(9), gate_at=3)
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        models=Models(reasoner(apple), gated),
        candidates=5,
    )
    turn = a.session().start("draw a red apple")
    assert gated.reached.wait(30)

    turn.cancel()
    gated.go.set()
    turn.wait()

    assert turn.state == "cancelled"
    assert len(turn.attempts) == 2
    assert turn.picture_number == 1
    assert turn.reply.startswith("Stopped. Picture 1")
    assert turn.events[-1].state == "cancelled"


def test_cancelling_before_anything_is_finished_leaves_the_session_as_it_was(
    assistant: Open, reasoner: Any, painter: Any, apple: str
) -> None:
    gated = GatedPainter(painter(9), gate_at=1)
    a = assistant(("draw_picture", {"wish": "a red apple"}), models=Models(reasoner(apple), gated))
    session = a.session()
    turn = session.start("draw a red apple")
    assert gated.reached.wait(30)

    turn.cancel()
    gated.go.set()
    turn.wait()

    assert (turn.state, turn.reply, session.current) == ("cancelled", "Stopped.", None)


def test_a_stop_after_the_last_step_keeps_the_picture_and_the_next_wish_is_the_second(
    assistant: Open, reasoner: Any, painter: Any, apple: str
) -> None:
    stopped = StoppedPainter(painter(2))
    a = assistant(
        *[("draw_picture", {"wish": "a red apple"})] * 2,
        models=Models(reasoner(apple, apple), stopped),
    )
    session = a.session()
    stopped.stop = lambda: session.turns()[-1].cancel()

    turn = session.say("draw a red apple")
    stopped.stop = lambda: None
    after = session.say("draw a red apple")

    assert (turn.state, turn.reply) == ("cancelled", "Stopped. Picture 1: a red apple.")
    assert (after.state, after.picture_number) == ("finished", 2)


def test_another_process_can_cancel(
    assistant: Open, reasoner: Any, painter: Any, apple: str
) -> None:
    gated = GatedPainter(painter(9), gate_at=1)
    a = assistant(("draw_picture", {"wish": "a red apple"}), models=Models(reasoner(apple), gated))
    turn = a.session().start("draw a red apple")
    assert gated.reached.wait(30)

    assistant().turn(turn.number).cancel()
    gated.go.set()
    turn.wait()

    assert turn.state == "cancelled"
    assert turn.events[-1].state == "cancelled"
    assert turn.reply.startswith("Stopped.")
    assert [event.kind for event in assistant().turn(turn.number)].count("ended") == 1


def test_a_turn_stopped_as_it_begins_to_wait_does_not_wait(
    assistant: Open, apple: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple], approval="ask")
    session = a.session()
    put_aside = Jobs.wait

    def stopped_meanwhile(jobs: Jobs, job: int) -> bool:
        a.turn(job).cancel()
        return put_aside(jobs, job)

    monkeypatch.setattr(Jobs, "wait", stopped_meanwhile)
    turn = session.say("draw a red apple")

    assert turn.state == "cancelled"
    assert turn.events[-1].state == "cancelled"
    assert session.waiting is None


def test_an_interrupted_turn_goes_on_and_draws_nothing_twice(
    assistant: Open, apple: str, folder: Path, killed: Callable[..., int]
) -> None:
    number = killed(after_pictures=2)
    a = assistant(answers=[], pictures=1)

    turn = a.turn(number)
    assert turn.state == "interrupted"
    assert [one.number for one in a.interrupted()] == [number]
    turn.resume().wait()

    assert turn.state == "finished"
    assert [one.seed for one in turn.attempts] == [42, 43, 44]
    assert turn.picture_number == 1
    assert len(a.session(turn.session).versions()) == 1
