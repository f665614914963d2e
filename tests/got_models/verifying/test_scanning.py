"""Looking through a whole picture sees in every window what looking at it would."""

import random

import pytest
import torch

from got_models.sceneworld.render import render
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.thought import COORDINATE_MAX, WHOLE, Box
from got_models.verifying.crop_judge import WEIGHTS, CropJudge, CropNetwork
from got_models.verifying.scanning import Hit, around, distinct, scan

BOX = Box(x0=560, y0=420, x1=880, y1=700)


def test_a_window_alone_is_read_as_a_cutting_is():
    torch.manual_seed(0)
    network = CropNetwork().eval()
    cutting = torch.randn(1, 3, 48, 48)

    with torch.no_grad():
        slid = network.slide(cutting)
        kinds, _ = network(cutting)

    assert slid.shape == (1, 1, 81)
    assert torch.allclose(slid[0, 0], kinds[0], atol=1e-4)


def test_windows_lie_on_the_canvas_and_reach_its_edges():
    picture = render(Scene(things=(), background=Background(kind="plain", colour="teal")), None)
    found = scan(picture, lambda pixels: torch.ones(*(s // 8 - 5 for s in pixels.shape[2:]), 1))

    boxes = [hit.box for windows in found for hit in windows.hits(0.5, None)]

    assert min(box.x0 for box in boxes) == min(box.y0 for box in boxes) == 0
    assert max(box.x1 for box in boxes) >= COORDINATE_MAX - 80
    assert max(box.y1 for box in boxes) <= COORDINATE_MAX


def test_of_places_that_show_the_same_the_likeliest_is_kept():
    near = Box(x0=570, y0=420, x1=880, y1=700)
    hits = [Hit(0.5, 3, near), Hit(0.9, 3, BOX), Hit(0.6, 4, near), Hit(0.4, 3, WHOLE)]

    assert distinct(hits, overlap=0.5, most=9) == [hits[1], hits[2], hits[3]]
    assert distinct(hits, overlap=0.5, most=1) == [hits[1]]


def test_boxes_around_a_box_stay_close_and_on_the_canvas():
    rng = random.Random(0)
    for _ in range(50):
        x0, y0 = rng.randint(0, 900), rng.randint(0, 900)
        box = Box(x0=x0, y0=y0, x1=min(x0 + 90, 999), y1=min(y0 + 90, 999))

        found = around(box)

        assert found[0] == box
        assert all(other.iou(box) > 0.4 for other in found)


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the judge has not been trained yet")
def test_the_shipped_judge_finds_a_thing_anywhere():
    thing = Thing(kind="bench", colour="red", box=BOX, family="drawn-a")
    scene = Scene(things=(thing,), background=Background(kind="plain", colour="light gray"))
    search = CropJudge.load().search(render(scene, SpriteAtlas.open(("drawn-a",))))

    assert search.places("bench")[0].iou(BOX) > 0.5
    assert any(box.iou(BOX) > 0.4 for box in search.places())
    assert search.places("sink") == []
