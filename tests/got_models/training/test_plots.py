"""Loss curves from a log."""

import math

import numpy as np
from PIL import Image

from got_models.training.log import TrainingLog
from got_models.training.plots import BOLD, PANEL, plot_losses, smoothed


def test_nothing_is_drawn_before_there_are_two_values(tmp_path):
    assert plot_losses(tmp_path) is None
    TrainingLog(tmp_path).add({"step": 1, "seconds": 0.1, "loss": 2.0})
    assert plot_losses(tmp_path) is None


def test_each_number_gets_a_panel_with_its_drift(tmp_path):
    log = TrainingLog(tmp_path)
    for step in range(1, 60):
        log.add({"step": step, "seconds": step, "loss": 3 / step, "chain": 1.0, "drawing": 2.0})

    place = plot_losses(tmp_path)

    with Image.open(place) as drawn:
        picture = drawn.convert("RGB")
    assert picture.size == (2 * PANEL[0], 2 * PANEL[1])
    colours = [{c for _, c in picture.crop(b).getcolors(1 << 16)} for b in _panels(picture)]
    assert [BOLD in found for found in colours] == [True, True, True, False]


def test_values_that_are_no_numbers_are_left_out(tmp_path):
    log = TrainingLog(tmp_path)
    for step, loss in enumerate((1.0, math.nan, math.inf, 0.5), start=1):
        log.add({"step": step, "seconds": step, "loss": loss, "other": math.nan})

    assert plot_losses(tmp_path) is not None


def test_smoothing_keeps_the_mean_of_a_line_and_calms_noise():
    noise = np.random.default_rng(0).standard_normal(1000)

    assert np.allclose(smoothed(np.full(50, 2.0)), 2.0)
    assert smoothed(noise).std() < 0.4 * noise.std()


def _panels(picture):
    width, height = PANEL
    return [
        (x, y, x + width, y + height)
        for y in range(0, picture.height, height)
        for x in range(0, picture.width, width)
    ]
