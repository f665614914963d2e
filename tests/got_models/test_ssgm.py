"""Boxes as canvases, canvases as latents."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from got_models.ssgm import box_canvas, canvases_of, spatial_guidance, to_pixels
from got_models.thought import WHOLE, Box, Element


class Means:
    """Encodes a picture as its mean colour, like an autoencoder that sees one pixel."""

    def encode(self, pixels: Tensor) -> SimpleNamespace:
        mode = pixels.mean(dim=(2, 3), keepdim=True)
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: mode))


def element(box: Box, colour: str) -> Element:
    return Element(phrase="cat", box=box, colour=colour)


@pytest.mark.parametrize(
    ("corners", "painted"),
    [
        ((367, 89, 640, 998), (23, 5, 40, 63)),
        ((0, 0, 999, 999), (0, 0, 63, 63)),
        ((500, 500, 501, 501), (32, 32, 32, 32)),
        ((15, 16, 31, 32), (0, 1, 1, 2)),
    ],
)
def test_corners_are_cut_to_pixels_and_both_edges_are_painted(
    corners: tuple[int, int, int, int], painted: tuple[int, int, int, int]
) -> None:
    x0, y0, x1, y1 = corners
    canvas = box_canvas(Box(x0=x0, y0=y0, x1=x1, y1=y1), "red", 64, 64)

    left, top, right, bottom = painted
    expected = np.zeros((64, 64, 3), dtype=np.uint8)
    expected[top : bottom + 1, left : right + 1] = (255, 0, 0)
    assert np.array_equal(np.asarray(canvas), expected)


def test_width_and_height_scale_on_their_own() -> None:
    canvas = np.asarray(box_canvas(Box(x0=500, y0=0, x1=999, y1=499), "lime", 40, 20))

    assert canvas[:10, 20:, 1].min() == 255
    assert canvas.sum() == 10 * 20 * 255


def test_every_element_has_a_canvas_of_its_own_in_chain_order() -> None:
    elements = [element(WHOLE, "blue"), element(WHOLE, "red"), element(WHOLE, "blue")]

    assert [canvas.getpixel((3, 3)) for canvas in canvases_of(elements, 8, 8)] == [
        (0, 0, 255),
        (255, 0, 0),
        (0, 0, 255),
    ]


def test_no_element_is_one_black_canvas() -> None:
    (canvas,) = canvases_of([], 24, 16)

    assert canvas.size == (24, 16)
    assert canvas.getextrema() == ((0, 0), (0, 0), (0, 0))


def test_pixels_run_from_minus_one_to_one_channels_first() -> None:
    pixels = to_pixels([Image.new("RGB", (3, 2), (255, 0, 51))])

    assert pixels.shape == (1, 3, 2, 3)
    torch.testing.assert_close(pixels[0, :, 0, 0], torch.tensor([1.0, -1.0, -0.6]))


def test_canvases_are_averaged_within_a_picture_and_not_across() -> None:
    colours = ["white", "black", "red"]
    canvases = to_pixels([Image.new("RGB", (4, 4), colour) for colour in colours])

    guidance = spatial_guidance(Means(), canvases, [2, 1])

    torch.testing.assert_close(
        guidance.flatten(1), torch.tensor([[0.0, 0.0, 0.0], [1.0, -1.0, -1.0]])
    )
