"""Judging, mending, keeping the best: rounds are capped, the parent is a candidate."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from got_models.thought import Box
from got_models.verifying.crops import Glimpse

Open = Callable[..., Any]

BLUE = (
    "1. The source image shows a red apple.\n2. The object to be edited is the "
    "<|object_ref_start|>red apple<|object_ref_end|><|box_start|>(100,200),(400,600)<|box_end|>"
    " (red).\n3. Turn the red apple blue.\n4. The edited image shows a blue apple."
)


class Eye:
    """Sees an apple of a colour in pictures from the n-th on, and nothing in those before."""

    def __init__(self, good_from: int = 0, colour: str = "red") -> None:
        self.good_from, self.colour = good_from, colour
        self._pictures: list[bytes] = []

    def look(self, picture: Image.Image, boxes: list[Box]) -> Any:
        pixels = picture.tobytes()
        if pixels not in self._pictures:
            self._pictures.append(pixels)
        good = self._pictures.index(pixels) >= self.good_from
        planned = Box(x0=100, y0=200, x1=400, y1=600)
        return [
            Glimpse("apple" if good and box.iou(planned) > 0.5 else None, 0.99, self.colour, 0.99)
            for box in boxes
        ]


def kinds(turn: Any, kind: str) -> list[Any]:
    return [event for event in turn.events if event.kind == kind]


def test_a_picture_that_passes_every_check_is_drawn_once(assistant: Open, apple: str) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple], eye=Eye())

    turn = a.session().say("draw a red apple")

    assert turn.critique.score == 1.0
    assert [check.name for check in turn.critique.checks] == [
        "red apple is there",
        "red apple is in its box",
        "red apple is red",
        "there is a red apple",
    ]
    assert all(check.evidence for check in turn.critique.checks)
    assert len(turn.attempts) == 1
    assert turn.reply == "Picture 1: a red apple. All 4 checks pass."


def test_a_bad_picture_is_mended_until_it_is_good(assistant: Open, apple: str) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple] * 3, eye=Eye(2))

    turn = a.session().say("draw a red apple")

    assert len(kinds(turn, "mending")) == 2
    assert [one.chosen for one in turn.attempts] == [False, False, True]
    assert [one.score for one in turn.attempts] == [0.0, 0.0, 1.0]
    assert len(a.session(turn.session).versions()) == 1


def test_a_plan_that_the_user_changed_is_not_laid_out_again(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple at the top left"}),
        answers=[apple] * 4,
        eye=Eye(99),
        approval="ask",
    )
    turn = a.session().say("draw a red apple at the top left")
    tiny_and_elsewhere = apple.replace("(100,200),(400,600)", "(800,800),(880,880)")

    turn.revise(tiny_and_elsewhere).wait()

    assert len(turn.attempts) == 4
    assert {event.how for event in kinds(turn, "mending")} <= {"re-seed", "edit the region"}
    assert [event.by for event in kinds(turn, "planned")][:2] == ["reasoner", "user"]
    drawn = [event.text for event in kinds(turn, "planned")[1:]]
    assert all("(800,800),(880,880)" in text for text in drawn)
    names = [check.name for check in turn.critique.checks]
    assert names == ["red apple is there", "red apple is in its box", "red apple is red"]


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_rounds_are_capped_and_every_attempt_is_kept(
    assistant: Open, apple: str, rounds: int
) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        answers=[apple] * 4,
        eye=Eye(99),
        rounds=rounds,
    )

    turn = a.session().say("draw a red apple")

    assert len(turn.attempts) == rounds + 1
    assert turn.picture_number == 1
    assert "0 of 4 checks pass" in turn.reply


def test_candidates_are_capped_over_all_rounds(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        answers=[apple] * 4,
        eye=Eye(99),
        candidates=2,
        most_candidates=3,
    )

    turn = a.session().say("draw a red apple")

    assert len(turn.attempts) == 4  # the cap is looked at before a round


def test_no_round_begins_after_the_seconds_are_spent(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}), answers=[apple], eye=Eye(99), budget_s=1e-6
    )

    assert len(a.session().say("draw a red apple").attempts) == 1


def test_the_best_attempt_is_kept_even_if_it_was_not_the_last(assistant: Open, apple: str) -> None:
    class OnlyFirst(Eye):
        def look(self, picture: Image.Image, boxes: list[Box]) -> Any:
            seen = super().look(picture, boxes)
            first = self._pictures.index(picture.tobytes()) == 0
            return [one._replace(kind="apple" if first else None, colour="blue") for one in seen]

    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple] * 4, eye=OnlyFirst())

    turn = a.session().say("draw a red apple")

    assert turn.attempts[0].chosen
    assert turn.attempts[0].score > max(one.score for one in turn.attempts[1:])


def test_an_edit_that_is_worse_than_its_parent_is_not_taken(assistant: Open, apple: str) -> None:
    class OnlyFirst(Eye):
        def look(self, picture: Image.Image, boxes: list[Box]) -> Any:
            seen = super().look(picture, boxes)
            return [
                one._replace(kind="apple" if self._pictures.index(picture.tobytes()) == 0 else None)
                for one in seen
            ]

    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        answers=[apple, BLUE.replace("(400,600)", "(410,610)")],
        eye=OnlyFirst(),
        rounds=1,
    )
    session = a.session()
    session.say("draw a red apple")

    turn = session.say("make it blue")

    assert session.current == 1
    assert turn.made == ()
    assert len(turn.attempts) == 2
    assert kinds(turn, "kept_parent")[0].picture == 1
    assert "worse than picture 1" in turn.reply


def test_what_is_in_the_picture_follows_the_edit(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        answers=[apple, BLUE],
    )
    session = a.session()
    session.say("draw a red apple")
    session.say("make it blue")

    assert [element.phrase for element in session.scene().elements] == ["blue apple"]
    assert [element.phrase for element in session.scene(1).elements] == ["red apple"]


def test_a_broken_promise_is_named(assistant: Open, apple: str) -> None:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("keep", {"promise": "the apple stays red"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        answers=[apple, *[BLUE] * 4],
        eye=Eye(colour="blue"),
        rounds=0,
    )
    session = a.session()
    session.say("draw a red apple")
    assert session.say("the apple stays red").reply.startswith("Noted: the apple stays red.")

    turn = session.say("make it blue")

    broken = [check for check in turn.critique.checks if check.name == "the apple stays red"]
    assert [check.passed for check in broken] == [False]
    assert broken[0].evidence == "seen: a blue apple"
    assert "not so: the apple stays red" in turn.reply
    assert [entry.promise for entry in session.promises] == ["the apple stays red"]


def test_a_broken_promise_is_named_however_much_else_is_wrong(assistant: Open, apple: str) -> None:
    a = assistant(
        ("keep", {"promise": "the apple stays red"}),
        ("draw_picture", {"wish": "a red apple"}),
        answers=[apple],
        eye=Eye(good_from=99),
        rounds=0,
    )
    session = a.session()
    session.say("keep the apple red")

    turn = session.say("draw a red apple")

    assert sum(not check.passed for check in turn.critique.checks) == 5
    assert "0 of 5 checks pass; not so: the apple stays red; red apple is there" in turn.reply
    assert turn.reply.endswith(" and 1 more.")


def test_a_released_promise_is_asked_about_no_more(assistant: Open, apple: str) -> None:
    a = assistant(
        ("keep", {"promise": "the apple stays green"}),
        ("release", {"promise": "the apple thing"}),
        ("draw_picture", {"wish": "a red apple"}),
        answers=[apple],
        eye=Eye(),
    )
    session = a.session()
    session.say("keep the apple green")
    assert "No longer kept" in session.say("forget about the apple").reply

    assert session.say("draw a red apple").critique.score == 1.0


def test_a_locked_object_is_put_back_into_its_place(assistant: Open, apple: str) -> None:
    moved = apple.replace("(100,200),(400,600)", "(600,600),(900,900)")
    a = assistant(*[("draw_picture", {"wish": "a red apple"})] * 2, answers=[apple, moved])
    session = a.session()
    session.say("draw a red apple")
    session.lock("apple")

    turn = session.say("draw it again")

    assert turn.chain.elements[0].box.corners == (100, 200, 400, 600)
    planned = kinds(turn, "planned")[0]
    assert any("put back what was promised" in sentence for sentence in planned.repairs)


def test_without_a_critic_nothing_is_judged_and_one_picture_is_drawn(
    assistant: Open, apple: str
) -> None:
    a = assistant(("draw_picture", {"wish": "a red apple"}), answers=[apple])

    turn = a.session().say("draw a red apple")

    assert turn.critique is None
    assert kinds(turn, "judged") == []
    assert len(turn.attempts) == 1
