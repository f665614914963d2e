"""Chains given by hand: text and JSON, mended where harmless, refused where a box would be lost."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models import chain_text
from got_models.errors import ThoughtError
from tools import chain_file, plan_json


def printed(text: str) -> dict[str, Any]:
    return dict(json.loads(json.dumps(plan_json.as_json(chain_file.read(text, task="generate")))))


def test_a_chain_comes_back_from_text_and_from_json(apple: str) -> None:
    from_text = chain_file.read(apple, task="generate")
    from_json = chain_file.read(json.dumps(printed(apple)), task="generate")

    assert from_text == from_json
    assert chain_text.write(from_text.chain) == apple


def test_elements_decide_over_the_text(apple: str) -> None:
    form = printed(apple)
    form["elements"] = [{"phrase": "green pear", "mask_color": "blue", "box": [1, 2, 3, 4]}]

    (element,) = chain_file.read(json.dumps(form), task="generate").chain.elements

    assert (element.phrase, element.colour, element.box.corners) == (
        "green pear",
        "blue",
        (1, 2, 3, 4),
    )


def test_an_unknown_mask_colour_is_mended_and_reported(apple: str) -> None:
    form = printed(apple)
    form["elements"] = [{"mask_color": "nocolour", "box": [1, 2, 3, 4]}]

    plan = chain_file.read(json.dumps(form), task="generate")

    assert plan.chain.elements[0].colour == "red"
    assert "colour" in plan.repairs[0]


def test_the_answer_of_draw_is_accepted_whole(apple: str) -> None:
    answer = json.dumps({"chain": printed(apple), "pictures": [], "seconds": {}})

    assert chain_text.write(chain_file.read(answer, task="generate").chain) == apple


def test_text_alone_is_enough(apple: str) -> None:
    assert chain_file.read(json.dumps({"text": apple}), task="edit").chain.task == "edit"


@pytest.mark.parametrize(
    "elements",
    [
        [],
        [{"box": [1, 2, 3, 4]}, {"box": [1, 2, 3, 4]}],
        [{"box": [1, 2, 3]}],
        [{"box": [400, 2, 300, 4]}],
        [{"box": [0, 0, 9, 1000]}],
        [{"box": "all"}],
        [{"phrase": "a <|box_start|> b", "box": [1, 2, 3, 4]}],
        [{"mask_color": "no colour at all", "box": [1, 2, 3, 4]}],
        "none",
    ],
)
def test_elements_that_cannot_be_drawn_are_refused(apple: str, elements: object) -> None:
    with pytest.raises(ThoughtError):
        chain_file.read(json.dumps({"text": apple, "elements": elements}), task="generate")


@given(st.text(max_size=200))
def test_any_text_is_a_chain_with_boxes_or_refused(text: str) -> None:
    try:
        plan = chain_file.read(text, task="generate")
    except ThoughtError:
        return

    assert plan.chain.elements


def test_an_unreadable_box_is_refused_even_beside_a_good_one(apple: str) -> None:
    with pytest.raises(ThoughtError, match="box"):
        chain_file.read(f"{apple} A cup <|box_start|>(1,2),(3<|box_end|> (red)", task="generate")


def test_a_book_is_no_chain() -> None:
    with pytest.raises(ThoughtError, match="100,000"):
        chain_file.read("x" * 100_001, task="generate")
