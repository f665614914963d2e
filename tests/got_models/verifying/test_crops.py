"""Cutting boxes out of pictures."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from got_models.thought import WHOLE, Box
from got_models.verifying.crops import Glimpse, cut


def picture():
    """A black picture with a red middle quarter."""
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[25:75, 25:75, 0] = 255
    return Image.fromarray(pixels)


MIDDLE = Box(x0=250, y0=250, x1=749, y1=749)


def test_a_box_without_context_is_all_that_is_seen():
    cutting = cut(picture(), MIDDLE, context=0.0, side=20)

    assert cutting.shape == (20, 20, 3)
    assert (cutting[1:-1, 1:-1] == (255, 0, 0)).all()


def test_context_is_added_on_all_sides_alike():
    cutting = cut(picture(), MIDDLE, context=1.0, side=40)[..., 0]

    assert (cutting[12:28, 12:28] == 255).all()
    assert (cutting[:8] == 0).all()
    assert np.array_equal(cutting, cutting[::-1, ::-1].T)


def test_the_edge_of_the_canvas_goes_on():
    cutting = cut(picture().crop((25, 25, 75, 75)), WHOLE, context=0.5)

    assert (cutting == (255, 0, 0)).all()


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(3, 140), st.integers(3, 140))
def test_every_box_of_every_picture_can_be_cut(data, width, height):
    x0, y0 = data.draw(st.integers(0, 998)), data.draw(st.integers(0, 998))
    x1, y1 = data.draw(st.integers(x0 + 1, 999)), data.draw(st.integers(y0 + 1, 999))

    cutting = cut(Image.new("RGB", (width, height), "blue"), Box(x0=x0, y0=y0, x1=x1, y1=y1))

    assert (cutting == (0, 0, 255)).all()


def test_a_glimpse_shows_a_thing_in_its_colour_or_in_any():
    glimpse = Glimpse("cup", 0.9, "red", 0.8)

    assert glimpse.shows("cup", "red")
    assert glimpse.shows("cup", None)
    assert not glimpse.shows("cup", "blue")
    assert not glimpse.shows("bowl", "red")
    assert not Glimpse(None, 0.9, "red", 0.8).shows("cup", None)
