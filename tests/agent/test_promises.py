"""Promises after every turn that leaves another picture current: looked for, told, stored."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from got_models.errors import GotError
from got_models.thought import Box
from got_models.verifying.crops import Glimpse
from tools.verdict import Finding

Open = Callable[..., Any]

RED = "the apple stays red"
LOCK = "the red apple stays at (100,200),(400,600)"
MOVED = "(600,600),(900,900)"


class Eye:
    """Sees one apple: where and in which colour depends on nothing but its settings.

    `turned` are the places to look at in pictures that lie on their side.
    """

    def __init__(self, colour: str = "red", *corners: int) -> None:
        self.colour, self.asked = colour, 0
        x0, y0, x1, y1 = corners or (100, 200, 400, 600)
        self.box = Box(x0=x0, y0=y0, x1=x1, y1=y1)

    def look(self, picture: Image.Image, boxes: list[Box]) -> list[Glimpse]:
        self.asked += 1
        return [
            Glimpse("apple" if box.iou(self.box) > 0.4 else None, 0.99, self.colour, 0.99)
            for box in boxes
        ]


def promised(turn: Any) -> list[tuple[str, bool, str]]:
    """What a turn tells about the promises beside what it drew."""
    return [
        (check.name, check.passed, check.evidence)
        for event in turn.events
        if event.kind == "promised"
        for check in event.checks
    ]


@pytest.fixture
def eye() -> Eye:
    return Eye()


@pytest.fixture
def session(assistant: Open, apple: str, edit_chain: str, eye: Eye) -> Any:
    """A session with a drawn picture (1) and an edited one (2), which nobody judges yet."""
    a = assistant(answers=[apple, edit_chain, apple], eye=eye, rounds=0)
    made = a.session()
    made.call("draw_picture", wish="a red apple")
    made.call("edit_picture", instruction="make the apple blue")
    made.go_to(1)
    made.call("describe_picture")
    return made


@pytest.mark.parametrize(
    ("tool", "arguments", "picture"),
    [
        ("crop", {"box": [0, 0, 700, 999]}, 3),
        ("rotate", {"quarter_turns": 1}, 3),
        ("upscale", {"factor": 2}, 3),
        ("composite", {"first": 1, "second": 2, "box": [0, 0, 500, 500]}, 3),
        ("go_to", {"picture": 2}, 2),
        ("redo", {}, 2),
    ],
)
def test_every_way_to_another_picture_names_a_broken_promise_with_evidence(
    session: Any, eye: Eye, tool: str, arguments: dict[str, Any], picture: int
) -> None:
    session.keep(RED)
    eye.colour, eye.box = "blue", Box(x0=0, y0=0, x1=999, y1=999)
    eye.look = lambda _, boxes: [Glimpse("apple", 0.99, "blue", 0.99) for _ in boxes]  # type: ignore[method-assign]

    turn = session.call(tool, **arguments)

    assert session.current == picture
    assert promised(turn) == [(RED, False, "seen: a blue apple")]
    assert turn.reply.endswith(f"Not kept: {RED} (seen: a blue apple).")
    assert (RED, False) in [(check.name, check.passed) for check in turn.critique.checks]


def test_undo_names_a_broken_promise_and_remembers_what_was_seen(session: Any, eye: Eye) -> None:
    session.call("go_to", picture=2)
    session.keep(RED)
    eye.colour = "blue"

    first = session.call("undo")
    session.call("redo")
    asked = eye.asked
    again = session.call("undo")

    assert promised(first) == promised(again) == [(RED, False, "seen: a blue apple")]
    assert first.reply.endswith(f"Not kept: {RED} (seen: a blue apple).")
    assert eye.asked == asked


@pytest.mark.parametrize("tool", ["vary", "cherry_pick"])
def test_what_is_drawn_again_is_judged_with_its_promises_and_told_once(
    session: Any, eye: Eye, tool: str
) -> None:
    session.keep(RED)
    eye.colour = "blue"

    turn = session.call(tool, **({"count": 1} if tool == "vary" else {"picture": 2}))

    assert session.current == 3
    assert turn.reply.count(RED) == 1
    assert (RED, False) in [(check.name, check.passed) for check in turn.critique.checks]
    assert promised(turn) == []


def test_a_promise_that_holds_is_told_in_events_alone(session: Any) -> None:
    session.keep(RED)

    turn = session.call("upscale", factor=2)

    assert promised(turn) == [(RED, True, "seen: a red apple")]
    assert turn.reply == "Picture 3: enlarged 2 times."


def test_a_move_without_a_turn_is_looked_at_in_the_next_one(session: Any, eye: Eye) -> None:
    session.keep(RED)
    eye.colour = "blue"
    session.go_to(2)
    session.undo()
    session.call("describe_picture")
    session.go_to(2)

    turn = session.call("star_picture")

    assert [name for name, passed, _ in promised(turn) if not passed] == [RED]
    assert promised(session.call("star_picture")) == []


def test_a_turn_that_ends_in_a_refusal_names_them_too(assistant: Open, apple: str) -> None:
    eye = Eye()
    a = assistant(
        [("undo", {}), ("draw_picture", {"wish": "a hundred apples"})],
        answers=[apple, apple],
        eye=eye,
        vocabulary=frozenset({"apple"}),
    )
    session = a.session()
    session.call("draw_picture", wish="a red apple")
    session.call("draw_picture", wish="a red apple")
    session.keep(RED)
    eye.colour = "blue"

    turn = session.say("back, and then a hundred apples")

    assert turn.state == "finished"
    assert turn.reply.startswith("the wish asks for more than 6 objects")
    assert turn.reply.endswith(f"Not kept: {RED} (seen: a blue apple).")


def test_a_locked_box_goes_with_a_cut_a_turn_and_an_enlargement(session: Any, eye: Eye) -> None:
    session.lock("apple")

    eye.box = Box(x0=200, y0=200, x1=799, y1=600)
    cut = session.call("crop", box=[0, 0, 500, 999])
    turned = session.call("rotate", quarter_turns=1)
    larger = session.call("upscale", factor=2)

    held = [(LOCK, True, "seen: a red apple")]
    assert [promised(turn) for turn in (cut, turned, larger)] == [held] * 3
    assert session.scene().elements[0].box == Box(x0=399, y0=200, x1=799, y1=799)


def test_a_locked_thing_that_left_its_place_is_named_where_the_place_is_now(
    session: Any, eye: Eye
) -> None:
    session.lock("apple")
    eye.box = Box(x0=600, y0=600, x1=999, y1=999)

    turn = session.call("crop", box=[0, 0, 500, 999])

    assert promised(turn) == [(LOCK, False, "no apple is in its place, (200, 200, 799, 600)")]


def test_a_lock_made_in_a_cut_out_holds_in_the_whole_picture(session: Any, eye: Eye) -> None:
    session.call("crop", box=[0, 0, 500, 999])
    entry = session.lock("apple")
    assert entry.promise == "the red apple stays at (200,200),(799,600)"

    assert [passed for _, passed, _ in promised(session.call("undo"))] == [True]


def test_what_is_cut_away_is_given_up_by_name_and_there_again_after_undo(
    session: Any, eye: Eye
) -> None:
    session.lock("apple")

    cut = session.call("crop", box=[500, 0, 999, 999])
    back = session.call("undo")

    assert promised(cut) == [(LOCK, False, "its place was cut away")]
    assert cut.reply.endswith(f"Not kept: {LOCK} (its place was cut away).")
    assert promised(back) == [(LOCK, True, "seen: a red apple")]


def test_what_is_cut_away_is_named_even_without_a_critic(assistant: Open, apple: str) -> None:
    session = assistant(answers=[apple]).session()
    session.call("draw_picture", wish="a red apple")
    session.lock("apple")

    turn = session.call("crop", box=[500, 0, 999, 999])

    assert promised(turn) == [(LOCK, False, "its place was cut away")]
    assert promised(session.call("undo")) == []


def test_an_edit_of_a_cut_out_is_held_to_the_place_the_lock_has_there(
    assistant: Open, apple: str
) -> None:
    edit = (
        "1. The source image shows an apple. 2. The inserted object is the "
        "<|object_ref_start|>blue cup<|object_ref_end|><|box_start|>(0,700),(200,900)<|box_end|>"
        " (blue). 3. Insert it."
    )
    eye = Eye("red", 200, 200, 799, 600)
    session = assistant(answers=[apple, edit], eye=eye, rounds=0).session()
    session.call("draw_picture", wish="a red apple")
    session.lock("apple")
    session.call("crop", box=[0, 0, 500, 999])

    turn = session.call("edit_picture", instruction="add a blue cup")

    judged = next(e for e in turn.events if e.kind == "judged" and e.attempt is not None)
    assert (LOCK, True) in [(check.name, check.passed) for check in judged.checks]


def test_a_critic_that_is_out_of_reach_is_told_and_ends_nothing(session: Any, eye: Eye) -> None:
    session.keep(RED)

    def silent(*_: object) -> tuple[Finding, ...]:
        raise GotError("the server does not answer")

    eye.look = silent  # type: ignore[assignment, method-assign]

    turn = session.call("upscale", factor=2)

    assert turn.state == "finished"
    assert turn.reply.endswith("Nobody checked the promises: the server does not answer")


def test_a_lock_goes_with_a_cut_in_a_session_that_was_read_from_a_file(
    session: Any, eye: Eye, assistant: Open
) -> None:
    session.lock("apple")
    eye.box = Box(x0=200, y0=200, x1=799, y1=600)
    again = assistant(eye=eye).import_project(session.export("project").read_bytes())

    turn = again.call("crop", box=[0, 0, 500, 999])

    assert promised(turn) == [(LOCK, True, "seen: a red apple")]
