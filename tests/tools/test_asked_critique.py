"""A critic that asks: the same checks as the detector's, whatever the things are called."""

from collections.abc import Callable

import pytest
from PIL import Image

from got_models import chain_text
from got_models.brains.picture_questions import Answer, Question
from got_models.thought import Chain
from tools import promises
from tools.asked_critique import AskedCritic

PICTURE = Image.new("RGB", (64, 64))
DRAGON = chain_text.read(
    "A <|object_ref_start|>green dragon<|object_ref_end|>"
    "<|box_start|>(100,200),(400,600)<|box_end|> (red) over a castle."
).chain


class ScriptedSeer:
    """Says yes to what a rule lets through, and keeps what it was asked."""

    def __init__(self, rule: Callable[[Question], bool]) -> None:
        self.rule, self.asked = rule, list[Question]()

    def ask(self, picture: Image.Image, question: Question) -> Answer:
        self.asked.append(question)
        return Answer(self.rule(question), f"looked for {question.words}")


def names(critic: AskedCritic, scene: Chain, **about: object) -> dict[str, bool]:
    findings = critic.judge(PICTURE, scene, **about).findings  # type: ignore[arg-type]
    assert all(one.evidence for one in findings)
    return {one.name: one.passed for one in findings}


def test_every_object_is_asked_for_even_those_that_nobody_was_taught() -> None:
    seer = ScriptedSeer(lambda question: True)

    found = names(AskedCritic(seer), DRAGON)

    assert found == {
        "green dragon is there": True,
        "green dragon is in its box": True,
        "green dragon is green": True,
    }
    assert [one.box for one in seer.asked] == [None, *[DRAGON.elements[0].box] * 2]


def test_of_what_is_not_there_nothing_more_is_asked() -> None:
    seer = ScriptedSeer(lambda question: False)

    found = names(AskedCritic(seer), DRAGON)

    assert set(found.values()) == {False}
    assert len(found) == 3
    assert len(seer.asked) == 1


def test_a_wish_in_plain_words_is_asked_for_by_number_and_place(apple: str) -> None:
    seer = ScriptedSeer(lambda question: "exactly" not in question.words)
    scene = chain_text.read(apple).chain

    found = names(AskedCritic(seer), scene, wish="two red apples to the left of a cup")

    assert found["there are two red apples"] is False
    assert found["there is a cup"] is False
    assert found["apple left of cup"] is True


def test_a_wish_in_other_words_is_asked_for_as_a_whole() -> None:
    seer = ScriptedSeer(lambda question: "asked for" not in question.words)

    found = names(AskedCritic(seer), DRAGON, wish="a dragon brooding over the ruins")

    assert found["the picture shows what was asked for"] is False


def test_what_changed_outside_is_counted_and_not_asked() -> None:
    seer = ScriptedSeer(lambda question: True)

    found = names(AskedCritic(seer), Chain(parts=()), changed_outside_px=3)

    assert found == {"nothing changed outside the region": False}
    assert seer.asked == []


@pytest.mark.parametrize(
    ("text", "boxed"),
    [("the apple stays red", False), ("the red apple stays at (100,200),(400,600)", True)],
)
def test_a_promise_is_asked_for_in_its_place(text: str, boxed: bool) -> None:
    seer = ScriptedSeer(lambda question: True)

    found = names(AskedCritic(seer), Chain(parts=()), promises=[promises.read(text)])

    assert found == {text: True}
    assert (seer.asked[0].box is not None) is boxed
    assert "red apple" in seer.asked[0].words


def test_in_a_picture_without_colours_none_is_asked_for(apple: str) -> None:
    gray = chain_text.read(f"{apple} In black and white.").chain
    seer = ScriptedSeer(lambda question: True)

    assert "red apple is red" not in names(AskedCritic(seer), gray)


def test_the_same_question_is_asked_once() -> None:
    two = chain_text.read(
        "A <|object_ref_start|>cup<|object_ref_end|><|box_start|>(1,1),(300,300)<|box_end|> (red) "
        "and a <|object_ref_start|>cup<|object_ref_end|><|box_start|>(500,1),(900,300)<|box_end|>."
    ).chain
    seer = ScriptedSeer(lambda question: True)

    AskedCritic(seer).judge(PICTURE, two)

    assert len(seer.asked) == 3
    assert len(set(seer.asked)) == 3
