"""Backgrounds: every kind in every colour at any size, quiet, and the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.backgrounds import CONTRAST, RGB, paint_background
from got_models.sceneworld.scene import Background
from got_models.sceneworld.vocabulary import BACKGROUND_COLOURS, BACKGROUND_KINDS

KINDS, COLOURS = st.sampled_from(BACKGROUND_KINDS), st.sampled_from(BACKGROUND_COLOURS)
SEEDS = st.integers(0, 2**30 - 1)


@given(kind=KINDS, colour=COLOURS, seed=SEEDS, width=st.integers(1, 70), height=st.integers(1, 70))
def test_any_background_fills_any_canvas_and_stays_near_its_tone(kind, colour, seed, width, height):
    background = Background(kind=kind, colour=colour, seed=seed)

    pixels = paint_background(background, width, height)

    assert (pixels.shape, pixels.dtype) == ((height, width, 3), np.uint8)
    away = np.abs(pixels.astype(int) - RGB[colour]).max()
    assert away <= 1 + 1.5 * 255 * CONTRAST


@given(kind=KINDS, colour=COLOURS, seed=SEEDS)
def test_the_same_seed_paints_the_same(kind, colour, seed):
    background = Background(kind=kind, colour=colour, seed=seed)

    assert np.array_equal(
        paint_background(background, 32, 24), paint_background(background, 32, 24)
    )


@pytest.mark.parametrize("kind", [kind for kind in BACKGROUND_KINDS if kind != "plain"])
def test_a_pattern_can_be_seen_and_depends_on_the_seed(kind):
    first, *others = (
        paint_background(Background(kind=kind, colour="gray", seed=seed), 128, 128)
        for seed in range(4)
    )

    assert first.std() > 1.5
    assert any(not np.array_equal(first, other) for other in others)


def test_plain_is_one_colour():
    pixels = paint_background(Background(kind="plain", colour="teal", seed=5), 16, 16)

    assert (pixels == RGB["teal"]).all()


def test_no_two_colours_have_the_same_tone():
    assert set(RGB) == set(BACKGROUND_COLOURS)
    tones = [np.array(tone) for tone in RGB.values()]
    assert all(np.linalg.norm(a - b) > 15 for at, a in enumerate(tones) for b in tones[:at])


@pytest.mark.parametrize("kind", BACKGROUND_KINDS)
def test_a_larger_canvas_shows_the_same_pattern(kind):
    background = Background(kind=kind, colour="beige", seed=3)

    small = paint_background(background, 64, 64).astype(float)
    large = paint_background(background, 128, 128).astype(float)

    shrunk = large.reshape(64, 2, 64, 2, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).mean() < 6
