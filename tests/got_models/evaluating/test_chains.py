"""Scoring chains: the scene's own chain is right, and each damage is noticed as what it is."""

import pytest

from got_models import chain_text
from got_models.evaluating.chains import (
    score_chain,
    summarise,
    summarise_groups,
)
from got_models.evaluating.devset import GROUPS, WishCase, wish_cases
from got_models.sceneworld.captions import Wish
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.facts import Fact
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box


def thing(kind, colour, x0, y0=300, side=200):
    box = Box(x0=x0, y0=y0, x1=x0 + side, y1=y0 + side)
    return Thing(kind=kind, colour=colour, box=box, family="noto")


SCENE = Scene(
    things=(thing("cup", "red", 50), thing("cup", "red", 300), thing("dog", None, 700)),
    background=Background(kind="dotted", colour="pale blue"),
    style="sepia",
)
CASE = WishCase(
    id="case",
    group="seen",
    level=None,
    scene=SCENE,
    wish=Wish(
        text="Two red cups left of a dog on a spotted pale blue background in sepia",
        order=(0, 1, 2),
        facts=(Fact(subject=(0, 1), said="left of", reference=(2,)),),
        background="both",
    ),
)


def text_of(*things, **changes):
    scene = SCENE.model_copy(update={"things": things or SCENE.things, **changes})
    return chain_text.write(chain_for(scene, tuple(range(len(scene.things)))))


def wrong(text):
    score = score_chain(CASE, text)
    return {
        name
        for name, value in score.model_dump().items()
        if value is False and name != "own_colours"
    }


@pytest.mark.parametrize("group", GROUPS)
def test_the_true_chain_is_flawless(group):
    for case in wish_cases(group, 40):
        chain = chain_for(case.scene, case.wish.order, case.wish.facts)

        assert score_chain(case, chain_text.write(chain)).flawless, case.wish.text


def test_chains_of_other_wishes_are_wrong():
    cases = wish_cases("seen", 30)
    texts = [chain_text.write(chain_for(c.scene, c.wish.order, c.wish.facts)) for c in cases]

    assert not any(
        score_chain(case, text).all_right
        for case, text in zip(cases, texts[1:] + texts[:1], strict=True)
    )


def test_a_missing_thing_is_a_wrong_count_and_colours():
    assert wrong(text_of(*SCENE.things[1:])) == {"counts", "colours"}


def test_a_missing_kind_is_a_wrong_object_too():
    assert wrong(text_of(*SCENE.things[:2])) == {"objects", "counts", "colours", "relations"}


def test_a_wrong_colour_is_nothing_else():
    first, second, dog = SCENE.things
    blue = first.model_copy(update={"colour": "blue"})

    assert wrong(text_of(blue, second, dog)) == {"colours"}
    assert not score_chain(CASE, text_of(blue, second, dog)).own_colours


def test_a_colour_nobody_asked_for_is_told_from_a_wrong_one():
    dog = SCENE.things[2].model_copy(update={"colour": "black"})
    score = score_chain(CASE, text_of(*SCENE.things[:2], dog))

    assert (score.colours, score.own_colours, score.all_right) == (False, True, False)


def test_a_thing_on_the_wrong_side_breaks_the_relation():
    cups = SCENE.things[:2]

    assert wrong(text_of(*cups, thing("dog", None, 50, 600))) == {"relations"}


def test_boxes_that_cover_each_other_or_are_tiny_are_noticed():
    cups = SCENE.things[:2]

    assert wrong(text_of(*cups, thing("dog", None, 700), thing("dog", None, 720))) == {
        "counts",
        "colours",
        "apart",
    }
    assert wrong(text_of(*cups, thing("dog", None, 700, side=30))) == {"large_enough"}


def test_background_and_style_are_held_to_the_wish():
    other = Background(kind="striped", colour="pale blue")

    assert wrong(text_of(background=other)) == {"background"}
    assert wrong(text_of(style="natural")) == {"style"}


def test_a_box_off_the_canvas_is_noticed():
    text = text_of().replace("(700,300),(900,500)", "(900,300),(1100,500)")

    assert wrong(text) == {"clean", "on_canvas"}


@pytest.mark.parametrize("text", ["", "   ", "The image shows two cups.", "The <|box_start|>(1"])
def test_text_without_a_plan_is_not_readable(text):
    assert not score_chain(CASE, text).readable


def test_an_object_nobody_knows_makes_a_chain_unreadable():
    assert not score_chain(CASE, text_of().replace(">dog<", ">dragon<")).readable


@pytest.mark.parametrize(
    ("said", "planned", "right"),
    [
        (None, "dotted pale blue", None),
        ("kind", "dotted pale blue", True),
        ("kind", "striped pale blue", False),
        ("colour", "striped pale blue", True),
        ("colour", "dotted beige", False),
        ("both", "dotted pale blue", True),
        ("both", "dotted blue", False),
    ],
)
def test_only_what_the_wish_names_of_the_background_is_asked_for(said, planned, right):
    ground = Background(kind="dotted", colour="pale blue")
    scene = SCENE.model_copy(update={"background": ground})
    wish = CASE.wish.model_copy(update={"background": said})
    case = CASE.model_copy(update={"scene": scene, "wish": wish})
    text = chain_text.write(chain_for(scene, wish.order)).replace("dotted pale blue", planned)

    assert score_chain(case, text).background is right


def test_groups_are_summed_up_apart_and_missing_texts_count_against_them():
    cases = (*wish_cases("seen", 2), *wish_cases("L2", 2))
    texts = {c.id: chain_text.write(chain_for(c.scene, c.wish.order)) for c in cases[:3]}

    summary = summarise_groups(cases, texts)

    assert summary["seen"]["readable"].mean == 1.0
    assert summary["L2"]["readable"].mean == 0.5
    assert summary["seen"] == summarise([score_chain(c, texts[c.id]) for c in cases[:2]])


def test_a_share_is_taken_among_the_wishes_that_ask_for_it():
    silent = CASE.model_copy(update={"wish": Wish(text="Cups and a dog in sepia", order=(0, 1, 2))})
    swapped = text_of(*SCENE.things[:2], thing("dog", None, 50, 600))

    scores = [score_chain(case, swapped) for case in (CASE, silent)]

    assert [score.relations for score in scores] == [False, None]
    assert [score.all_right for score in scores] == [False, True]
    assert summarise(scores)["relations"].prompts == 1
    assert "relations" not in summarise(scores[1:])
