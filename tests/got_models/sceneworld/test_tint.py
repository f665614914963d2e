"""Tinted sprites, measured in CIELAB."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from got_models.sceneworld.drawings import DRAWINGS, draw
from got_models.sceneworld.emoji import EMOJI, NOTO
from got_models.sceneworld.emoji_sources import SpritesMissing, glyphs
from got_models.sceneworld.sprites import (
    CRITIC_FAMILIES,
    EVALUATION_FAMILIES,
    TRAINING_FAMILIES,
    SpriteAtlas,
)
from got_models.sceneworld.tint import RAMPS, tint
from got_models.sceneworld.trim import trim
from got_models.sceneworld.vocabulary import COLOURS

MARGIN = 8.0
"""CIELAB distance by which the right colour is nearer than any other."""


def lab(rgb):
    """Return CIELAB (D65) of sRGB values from 0 to 255."""
    value = np.asarray(rgb, dtype=float) / 255
    linear = np.where(value > 0.04045, ((value + 0.055) / 1.055) ** 2.4, value / 12.92)
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = linear @ np.array(matrix).T / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


MAIN_TONES = lab([ImageColor.getrgb(RAMPS[colour][1]) for colour in COLOURS])


def misread(sprite):
    """Return the colours in which the sprite's mean is not clearly nearest to the right one."""
    wrong = []
    for index, colour in enumerate(COLOURS):
        pixels = np.asarray(tint(sprite, colour))
        mean = lab(pixels[pixels[..., 3] > 128][:, :3].mean(axis=0))
        distances = np.linalg.norm(MAIN_TONES - mean, axis=1)
        others = np.delete(distances, index)
        if distances[index] + MARGIN > others.min():
            wrong.append(colour)
    return wrong


def test_every_colour_of_the_world_has_a_ramp():
    assert tuple(RAMPS) == COLOURS


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_tinted_drawing_reads_as_its_colour(kind):
    assert [misread(trim(draw(kind, variant))) for variant in range(3)] == [[], [], []]


def test_a_tinted_emoji_reads_as_its_colour():
    try:
        noto = glyphs(NOTO, cache=None)
    except SpritesMissing as missing:
        pytest.skip(str(missing))

    assert {kind: wrong for kind in EMOJI if (wrong := misread(trim(noto(kind))))} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "family", sorted({*TRAINING_FAMILIES, *CRITIC_FAMILIES, *EVALUATION_FAMILIES})
)
def test_every_tinted_sprite_reads_as_its_colour(family):
    try:
        atlas = SpriteAtlas.open([family])
    except SpritesMissing as missing:
        pytest.skip(str(missing))

    kinds = [kind for kind in (*EMOJI, *DRAWINGS) if atlas.families_of(kind)]
    assert {kind: wrong for kind in kinds if (wrong := misread(atlas.get(kind, family)))} == {}


@pytest.mark.parametrize("colour", COLOURS)
def test_inner_structure_survives(colour):
    pixels = np.asarray(tint(trim(draw("stop sign", 0)), colour).convert("L"), dtype=float)

    rim, letters = pixels[20:140, 76:84], pixels[60:100, 20:140]
    assert np.ptp(rim) > 10
    assert letters.std() > 4


@pytest.mark.parametrize("colour", COLOURS)
def test_what_was_brighter_is_never_darker(colour):
    steps = np.linspace(0, 255, 64).astype(np.uint8)
    gray = np.dstack([steps[None]] * 3 + [np.full((1, 64), 255, np.uint8)])

    tinted = np.asarray(tint(Image.fromarray(gray, "RGBA"), colour).convert("L"), dtype=int)

    assert (np.diff(tinted[0]) >= -1).all()
    assert tinted[0, -1] > tinted[0, 0]


@given(rgb=st.tuples(*[st.integers(0, 255)] * 3), colour=st.sampled_from(COLOURS))
def test_one_flat_colour_becomes_the_main_tone(rgb, colour):
    tinted = tint(Image.new("RGBA", (4, 4), (*rgb, 255)), colour)

    mean = lab(np.asarray(tinted)[..., :3].reshape(-1, 3).mean(axis=0))
    assert np.linalg.norm(mean - MAIN_TONES[COLOURS.index(colour)]) < 4


def test_the_outline_is_untouched():
    sprite = trim(draw("fork", 0))

    assert tint(sprite, "red").getchannel("A").tobytes() == sprite.getchannel("A").tobytes()
