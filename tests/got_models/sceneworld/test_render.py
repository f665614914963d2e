"""Scene to picture: boxes are tight, later things lie on top, styles change everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from got_models.sceneworld.render import apply_style, pixels_of, render
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.vocabulary import STYLES
from got_models.thought import COORDINATE_MAX, Box

GRAY = Background(kind="plain", colour="gray")

COORDINATES = st.lists(st.integers(0, COORDINATE_MAX), min_size=2, max_size=2, unique=True).map(
    sorted
)
BOXES = st.builds(lambda x, y: Box(x0=x[0], y0=y[0], x1=x[1], y1=y[1]), COORDINATES, COORDINATES)


class Shapes:
    """Discs, and squares for boxes named so, filled with the colour."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        sprite = Image.new("RGBA", (40, 40))
        draw = ImageDraw.Draw(sprite)
        shape = draw.rectangle if family == "square" else draw.ellipse
        shape((0, 0, 39, 39), fill=colour or "white")
        return sprite


def thing(box: Box, colour: str = "red", family: str = "square", **pose) -> Thing:
    return Thing(kind="cat", colour=colour, box=box, family=family, **pose)


def drawn(*things: Thing, style: str = "natural", side: int = 128) -> np.ndarray:
    scene = Scene(things=things, background=GRAY, style=style)
    return np.asarray(render(scene, Shapes(), width=side, height=side)).astype(int)


def touched(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Return the half-open edges of what differs from the empty background."""
    rows, columns = np.nonzero((pixels != drawn(side=len(pixels))).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@given(box=BOXES, width=st.integers(1, 400), height=st.integers(1, 400))
def test_edges_lie_on_the_canvas_and_enclose_a_pixel(box, width, height):
    left, top, right, bottom = pixels_of(box, width, height)

    assert 0 <= left < right
    assert 0 <= top < bottom
    assert right <= width + 1
    assert bottom <= height + 1


def test_the_whole_grid_is_the_whole_canvas():
    whole = Box(x0=0, y0=0, x1=COORDINATE_MAX, y1=COORDINATE_MAX)

    assert pixels_of(whole, 128, 96) == (0, 0, 128, 96)


@settings(deadline=None, max_examples=60)
@given(box=BOXES, angle=st.floats(-30, 30), mirrored=st.booleans())
def test_a_thing_stays_in_its_box_whatever_its_pose(box, angle, mirrored):
    box = (
        Box(x0=box.x0, y0=box.y0, x1=min(box.x1, 990), y1=min(box.y1, 990))
        if (box.x0 < 990 and box.y0 < 990)
        else Box(x0=0, y0=0, x1=99, y1=99)
    )
    pixels = drawn(thing(box, angle=round(angle, 1), mirrored=mirrored))

    left, top, right, bottom = pixels_of(box, 128, 128)
    outside = np.ones((128, 128), dtype=bool)
    outside[top:bottom, left:right] = False
    assert (pixels[outside] == drawn()[outside]).all()


@pytest.mark.parametrize("family", ["square", "disc"])
@pytest.mark.parametrize("angle", [0.0, 8.0, -25.0])
def test_a_thing_fills_its_box_to_the_edges(family, angle):
    box = Box(x0=210, y0=320, x1=620, y1=810)

    found = touched(drawn(thing(box, family=family, angle=angle)))

    assert np.abs(np.array(found) - pixels_of(box, 128, 128)).max() <= 1


def test_later_things_lie_on_top():
    box = Box(x0=200, y0=200, x1=600, y1=600)

    pixels = drawn(thing(box, "red"), thing(box, "blue"))

    assert tuple(pixels[50, 50]) == (0, 0, 255)


def test_mirroring_turns_left_and_right():
    class Half(Shapes):
        def tinted(self, kind, colour, family):
            sprite = Image.new("RGBA", (40, 40), "red")
            sprite.paste((0, 0, 255, 255), (0, 0, 20, 40))
            return sprite

    box = Box(x0=0, y0=0, x1=COORDINATE_MAX, y1=COORDINATE_MAX)
    scenes = (Scene(things=(thing(box, mirrored=flip),), background=GRAY) for flip in (False, True))
    plain, mirrored = (np.asarray(render(scene, Half())) for scene in scenes)

    assert tuple(plain[64, 10]) == tuple(mirrored[64, 117]) == (0, 0, 255)
    assert np.array_equal(plain, mirrored[:, ::-1])


@pytest.mark.parametrize("style", STYLES)
def test_a_style_keeps_the_size_and_only_the_natural_one_changes_nothing(style):
    things = (thing(Box(x0=103, y0=117, x1=527, y1=633), "green", "disc"),)

    pixels = drawn(*things, style=style)

    assert pixels.shape == (128, 128, 3)
    assert (pixels == drawn(*things)).all() == (style == "natural")


def test_black_and_white_has_no_colour_and_pixel_art_has_blocks():
    picture = Image.fromarray(
        np.random.default_rng(0).integers(0, 256, (32, 32, 3)).astype(np.uint8)
    )

    gray = np.asarray(apply_style(picture, "black and white"))
    blocks = np.asarray(apply_style(picture, "pixel art"))
    assert (gray[..., 0] == gray[..., 1]).all()
    assert (gray[..., 1] == gray[..., 2]).all()
    assert (blocks[:4, :4] == blocks[0, 0]).all()


def test_night_is_darker():
    things = (thing(Box(x0=100, y0=100, x1=500, y1=600), "yellow"),)

    assert drawn(*things, style="night").mean() < 0.7 * drawn(*things).mean()
