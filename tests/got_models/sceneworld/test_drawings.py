"""Our own drawings and the pen they are made with."""

from itertools import combinations

import numpy as np
import pytest

from got_models.sceneworld.drawings import DRAWINGS, draw
from got_models.sceneworld.drawings.pen import SIDE, UNITS, Pen
from got_models.sceneworld.trim import trim


def alpha(picture):
    return np.asarray(picture.getchannel("A"))


@pytest.mark.parametrize("kind", DRAWINGS)
def test_three_drawings_differ_visibly(kind):
    smalls = [np.asarray(trim(draw(kind, v)).resize((24, 24)), dtype=float) for v in range(3)]

    for one, other in combinations(smalls, 2):
        assert np.abs(one - other).mean() > 15


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_is_one_large_thing(kind):
    for variant in range(3):
        covered = alpha(draw(kind, variant)) > 128

        assert 0.08 < covered.mean() < 0.95
        rows, columns = np.flatnonzero(covered.any(axis=1)), np.flatnonzero(covered.any(axis=0))
        assert max(np.ptp(rows), np.ptp(columns)) > 0.7 * SIDE


def test_a_box_lies_where_it_is_asked_for():
    pen = Pen()

    pen.box(25, 50, 75, 100, "#ff0000")

    covered = alpha(pen.picture()) > 0
    at = SIDE / UNITS
    assert covered[round(51 * at) : round(99 * at), round(26 * at) : round(74 * at)].all()
    assert not covered[: round(49 * at)].any()


def test_shade_stays_inside_what_is_drawn():
    pen = Pen()
    pen.ellipse(20, 20, 80, 80, "#ff0000")
    before = alpha(pen.picture())

    pen.box(0, 0, 100, 100, "#00000080", inside=True)

    assert np.array_equal(alpha(pen.picture()), before)
    assert pen.picture().getpixel((SIDE // 2, SIDE // 2))[0] < 255


def test_no_colour_cuts_a_hole():
    pen = Pen()
    pen.box(0, 0, 100, 100, "#ff0000")

    pen.curve([(50, 30), (70, 50), (50, 70), (30, 50)], None)

    assert pen.picture().getpixel((SIDE // 2, SIDE // 2))[3] == 0
    assert pen.picture().getpixel((2, 2))[3] == 255


def test_turning_is_counter_clockwise():
    pen = Pen()
    pen.box(80, 45, 100, 55, "#ff0000")

    pen.turn(90)

    rows, columns = np.nonzero(alpha(pen.picture()))
    assert rows.mean() < SIDE / 4
    assert abs(columns.mean() - SIDE / 2) < 2
