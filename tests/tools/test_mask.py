"""A mask is grey, as large as its picture, and opens something; anything else is one sentence."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from got_models.errors import BadPicture
from tools.mask import mask_of

SIZE = (40, 30)


def half_open() -> Image.Image:
    mask = Image.new("RGB", SIZE)
    mask.paste("white", (0, 0, 20, 30))
    return mask


def test_white_is_open_black_is_not_and_grey_is_between() -> None:
    mask = half_open()
    mask.putpixel((30, 10), (128, 128, 128))

    made = mask_of(mask, SIZE)

    assert made.mode == "L"
    assert [made.getpixel(place) for place in ((5, 5), (35, 5), (30, 10))] == [255, 0, 128]


def test_the_noise_of_a_jpeg_is_no_colour() -> None:
    stream = BytesIO()
    half_open().save(stream, "JPEG", quality=60)

    made = mask_of(Image.open(stream), SIZE)

    assert np.asarray(made)[:, :8].min() > 230
    assert np.asarray(made)[:, 32:].max() < 25


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (Image.new("RGB", (30, 40), "white"), "30x40 pixels and the picture 40x30"),
        (Image.new("RGB", SIZE, "red"), "coloured picture; paint white"),
        (Image.new("RGB", SIZE), "black everywhere"),
    ],
)
def test_what_is_no_mask_is_refused(mask: Image.Image, said: str) -> None:
    with pytest.raises(BadPicture, match=said):
        mask_of(mask, SIZE)
