"""Chains in plain words, and boxes as masks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from got_models import chain_text
from got_models.brushes.box_masks import coverage, mask_of
from got_models.brushes.words import filling_words, picture_words, placed_words, prose
from got_models.thought import WHOLE, Box, Chain
from tools.region import Region

APPLE = chain_text.read(
    "A <|object_ref_start|>red apple<|object_ref_end|><|box_start|>(100,200),(400,600)<|box_end|> "
    "(red) on a\n gray background."
).chain
sides = st.integers(1, 300)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, y0 = draw(st.integers(0, 998)), draw(st.integers(0, 998))
    x1, y1 = draw(st.integers(x0 + 1, 999)), draw(st.integers(y0 + 1, 999))
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def test_words_carry_names_and_no_tokens() -> None:
    assert prose(APPLE) == "A red apple on a gray background."
    assert picture_words("an apple.", APPLE) == "an apple. A red apple on a gray background."
    assert placed_words("an apple", APPLE).endswith(
        "red apple from 10 % to 40 % across and from 20 % to 60 % down."
    )


def test_what_fills_a_mask_is_the_last_step_of_the_edit() -> None:
    steps = Chain(task="edit", parts=("1. An apple.\n2. It goes.\n3. The edited image is empty.",))

    assert filling_words("remove it", steps) == "The edited image is empty."
    assert filling_words("remove it", Chain(task="edit", parts=("Gone.",))) == "remove it"


@given(boxes(), sides, sides)
def test_the_cover_of_a_box_is_its_area(box: Box, rows: int, columns: int) -> None:
    x1, y1 = (1000 if value == 999 else value for value in (box.x1, box.y1))
    area = (x1 - box.x0) * (y1 - box.y0) / 1e6

    cover = coverage(box, rows, columns)

    assert cover.shape == (rows, columns)
    assert 0 <= cover.min() <= cover.max() <= 1 + 1e-5
    assert np.isclose(cover.sum() / cover.size, area, atol=1e-4)


@given(boxes(), sides, sides)
def test_a_mask_is_open_wherever_the_edit_may_change_something(
    box: Box, width: int, height: int
) -> None:
    mask = np.asarray(mask_of([box], (width, height)))
    region = Region(boxes=(box,))

    if not region.is_global:
        assert (mask[region.opacity(width, height) > 0] == 255).all()


def test_the_whole_picture_and_no_box_at_all_are_all_open() -> None:
    for mask in (mask_of([WHOLE], (7, 5)), mask_of([], (7, 5))):
        assert np.asarray(mask).min() == 255
    assert coverage(WHOLE, 3, 4).min() == 1.0
