"""Promises in words: what they are about, and what is asked of every later picture."""

import pytest
from PIL import Image

from got_models.errors import BadInput
from got_models.thought import Box, Chain, Element
from got_models.verifying.crops import Glimpse
from tools import promises
from tools.critique import DetectorCritic

BOX = Box(x0=100, y0=200, x1=300, y1=400)


@pytest.mark.parametrize(
    ("text", "kind", "colour"),
    [
        ("the cup stays blue", "cup", "blue"),
        ("keep the blue cup", "cup", "blue"),
        ("the cup must always be blue", "cup", "blue"),
        ("don't touch the dog", "dog", None),
        ("the orange stays", "orange", None),
    ],
)
def test_a_promise_names_a_thing_and_perhaps_its_colour(
    text: str, kind: str, colour: str | None
) -> None:
    group = promises.read(text).group

    assert group is not None
    assert (group.kind, group.colour) == (kind, colour)


def test_a_lock_is_a_promise_that_reads_back() -> None:
    read = promises.read(promises.lock(Element(phrase="red apple", box=BOX, colour="red")))

    assert read.box == BOX
    assert read.group is not None
    assert (read.group.kind, read.group.colour) == ("apple", "red")


def test_words_that_name_nothing_known_are_kept_but_not_checked() -> None:
    assert promises.read("keep it cosy").group is None
    with pytest.raises(BadInput, match="1 to 300"):
        promises.read("  ")


class Eye:
    """Sees a cup of one colour everywhere."""

    def __init__(self, colour: str) -> None:
        self.colour = colour

    def look(self, picture: Image.Image, boxes: object) -> list[Glimpse]:
        return [Glimpse("cup", 0.99, self.colour, 0.99) for _ in boxes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("colour", "kept"), [("blue", True), ("red", False)])
def test_a_promise_is_checked_in_the_picture_and_not_in_the_plan(colour: str, kept: bool) -> None:
    scene = Chain(parts=(Element(phrase="blue cup", box=BOX, colour="red"),))
    critic = DetectorCritic(Eye(colour))

    verdict = critic.judge(
        Image.new("RGB", (64, 64)), scene, promises=[promises.read("the cup stays blue")]
    )

    found = [one for one in verdict.findings if one.kind == "promise"]
    assert [one.passed for one in found] == [kept]
    assert found[0].evidence == f"seen: a {colour} cup"


def test_a_locked_object_that_left_its_place_breaks_the_promise() -> None:
    moved = Box(x0=600, y0=600, x1=800, y1=800)
    scene = Chain(parts=(Element(phrase="blue cup", box=moved, colour="red"),))
    lock = promises.lock(Element(phrase="blue cup", box=BOX, colour="red"))

    verdict = DetectorCritic(Eye("blue")).judge(
        Image.new("RGB", (64, 64)), scene, promises=[promises.read(lock)]
    )

    assert [one.passed for one in verdict.findings if one.kind == "promise"] == [False]
