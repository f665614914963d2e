"""Pixels moved without a model: exact, and the boxes move with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from got_models.errors import BadInput
from got_models.thought import Box, Chain, Element
from tools import reframe
from tools.compare import compare, heat_map
from tools.desk import Held


def noise(width: int = 40, height: int = 30, seed: int = 0) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3))
    return Image.fromarray(pixels.astype(np.uint8))


def scene(*corners: int) -> Chain:
    x0, y0, x1, y1 = corners
    box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
    return Chain(parts=("A ", Element(phrase="cup", box=box, colour="red"), "."))


@given(st.sampled_from((1, 2, 3)), st.integers(0, 900), st.integers(0, 900))
def test_four_quarter_turns_are_none(turns: int, x: int, y: int) -> None:
    picture, known = noise(), scene(x, y, x + 50, y + 90)

    back = reframe.rotate(reframe.rotate(picture, turns), 4 - turns)  # type: ignore[arg-type]
    again = reframe.rotated_scene(reframe.rotated_scene(known, turns), 4 - turns)  # type: ignore[arg-type]

    assert back.tobytes() == picture.tobytes()
    assert again == known


def test_a_clockwise_turn_brings_the_left_to_the_top() -> None:
    picture = Image.new("RGB", (40, 20))
    picture.paste((255, 0, 0), (0, 0, 10, 20))

    turned = reframe.rotate(picture, 1)
    box = reframe.rotated_scene(scene(0, 0, 250, 999), 1).elements[0].box

    assert turned.size == (20, 40)
    assert turned.getpixel((10, 2)) == (255, 0, 0)
    assert box.corners == (0, 0, 999, 250)


def test_a_cut_out_keeps_its_pixels_and_its_boxes() -> None:
    picture = noise(100, 100)
    box = Box(x0=200, y0=200, x1=600, y1=700)

    cut = reframe.crop(picture, box)
    known = reframe.cropped_scene(scene(300, 300, 500, 500), box)

    assert cut.tobytes() == picture.crop((20, 20, 60, 70)).tobytes()
    assert known.elements[0].box.corners == (250, 200, 749, 599)
    assert reframe.cropped_scene(scene(700, 700, 900, 900), box).elements == ()
    with pytest.raises(BadInput, match="at least 8 x 8"):
        reframe.crop(picture, Box(x0=0, y0=0, x1=30, y1=30))


def test_enlarging_repeats_pixels_and_has_a_limit() -> None:
    picture = noise()

    large = reframe.upscale(picture, 3)

    assert large.size == (120, 90)
    assert large.resize((40, 30), Image.Resampling.NEAREST).tobytes() == picture.tobytes()
    with pytest.raises(BadInput, match="too many"):
        reframe.upscale(Image.new("RGB", (4000, 4000)), 8)


def test_a_composite_changes_only_its_box_and_a_comparison_finds_it() -> None:
    first, second = noise(seed=1), noise(seed=2)
    box = Box(x0=250, y0=200, x1=750, y1=600)

    laid = reframe.composite(first, second, box)
    found = compare(Held(1, first, "draw"), Held(2, laid, "composite"))

    assert found.within is not None
    assert (
        Box(x0=found.within[0], y0=found.within[1], x1=found.within[2], y1=found.within[3]).iou(box)
        > 0.95
    )
    assert found.changed_share == pytest.approx(0.2, abs=0.02)
    assert np.asarray(heat_map(first, laid))[:5].max() == 0
    assert compare(Held(1, first, "draw"), Held(1, first, "draw")).changed_share == 0.0
