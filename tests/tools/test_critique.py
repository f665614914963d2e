"""A critic says no to what is wrong, and only to that."""

from collections.abc import Sequence

import pytest
from PIL import Image

from got_models.judge_questions import is_there
from got_models.second_opinion import Trust
from got_models.thought import Box, Chain, Element
from got_models.verifying.crops import Glimpse
from tools.critique import DetectorCritic
from tools.eyesight import SecondOpinion, Sight
from tools.verdict import Verdict

LEFT = Box(x0=50, y0=300, x1=350, y1=600)
RIGHT = Box(x0=600, y0=300, x1=900, y1=600)
TOP = Box(x0=350, y0=20, x1=600, y1=270)

Shown = dict[Box, tuple[str, str]]


class Eye:
    """Knows what is where; unsure of a thing it says which others it may be."""

    def __init__(self, shown: Shown, others: tuple[tuple[str, float], ...] = ()) -> None:
        self.shown, self.others = shown, others

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        return [self._glimpse(box) for box in boxes]

    def search(self, picture: Image.Image) -> "Eye":
        return self

    def places(self, kind: str | None = None) -> list[Box]:
        return [box for box, (name, _) in self.shown.items() if kind in (None, name)]

    def _glimpse(self, box: Box) -> Glimpse:
        for place, (kind, colour) in self.shown.items():
            if place.iou(box) > 0.5:
                return Glimpse(kind, 0.95, colour, 0.95, self.others)
        return Glimpse(None, 0.95, "red", 0.2)


def plan(*things: tuple[str, Box], words: str = "") -> Chain:
    elements = [Element(phrase=phrase, box=box, colour="red") for phrase, box in things]
    return Chain(parts=(*elements, words) if words else tuple(elements))


def judged(shown: Shown, scene: Chain, wish: str = "", **eye: object) -> Verdict:
    critic = DetectorCritic(Eye(shown, **eye))  # type: ignore[arg-type]
    return critic.judge(Image.new("RGB", (64, 64)), scene, wish=wish)


def failed(verdict: Verdict) -> list[str]:
    return [finding.name for finding in verdict.failed]


def test_a_thing_that_stands_elsewhere_is_there_but_not_in_its_box() -> None:
    verdict = judged({TOP: ("cup", "blue")}, plan(("blue cup", LEFT)), "a blue cup")

    assert failed(verdict) == ["blue cup is in its box"]


def test_one_thing_does_not_stand_for_two() -> None:
    scene = plan(("blue cup", LEFT), ("blue cup", RIGHT))

    verdict = judged({LEFT: ("cup", "blue")}, scene, "two blue cups")

    assert [f.passed for f in verdict.findings if f.kind == "present"] == [True, False]
    assert "there are two blue cups" in failed(verdict)


def test_of_several_things_elsewhere_the_one_in_the_right_colour_is_meant() -> None:
    shown = {TOP: ("cup", "red"), RIGHT: ("cup", "blue")}

    verdict = judged(shown, plan(("blue cup", LEFT)))

    assert failed(verdict) == ["blue cup is in its box"]


def test_a_number_is_that_of_the_things_in_the_colour_asked_for() -> None:
    shown = {LEFT: ("cup", "blue"), RIGHT: ("cup", "red")}
    scene = plan(("blue cup", LEFT), ("blue cup", RIGHT))

    assert failed(judged(shown, scene, "two blue cups")) == [
        "blue cup is blue",
        "there are two blue cups",
    ]


def test_one_thing_too_many_is_counted() -> None:
    shown = {LEFT: ("cup", "blue"), TOP: ("cup", "blue")}

    verdict = judged(shown, plan(("blue cup", LEFT)), "a blue cup")

    assert [finding.evidence for finding in verdict.failed] == ["2 seen, 1 of them not planned"]


@pytest.mark.parametrize(("places", "holds"), [((LEFT, RIGHT), True), ((RIGHT, LEFT), False)])
def test_a_relation_is_that_of_the_places_where_things_are_seen(
    places: tuple[Box, Box], holds: bool
) -> None:
    cup, dog = places
    scene = plan(("cup", TOP), ("dog", RIGHT if cup == LEFT else LEFT))

    verdict = judged({cup: ("cup", "red"), dog: ("dog", "red")}, scene, "a cup left of a dog")

    assert [f.passed for f in verdict.findings if f.kind == "relation"] == [holds]


@pytest.mark.parametrize(
    ("style", "asked"), [("sepia", 0), ("black and white", 0), ("night", 1), ("natural", 1)]
)
def test_no_colour_is_asked_for_where_none_can_be_seen(style: str, asked: int) -> None:
    scene = plan(("blue cup", LEFT), words=f" The style is {style}.")

    verdict = judged({LEFT: ("cup", "brown")}, scene, "a blue cup")

    assert sum(finding.kind == "colour" for finding in verdict.findings) == asked
    assert len(verdict.failed) == (2 if asked else 0)


def test_a_thing_that_may_well_be_what_was_planned_is_taken_for_it() -> None:
    shown = {LEFT: ("bowl", "blue")}

    assert not failed(judged(shown, plan(("blue cup", LEFT)), others=(("cup", 0.3),)))
    assert failed(judged(shown, plan(("blue cup", LEFT)), others=(("cup", 0.04),)))


def test_a_picture_is_searched_once_and_only_when_something_is_missing() -> None:
    class Counting(Eye):
        searches = 0

        def search(self, picture: Image.Image) -> Eye:
            self.searches += 1
            return self

    eye = Counting({LEFT: ("cup", "blue")})
    sight = Sight(Image.new("RGB", (8, 8)), eye)

    assert sight.find(plan(("cup", LEFT)).elements).things[0] is not None
    assert eye.searches == 0
    sight.find(plan(("dog", RIGHT), ("cat", TOP)).elements)
    assert eye.searches == 1


class Reasoner:
    """Says how likely yes is, and remembers what it was asked."""

    def __init__(self, chance: float) -> None:
        self.said = chance
        self.asked: list[str] = []

    def chance(self, picture: Image.Image, question: str) -> float:
        self.asked.append(question)
        return self.said


def doubted(said: float, trust: Trust) -> tuple[Verdict, Reasoner]:
    reasoner = Reasoner(said)
    critic = DetectorCritic(Eye({LEFT: ("cup", "blue")}), SecondOpinion(reasoner, trust))
    scene = plan(("blue cup", LEFT), ("dog", RIGHT))
    return critic.judge(Image.new("RGB", (64, 64)), scene), reasoner


def test_the_reasoner_is_asked_once_about_every_planned_thing() -> None:
    verdict, reasoner = doubted(0.7, Trust(eye=1, own=1))

    assert reasoner.asked == [is_there("cup", box=LEFT), is_there("dog", box=RIGHT)]
    assert "the reasoner says yes (70% yes)" in verdict.findings[0].evidence


@pytest.mark.parametrize(
    ("said", "trust", "passed"),
    [
        (0.99, Trust(eye=1, own=1), True),
        (0.01, Trust(eye=1, own=1), False),
        (0.01, Trust(eye=1, own=0), True),
        (0.99, Trust(eye=1, own=0, bias=-9), False),
    ],
)
def test_both_are_believed_as_far_as_they_deserve(said: float, trust: Trust, passed: bool) -> None:
    verdict, _ = doubted(said, trust)

    in_box = [finding.passed for finding in verdict.findings if finding.kind == "in_box"]
    assert in_box[0] is passed
