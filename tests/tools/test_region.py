"""Regions of edits: pixels outside never change, seams lie inside, global edits are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from got_models.thought import WHOLE, Box, Chain, Element
from tools.region import Region, region_of


def noise(seed: int, width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3))
    return Image.fromarray(pixels.astype(np.uint8), "RGB")


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, y0 = draw(st.integers(0, 900)), draw(st.integers(0, 900))
    x1, y1 = draw(st.integers(x0 + 1, 999)), draw(st.integers(y0 + 1, 999))
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(boxes(), min_size=1, max_size=4),
    st.integers(8, 90),
    st.integers(8, 90),
)
def test_nothing_outside_the_boxes_changes(found: list[Box], width: int, height: int) -> None:
    region = Region(boxes=tuple(found))
    before, after = noise(1, width, height), noise(2, width, height)

    result = region.composite(before, after)

    assert region.changed_outside(before, result) == 0
    if not region.is_global:
        outside = np.ones((height, width), dtype=bool)
        for box in found:
            top, bottom = box.y0 * height // 1000, -(-(box.y1 + 1) * height // 1000)
            left, right = box.x0 * width // 1000, -(-(box.x1 + 1) * width // 1000)
            outside[top:bottom, left:right] = False
        assert (np.asarray(result)[outside] == np.asarray(before)[outside]).all()


def test_the_middle_of_a_box_is_the_new_picture() -> None:
    before, after = noise(1, 100, 100), noise(2, 100, 100)

    result = Region((Box(x0=200, y0=200, x1=800, y1=800),)).composite(before, after)

    assert result.crop((30, 30, 70, 70)).tobytes() == after.crop((30, 30, 70, 70)).tobytes()


def test_the_seam_rises_from_the_edge_inwards() -> None:
    weights = Region((Box(x0=200, y0=0, x1=800, y1=999),)).opacity(100, 100)

    row = weights[50]
    assert (np.diff(row[:50]) >= 0).all()
    assert 0 < row[20] < 1
    assert row[50] == 1


def test_a_box_at_the_border_has_no_seam_there() -> None:
    weights = Region((Box(x0=0, y0=0, x1=500, y1=999),)).opacity(100, 60)

    assert (weights[:, 0] == 1).all()
    assert (weights[:, 49] < 1).all()
    assert (weights[:, 50:] == 0).all()


@pytest.mark.parametrize(
    ("found", "is_global"),
    [
        ((), True),
        ((WHOLE,), True),
        ((Box(x0=10, y0=10, x1=995, y1=995),), True),
        ((Box(x0=0, y0=0, x1=999, y1=500),), False),
    ],
)
def test_a_global_edit_is_known_as_one(found: tuple[Box, ...], is_global: bool) -> None:
    assert Region(found).is_global is is_global


def test_counting_finds_a_pixel_changed_outside() -> None:
    region = Region((Box(x0=500, y0=500, x1=900, y1=900),))
    before = Image.new("RGB", (50, 50))
    after = before.copy()
    after.putpixel((1, 1), (1, 0, 0))
    after.putpixel((30, 30), (9, 9, 9))

    assert region.changed_outside(before, after) == 1


def test_all_boxes_of_a_chain_are_its_region() -> None:
    box = Box(x0=1, y0=2, x1=3, y1=4)
    chain = Chain(task="edit", parts=("1. ", Element(phrase="apple", box=box, colour="red")))

    assert region_of(chain) == Region((box,))


def test_a_mask_goes_before_the_boxes_and_black_never_changes() -> None:
    chain = Chain(
        task="edit", parts=(Element(phrase="x", box=Box(x0=0, y0=0, x1=99, y1=99), colour="red"),)
    )
    mask = Image.new("L", (100, 80))
    mask.paste(255, (50, 0, 100, 80))
    mask.putpixel((10, 10), 51)
    region = region_of(chain, mask)
    before, after = noise(1, 100, 80), noise(2, 100, 80)

    result = region.composite(before, after)

    assert not region.is_global
    assert region.changed_outside(before, result) == 0
    closed = np.asarray(mask) == 0
    assert (np.asarray(result)[closed] == np.asarray(before)[closed]).all()
    assert result.crop((50, 0, 100, 80)).tobytes() == after.crop((50, 0, 100, 80)).tobytes()
    mixed = 0.8 * np.array(before.getpixel((10, 10))) + 0.2 * np.array(after.getpixel((10, 10)))
    assert np.abs(np.array(result.getpixel((10, 10))) - mixed).max() <= 0.5
    assert region.changed_outside(before, after) > 3000
