"""Trimming pictures to sprites."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from got_models.sceneworld.trim import SIDE, VISIBLE_ALPHA, trim

edges = st.integers(0, 90)


@settings(deadline=None, max_examples=50)
@given(x=edges, y=edges, width=st.integers(8, 100), height=st.integers(8, 100))
def test_a_sprite_is_tight_and_of_one_size(x, y, width, height):
    picture = Image.new("RGBA", (200, 200))
    ImageDraw.Draw(picture).rectangle((x, y, x + width, y + height), fill=(9, 9, 9, 255))

    sprite = trim(picture)

    visible = sprite.getchannel("A").point(lambda a: 255 if a > VISIBLE_ALPHA else 0)
    assert visible.getbbox() == (0, 0, *sprite.size)
    assert SIDE - 2 <= max(sprite.size) <= SIDE
    assert abs(sprite.width / sprite.height - (width + 1) / (height + 1)) < 0.03 * width / 4


def test_steam_has_no_place_in_a_sprite():
    picture = Image.new("RGBA", (200, 200))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((50, 100, 149, 149), fill=(200, 0, 0, 255))
    draw.rectangle((90, 20, 110, 80), fill=(200, 200, 200, 100))

    sprite = trim(picture)

    assert abs(sprite.width / sprite.height - 2.0) < 0.05


def test_trimming_leaves_its_input_alone():
    picture = Image.new("RGBA", (40, 40), (1, 2, 3, 60))
    ImageDraw.Draw(picture).rectangle((10, 10, 20, 20), fill=(9, 9, 9, 255))
    before = picture.tobytes()

    trim(picture)

    assert picture.tobytes() == before
