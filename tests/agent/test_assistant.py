"""The assistant from Python: what is said becomes tools, plans, pictures and replies."""

import threading
from collections.abc import Callable

import pytest
from PIL import Image

from agent.assistant import Assistant
from agent.context import Staff
from got_models.errors import WeightsError
from memory.archive import Archive

Open = Callable[..., Assistant]


def test_a_wish_becomes_a_plan_a_picture_and_a_reply(assistant: Open, apple: str) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple])

    turn = a.session().say("draw a red apple")

    assert turn.state == "finished"
    assert turn.picture is not None
    assert turn.picture_number == 1
    assert turn.chain is not None
    assert [e.phrase for e in turn.chain.elements] == ["red apple"]
    assert turn.reply == "Picture 1: a red apple."
    kinds = [event.kind for event in turn.events if event.kind not in ("thinking", "painting")]
    assert kinds == [
        "began",
        "understood",
        "called",
        "planned",
        "painted",
        "remembered",
        "said",
        "ended",
    ]


def test_a_message_without_a_tool_call_is_just_answered(assistant: Open) -> None:
    a = assistant("You are welcome.")
    session = a.session()

    turn = session.say("thanks!")

    assert (turn.reply, turn.state, turn.picture) == ("You are welcome.", "finished", None)
    assert [m.text for m in session.messages()] == ["thanks!", "You are welcome."]


def test_the_planner_is_told_of_all_pictures_and_which_one_is_current(
    assistant: Open, apple: str, edit_chain: str
) -> None:
    planner_lines = [
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        "Which one?",
    ]
    a = assistant(*planner_lines, answers=[apple, edit_chain])
    session = a.session()
    session.say("draw a red apple")
    session.attach(Image.new("RGB", (40, 30), "green"), "leaf.png")
    session.go_to(1)

    session.say("make it blue")
    session.undo()
    session.say("now the second one")

    told = a.planner.heard[-1][0].text
    assert "1 now drawn: red apple" in told
    assert "2 uploaded 1:" in told
    assert "3 edited of 1:" in told
    assert [m.text for m in a.planner.heard[-1][1:-1]][:2] == [
        "draw a red apple",
        "Picture 1: a red apple.",
    ]


def test_an_edit_names_its_subject_and_changes_only_that_picture(
    assistant: Open, apple: str, edit_chain: str
) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue", "picture": 1}),
        answers=[apple, edit_chain],
    )
    session = a.session()
    session.say("draw a red apple")
    session.attach(Image.new("RGB", (40, 30), "green"))

    turn = session.say("make the first one blue")

    assert session.version(3).parent == session.version(1).id
    assert session.version(3).changed_outside_px == 0
    planned = next(event for event in turn.events if event.kind == "planned")
    assert planned.subject == 1


def test_a_picture_that_is_not_there_leads_to_a_question(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make it blue", "picture": 7}),
        answers=[apple],
    )
    session = a.session()
    session.say("draw a red apple")

    turn = session.say("make the seventh one blue")

    assert turn.reply == ("There is no picture 7; the only picture is 1. Which one do you mean?")
    assert turn.made == ()


def test_before_the_first_picture_there_is_nothing_to_edit(assistant: Open) -> None:
    a = assistant(("edit_picture", {"instruction": "make the cup red"}), ("undo", {}))
    session = a.session()

    assert "no picture yet" in session.say("make it red").reply
    assert "nothing to undo" in session.say("undo").reply


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("draw_picture", {"wish": ""}), "wish"),
        (("crop", {"box": [0, 0, 5000, 10]}), "box"),
        (("undo", {"steps": 0}), "steps"),
        (("open_file", {"path": "/etc/passwd"}), "not a valid tool"),
        (("draw_picture", {"wish": "a cup", "path": "x"}), "path"),
    ],
)
def test_wrong_arguments_are_told_and_nothing_is_drawn(
    assistant: Open, call: tuple[str, dict[str, object]], words: str
) -> None:
    turn = assistant(call, pictures=0).session().say("do it")

    called = next(event for event in turn.events if event.kind == "called")
    assert called.failed
    assert words in called.answer
    assert turn.state == "finished"


def test_several_calls_of_one_answer_are_done_in_their_order(
    assistant: Open, apple: str, edit_chain: str
) -> None:
    a = assistant(
        [
            ("draw_picture", {"wish": "a red apple"}),
            ("edit_picture", {"instruction": "make the apple blue"}),
            ("undo", {}),
        ],
        answers=[apple, edit_chain],
    )
    session = a.session()

    turn = session.say("draw an apple, make it blue, and go back")

    assert [version.operation for version in turn.made] == ["draw", "edit"]
    assert session.current == turn.picture_number == 1
    assert turn.reply.endswith("You are at picture 1. 1 later one is kept.")


def test_a_planner_that_converses_is_asked_again_and_sees_what_came_of_it(
    assistant: Open, apple: str
) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        "There is your apple.",
        answers=[apple],
        converses=True,
    )

    turn = a.session().say("draw a red apple")

    assert a.planner.heard[1][-1].text == "Picture 1: a red apple."
    assert turn.reply.endswith("There is your apple.")


def test_a_planner_that_never_stops_calling_is_stopped(assistant: Open, apple: str) -> None:
    calls = [("describe_picture", {})] * 50
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        *calls,
        answers=[apple],
        converses=True,
        planner_calls=3,
    )

    turn = a.session().say("draw and look")

    assert turn.state == "finished"
    assert len(a.planner.heard) == 3


def test_what_the_model_cannot_draw_is_answered_in_words(assistant: Open) -> None:
    a = assistant(("draw_picture", {"wish": "a dragon"}), vocabulary=frozenset({"bird", "horse"}))

    turn = a.session().say("draw a dragon")

    assert turn.state == "finished"
    assert "cannot draw 'dragon'" in turn.reply
    assert "bird" in turn.reply


def test_a_failing_painter_ends_the_turn_with_its_reason(assistant: Open, apple: str) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple], pictures=0)
    turn = a.session().start("draw a red apple")

    with pytest.raises(AssertionError, match="more than the script has"):
        turn.wait()

    assert turn.state == "failed"
    assert [event.kind for event in turn][-1] == "ended"
    assert len(turn.messages) == 1


def test_events_are_told_while_it_runs_and_are_the_same_from_memory(
    assistant: Open, apple: str
) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple])
    session = a.session()

    live = list(session.start("draw a red apple"))

    again = assistant().turn(session.turns()[0].number)
    kept = [event for event in live if event.kind not in ("thinking", "painting")]
    assert [event.kind for event in live].count("painting") == 2
    assert list(again) == list(again.events) == kept


def test_a_turn_that_begins_while_it_is_looked_up_is_told_once(
    assistant: Open, apple: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple])
    office = a._office
    hire, open_memory = office._hire, office.archive
    looked, begin = threading.Event(), threading.Event()

    def slowly() -> Staff:
        assert begin.wait(30)
        return hire()

    monkeypatch.setattr(office, "_hire", slowly)
    turn = a.session().start("draw a red apple")

    def archive_after_the_turn() -> Archive:
        if threading.current_thread() is listener:
            looked.set()
            turn.wait()
        return open_memory()

    monkeypatch.setattr(office, "archive", archive_after_the_turn)
    heard: list[str] = []
    listener = threading.Thread(target=lambda: heard.extend(event.kind for event in turn))
    listener.start()
    looked.wait(0.3)
    begin.set()
    listener.join(30)

    assert (heard.count("began"), heard.count("ended")) == (1, 1)


def test_a_turn_whose_models_cannot_be_loaded_tells_so_from_memory_too(
    assistant: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = assistant()

    def fail() -> Staff:
        raise WeightsError("the weights are cut off")

    monkeypatch.setattr(a._office, "_hire", fail)
    turn = a.session().say("draw a red apple")

    assert (turn.state, turn.events[-1].kind) == ("failed", "ended")
    assert assistant().turn(turn.number).events == turn.events


def test_the_same_key_is_the_same_turn(assistant: Open, apple: str) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple], pictures=1)
    session = a.session()

    first = session.say("draw a red apple", key="k1")
    second = session.say("draw a red apple", key="k1")

    assert first.number == second.number
    assert len(session.versions()) == 1


def test_sessions_run_side_by_side_and_turns_of_one_session_in_order(
    assistant: Open, apple: str
) -> None:
    a = assistant(*[("draw_picture", {"wish": "a red apple"})] * 6, answers=[apple] * 6)
    one, two = a.session(), a.session()

    turns = [session.start("draw a red apple") for session in (one, two) * 3]

    assert [turn.wait().state for turn in turns] == ["finished"] * 6
    assert [v.depth for v in one.versions()] == [v.depth for v in two.versions()] == [1, 2, 3]
