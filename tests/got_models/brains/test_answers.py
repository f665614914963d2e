"""Answers of chat models, well and badly written, and the chains they become."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models import chain_text
from got_models.brains.answers import read_edit, read_picture, schema_for
from got_models.brains.assembling import edit_chain, picture_chain
from got_models.brains.coordinates import coordinates_of, on_grid
from got_models.errors import ThoughtError
from got_models.thought import Chain

APPLE = {
    "description": "A red apple lies on a table.",
    "objects": [{"phrase": "red apple", "box": [10, 20, 300, 400]}],
}
WRITTEN = (
    "A <|object_ref_start|>red apple<|object_ref_end|><|box_start|>(10,20),(300,400)<|box_end|> "
    "(red) lies on a table."
)


def chain_of(answer: object) -> Chain:
    return chain_text.read(picture_chain(read_picture(json.dumps(answer)), "grid")).chain


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(APPLE),
        f"```json\n{json.dumps(APPLE, indent=1)}\n```",
        f"<think>{{not yet}}</think>\nHere you are:\n{json.dumps(APPLE)}\nEnjoy!",
        json.dumps(APPLE).replace("400]}", "400,],}"),
        repr(APPLE),
        json.dumps(APPLE).replace("[10, 20, 300, 400]", "[[10, 20], [300, 400]]"),
        json.dumps(APPLE).replace('"box"', '"bbox_2d"').replace('"phrase"', '"label"'),
        json.dumps(APPLE).replace("10", '"10"'),
        json.dumps(APPLE).replace("[10, 20, 300, 400]", '{"x0":10,"y0":20,"x1":300,"y1":400}'),
    ],
)
def test_small_slips_of_form_are_forgiven(text: str) -> None:
    assert picture_chain(read_picture(text), "grid") == WRITTEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am sorry, but I cannot help with that.",
        "{",
        json.dumps(APPLE)[:60],
        '{"description": "x", "objects": []}',
        '{"objects": [{"phrase": "x", "box": [1, 2, 3]}]}',
        '{"objects": [{"phrase": "x", "box": [1, 2, 3, NaN]}]}',
        '{"objects": [{"phrase": "x", "box": [1, 2, 3, 1e999]}]}',
        '{"objects": [{"box": [1, 2, 3, 4]}]}',
        "[1, 2]",
        "__import__('os').getcwd()",
        "[" * 90_000,
        "x" * 200_000,
    ],
)
def test_an_answer_without_a_plan_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(ThoughtError) as refusal:
        read_picture(text)
    assert len(str(refusal.value)) < 400


def test_every_box_stands_behind_its_own_words() -> None:
    chain = chain_of(
        {
            "description": "Two cups: a blue cup and a blue cup beside a tea cup.",
            "objects": [
                {"phrase": "blue cup", "box": [0, 0, 100, 100]},
                {"phrase": "cup", "box": [500, 0, 600, 100]},
                {"phrase": "Blue cup", "box": [200, 0, 300, 100]},
                {"phrase": "dragon", "box": [700, 700, 900, 900]},
            ],
        }
    )

    told = [(one.phrase, one.box.x0, one.colour) for one in chain.elements]
    assert told == [
        ("blue cup", 0, "red"),
        ("blue cup", 200, "blue"),
        ("cup", 500, "lime"),
        ("dragon", 700, "yellow"),
    ]
    assert chain_text.write(chain).endswith(" (yellow).")


def test_boxes_in_the_description_do_not_become_objects() -> None:
    chain = chain_of(
        APPLE | {"description": "A red apple (10,20),(300,400) lies <|box_start|> on [1, 2, 3, 4]."}
    )

    assert len(chain.elements) == 1


def test_an_edit_becomes_numbered_steps() -> None:
    step = {"object": "apple", "box": [28, 0, 280, 140], "change": "Make it green."}
    told = {"source": "The picture shows an apple.", "steps": [step], "result": "A green one."}
    draft = read_edit(json.dumps(told))

    assert edit_chain(draft, "pixels", (280, 280)) == (
        "1. The picture shows an apple.\n"
        "2. The object to be edited is the <|object_ref_start|>apple<|object_ref_end|>"
        "<|box_start|>(100,0),(999,500)<|box_end|> (red).\n"
        "3. Make it green.\n"
        "4. A green one."
    )


def test_several_changes_are_told_apart() -> None:
    step = {"object": "cup", "box": [0, 0, 9, 9], "change": "Remove it."}
    draft = read_edit(json.dumps({"steps": [step, step]}))

    chain = chain_text.read(edit_chain(draft, "grid", (280, 280)), task="edit").chain

    assert len(chain.elements) == 2
    assert "For step 2, the object" in chain_text.write(chain)


@given(
    st.text(max_size=80),
    st.lists(
        st.tuples(st.text(max_size=12), st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4)),
        min_size=1,
        max_size=5,
    ),
)
def test_whatever_a_model_writes_no_box_is_lost(
    description: str, objects: list[tuple[str, list[float]]]
) -> None:
    told = {
        "description": description,
        "objects": [{"phrase": phrase, "box": box} for phrase, box in objects],
    }

    assert len(chain_of(told).elements) == len(objects)


@given(
    st.integers(28, 4000),
    st.integers(28, 4000),
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
)
def test_pixels_come_to_the_same_place_on_the_grid(
    width: int, height: int, part: list[float]
) -> None:
    pixels = [part[0] * width, part[1] * height, part[2] * width, part[3] * height]

    if max(pixels) > 1:
        for found, asked in zip(on_grid(pixels, "pixels", (width, height)), part, strict=True):
            assert math.isclose(found, asked * 1000, abs_tol=1.01)


def test_fractions_and_thousandths_need_no_size() -> None:
    assert on_grid([0.1, 0, 1.0, 0.5], "grid", None) == (100, 0, 999, 500)
    assert on_grid([100, 0, 1000, 500], "thousandths", (640, 480)) == (100, 0, 999, 500)


def test_numbers_far_over_the_grid_are_pixels_whatever_was_asked() -> None:
    assert on_grid([0, 0, 2000, 500], "grid", (2000, 1000)) == (0, 0, 999, 500)


@pytest.mark.parametrize(
    ("model", "how"),
    [
        ("Qwen/Qwen2.5-VL-7B-Instruct", "pixels"),
        ("qwen2.5vl:7b", "pixels"),
        ("qwen2_5_vl", "pixels"),
        ("Qwen/Qwen3-VL-8B-Instruct", "thousandths"),
        ("gpt-4.1-mini", "grid"),
    ],
)
def test_known_models_count_as_they_were_taught(model: str, how: str) -> None:
    assert coordinates_of(model) == how


def test_a_schema_is_closed_all_the_way_down() -> None:
    for task in ("generate", "edit"):
        schema = json.dumps(schema_for(task))  # type: ignore[arg-type]
        assert schema.count('"additionalProperties": false') == schema.count('"properties"') == 2
