"""The crop judge: its network, what it learns from, and the gate it must pass."""

import random

import numpy as np
import pytest
import torch
from PIL import Image

from got_models.errors import WeightsError
from got_models.sceneworld.emoji_sources import SpritesMissing
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.sprites import TRAINING_FAMILIES
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import WHOLE, Box
from got_models.verifying.crop_judge import NOTHING, WEIGHTS, CropJudge, CropNetwork, save
from got_models.verifying.crops import Glimpse
from got_models.verifying.judge_cuttings import (
    LOOSE_SIDE,
    NEVER_IOU,
    NOT_ASKED,
    Cuttings,
    questions,
    shoved,
    split_shapes,
    spoil,
)
from got_models.verifying.judge_gate import examine, examine_on
from got_models.verifying.judge_training import rate, sample_batch


class FlatAtlas:
    """Sprites that are one colour all over."""

    def tinted(self, kind, colour, family):
        return Image.new("RGBA", (8, 8), colour or "white")


SHAPES = {kind: {"noto": 1.0} for kind in CLASSES}
BOX = Box(x0=400, y0=400, x1=599, y1=599)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    return Cuttings(
        rng.integers(0, 256, (40, LOOSE_SIDE, LOOSE_SIDE, 3)).astype(np.uint8),
        rng.integers(0, NOTHING, 40),
        rng.integers(0, len(COLOURS), 40),
    )


def test_the_network_is_small_and_answers_both_questions():
    network = CropNetwork().eval()

    kinds, colours = network(torch.zeros(2, 3, 48, 48))

    assert kinds.shape == (2, NOTHING + 1)
    assert colours.shape == (2, len(COLOURS))
    assert sum(p.numel() for p in network.parameters()) <= 1_500_000


def test_weights_come_back_from_a_small_file(tmp_path):
    torch.manual_seed(0)
    network = CropNetwork()
    save(network, tmp_path / "judge.safetensors")
    noise = np.random.default_rng(0).integers(0, 256, (3, 48, 48, 3)).astype(np.uint8)

    again = CropJudge.load(tmp_path / "judge.safetensors").look_at(noise)

    assert [g.kind for g in again] == [g.kind for g in CropJudge(network).look_at(noise)]
    assert (tmp_path / "judge.safetensors").stat().st_size <= 3_000_000


def test_missing_weights_are_an_error_of_ours(tmp_path):
    with pytest.raises(WeightsError, match=r"judge\.safetensors"):
        CropJudge.load(tmp_path / "judge.safetensors")


def test_no_box_is_no_glimpse():
    judge = CropJudge(CropNetwork())

    assert judge.look(Image.new("RGB", (9, 9)), []) == []
    assert len(judge.look(Image.new("RGB", (9, 9)), [WHOLE, BOX])) == 2


def test_a_batch_is_a_function_of_its_seed_and_holds_some_nothings(data):
    cuttings, kinds, colours = sample_batch(data, seed=3)
    again, _, _ = sample_batch(data, seed=3)
    other, _, _ = sample_batch(data, seed=4)

    assert torch.equal(cuttings, again)
    assert not torch.equal(cuttings, other)
    assert cuttings.abs().max() <= 1
    assert 0 < (kinds == NOTHING).sum() < len(kinds) / 4
    assert (colours[kinds == NOTHING] == NOT_ASKED).all()


def test_the_learning_rate_rises_falls_and_ends_at_nothing():
    rates = [rate(step, 100) for step in range(101)]

    assert rates[0] == 0
    assert rates.index(max(rates)) in range(8, 13)
    assert rates[100] == pytest.approx(0, abs=1e-9)


def test_a_shoved_box_hardly_meets_the_old_one_and_stays_on_the_canvas():
    rng = random.Random(0)

    found = [shoved(BOX, rng) for _ in range(50)]

    assert all(box.iou(BOX) < NEVER_IOU for box in found if box)
    assert all((box.width, box.height) == (BOX.width, BOX.height) for box in found if box)
    assert shoved(WHOLE, rng) is None


def test_colours_are_asked_only_where_there_are_some_to_see():
    thing = Thing(kind="cup", colour="red", box=BOX, family="noto")
    plain = thing.model_copy(update={"colour": None})
    ground = Background(kind="plain", colour="teal")
    cup, red = CLASSES.index("cup"), COLOURS.index("red")

    for things, style, colour in (
        ((thing,), "natural", red),
        ((thing,), "sepia", NOT_ASKED),
        ((plain,), "night", NOT_ASKED),
    ):
        scene = Scene(things=things, background=ground, style=style)
        assert questions(scene, random.Random(0))[0] == (BOX, cup, colour)


def test_boxes_of_nothing_share_little_with_any_object():
    for number in range(20):
        rng = random.Random(number)
        scene = sample_scene(rng, shapes=SHAPES)

        empty = [box for box, kind, _ in questions(scene, rng) if kind == NOTHING]

        assert all(box.iou(t.box) < NEVER_IOU for box in empty for t in scene.things)


def test_a_spoilt_picture_is_as_large_and_another():
    picture = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 50).convert("RGB")

    for number in range(12):
        spoilt = spoil(picture, random.Random(number))
        assert spoilt.size == (64, 48)
        assert spoilt.tobytes() != picture.tobytes()


def test_many_hands_are_kept_apart_from_the_usual_families():
    mixed = {"cup": {"noto": 1.0, "hand-01": 0.5}, "dog": {"noto": 1.1, "hand-02": 1.2}}
    usual = {"cup": {"noto": 1.0}, "dog": {"noto": 1.1}}

    assert split_shapes(mixed) == (usual, {"cup": {"hand-01": 0.5}, "dog": {"hand-02": 1.2}})
    assert split_shapes(usual) == (usual, None)


class Parrot:
    """Sees the same in every box."""

    def __init__(self, glimpse):
        self.glimpse = glimpse

    def look(self, picture, boxes):
        return [self.glimpse for _ in boxes]


def test_a_judge_that_sees_nothing_or_the_same_everywhere_does_not_pass():
    for kind in (None, "cup"):
        parrot = Parrot(Glimpse(kind, 1.0, "red", 1.0))

        report = examine_on(parrot, FlatAtlas(), SHAPES, scenes=20)

        assert not report.passed
        assert report.kinds < 0.2
        assert report.colours < 0.4


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the judge has not been trained yet")
def test_the_shipped_judge_passes_its_gate_on_the_sprites_of_training():
    try:
        report = examine(CropJudge.load(), TRAINING_FAMILIES, scenes=60)
    except SpritesMissing as missing:
        pytest.skip(str(missing))

    assert report.kinds >= 0.95
    assert report.colours >= 0.95
    assert report.wrong_kinds <= 0.03
