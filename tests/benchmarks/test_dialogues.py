"""The measure of planners: what counts as right, and what the messages hold."""

import importlib.util
import json
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from got_models.conversation import Conversation
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.wordings import Wordings
from got_models.tool_calls.call_text import ToolCall
from tools.toolbox import TOOLS

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "dialogues.py"
spec = importlib.util.spec_from_file_location("dialogues_benchmark", FILE)
dialogues = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dialogues)


def answered(*calls, text=""):
    told = [{"name": name, "args": args, "id": str(at)} for at, (name, args) in enumerate(calls)]
    return AIMessage(text, tool_calls=told)


def expected(*calls, exact=True, current=2):
    wanted = tuple(ToolCall(name=name, arguments=args) for name, args in calls)
    return dialogues.Expected(Conversation(message="?"), (wanted,), current, exact)


@pytest.mark.parametrize(
    ("wanted", "given", "verdict"),
    [
        (("undo", {}), ("undo", {"steps": 1}), (True, True, True)),
        (("undo", {}), ("undo", {"steps": 2}), (True, False, True)),
        (("undo", {}), ("redo", {}), (False, False, False)),
        (("star_picture", {}), ("star_picture", {"picture": 2}), (True, True, True)),
        (("star_picture", {"picture": 1}), ("star_picture", {}), (True, False, False)),
        (("locate", {"phrase": "red cup"}), ("locate", {"phrase": "Red cup"}), (True, True, True)),
        (("locate", {"phrase": "red cup"}), ("locate", {"phrase": "cup"}), (True, False, True)),
        (("branch", {"name": "max"}), ("branch", {}), (True, False, True)),
        (("vary", {"count": 2}), ("vary", {"count": 3}), (True, False, True)),
    ],
)
def test_tool_arguments_and_subject_are_judged_apart(wanted, given, verdict):
    found = dialogues.judge(expected(wanted), answered(given))

    assert (found.tool, found.arguments, found.subject) == verdict


def test_words_instead_of_a_call_are_wrong_and_harmless():
    found = dialogues.judge(expected(("undo", {})), answered(text="What do you mean?"))

    assert not found.tool
    assert found.harmless


def test_a_call_where_words_were_meant_is_wrong_and_harmful():
    found = dialogues.judge(expected(), answered(("edit_picture", {"instruction": "x"})))

    assert not found.arguments
    assert not found.harmless


def test_a_question_counts_as_one_only_where_it_is_not_what_was_wanted():
    asking = answered(text="Which one? Or shall I undo?")

    assert dialogues.judge(expected(("undo", {})), asking).question
    assert not dialogues.judge(expected(), asking).question
    assert not dialogues.judge(expected(("undo", {})), answered(text="You are welcome.")).question


def decisions():
    """Two right acts, two wrong ones and words, each with how sure it was."""
    told = [
        (("undo", {}), 0.97),
        (("undo", {}), 0.5),
        (("redo", {}), 0.55),
        (("redo", {}), 0.1),
        (None, 0.3),
    ]
    found = []
    for call, certainty in told:
        answer = answered(call) if call else answered(text="Hello.")
        answer.response_metadata["certainty"] = certainty
        found += dialogues.decided([expected(("undo", {}))], lambda _, answer=answer: answer)
    return found


def test_answers_are_told_apart_by_how_sure_they_were():
    rows = dialogues.by_certainty(decisions())

    assert [(row["from"], row["answers"], row["right"]) for row in rows] == [
        (0.0, 1, 0.0),
        (0.2, 1, 0.0),
        (0.4, 2, 0.5),
        (0.95, 1, 1.0),
    ]


def test_asking_below_a_certainty_trades_wrong_acts_for_questions():
    rows = {row["sure_enough"]: row for row in dialogues.by_threshold(decisions())}

    assert rows[0.0] == {"sure_enough": 0.0, "right": 0.4, "wrong_act": 0.4, "asked": 0.0}
    assert rows[0.4]["wrong_act"] == pytest.approx(0.2)
    assert rows[0.6] == pytest.approx(
        {"sure_enough": 0.6, "right": 0.2, "wrong_act": 0.0, "asked": 0.8}
    )


def test_what_is_not_right_is_a_question_or_other_words_or_a_wrong_act():
    report = dialogues.summary(decisions())

    assert report["right_arguments"] == 0.4
    assert report["not_right"] == {
        "question": 0.0,
        "question_names_the_right_act": 0.0,
        "other_words": 0.2,
        "wrong_act": 0.4,
    }


@pytest.mark.parametrize(("reading", "named"), [("undo", True), ("redo", False)])
def test_a_question_that_names_the_right_act_is_told_from_others(reading, named):
    asking = answered(text="Shall I do that?")
    asking.response_metadata["readings"] = [{"name": reading, "arguments": {}}]

    (found,) = dialogues.decided([expected(("undo", {}))], lambda _: asking)

    assert found.verdict.question
    assert found.offered is named


def test_in_free_language_the_words_that_matter_must_be_there():
    wanted = expected(("draw_picture", {"wish": "giraffe tree"}), exact=False)

    both = answered(("draw_picture", {"wish": "two giraffes, a tree"}))
    one = answered(("draw_picture", {"wish": "a tree"}))

    assert dialogues.judge(wanted, both).arguments
    assert not dialogues.judge(wanted, one).arguments


def test_a_perfect_planner_has_a_perfect_report():
    found = [turn for dialogue in dialogues.held_out(3) for turn in dialogue]
    answers = iter(found)

    def perfect(conversation):
        turn = next(answers)
        assert turn.conversation == conversation
        return answered(*[(c.name, c.arguments) for c in turn.options[0]], text="?")

    report = dialogues.measure(dialogues.held_out(3), perfect, show=False)

    assert report["dialogues"] == 3
    assert report["turns"] == len(found) >= 6
    assert report["right_arguments"] == report["right_subject_where_tool_is_right"] == 1.0


def test_a_planner_that_only_asks_does_no_harm_and_little_good():
    report = dialogues.measure(dialogues.free(), lambda _: AIMessage("What?"), show=False)

    assert report["right_or_only_words"] == 1.0
    assert report["right_arguments"] < 0.25


def test_the_free_messages_are_many_and_call_for_known_tools():
    turns = [turn for dialogue in dialogues.free() for turn in dialogue]
    called = {call.name for turn in turns for option in turn.options for call in option}

    assert len(turns) >= 100
    assert called <= set(TOOLS)
    assert len(called) >= 18


def test_no_free_message_is_a_wording_of_the_training():
    told = json.loads(FILE.with_name("free_messages.json").read_text("utf-8"))["messages"]
    free = {row["say"].lower().strip(" .?!") for row in told}
    groups = [value for value in vars(say).values() if isinstance(value, Wordings)]
    fixed = {w.lower().strip(" .?!") for group in groups for w in group.seen}
    common = {said for said in free & fixed if len(said.split()) > 2}

    assert common <= {"who are you", "the second one"}
