"""The boxes of a plan against the layout of the scene that its wish was made from."""

import pytest

from got_models.evaluating.devset import WishCase, wish_cases
from got_models.evaluating.plan_boxes import score_boxes
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.scene import Scene, Thing
from got_models.thought import Box, Chain


def thing(x0: int, colour: str | None = None, kind: str = "cup") -> Thing:
    box = Box(x0=x0, y0=300, x1=x0 + 200, y1=500)
    return Thing(kind=kind, colour=colour, box=box, family="noto")


@pytest.fixture(scope="module")
def case() -> WishCase:
    [one] = wish_cases("seen", 1)
    things = (thing(0, "red"), thing(500, "red"), thing(750, kind="dog"))
    return one.model_copy(update={"scene": Scene(things=things, background=one.scene.background)})


def plan(case: WishCase, *things: Thing) -> Chain:
    scene = case.scene.model_copy(update={"things": things})
    return chain_for(scene, tuple(range(len(things))))


def test_the_scenes_own_layout_agrees_in_whatever_order_it_is_said(case: WishCase) -> None:
    first, second, dog = case.scene.things

    assert score_boxes(case, plan(case, dog, second, first)) == {"box_iou": 1, "overlap": 0}


def test_what_is_not_planned_or_planned_in_another_colour_counts_as_nothing(case: WishCase) -> None:
    first, second, _ = case.scene.things
    blue = second.model_copy(update={"colour": "blue"})

    assert score_boxes(case, plan(case, first, blue))["box_iou"] == pytest.approx(1 / 3)


def test_the_worst_covered_thing_says_how_far_boxes_overlap(case: WishCase) -> None:
    marks = score_boxes(case, plan(case, thing(0, "red"), thing(50, "red"), thing(750, kind="dog")))

    assert marks["overlap"] == pytest.approx(0.75, abs=0.01)


def test_a_plan_without_boxes_has_no_overlap_to_speak_of(case: WishCase) -> None:
    assert score_boxes(case, Chain(parts=("Nothing.",))) == {"box_iou": 0}
