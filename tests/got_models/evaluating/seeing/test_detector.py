"""The detector's parts: sprites in, examples, boxes, weights, calibration; and the gate."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageDraw

from got_models.errors import WeightsError
from got_models.evaluating.colour_naming import ANCHORS, colour_name, lab_of
from got_models.evaluating.detections import PixelBox
from got_models.evaluating.seeing import examples, rasterising
from got_models.evaluating.seeing.cutting import MASK, NOTHING, SIDE, cut_all, viewed
from got_models.evaluating.seeing.sprites import (
    DRAWN,
    ICONS,
    MANY_HANDS,
    SETS,
    SKETCHED,
    Sprite,
    Sprites,
    _keep,
    own_drawings,
)
from got_models.sceneworld.drawings import DRAWINGS
from got_models.sceneworld.sprites import CRITIC_FAMILIES, HAND_FAMILIES, TRAINING_FAMILIES
from got_models.sceneworld.tint import RAMPS
from got_models.sceneworld.vocabulary import CLASSES

if TYPE_CHECKING:
    from got_models.evaluating.seeing.detector import SpriteDetector


@pytest.fixture(scope="module")
def sprites() -> Sprites:
    """Give every class one sprite: a rectangle whose shape and stripes are its own."""
    found = []
    for at, kind in enumerate(CLASSES):
        pixels = np.zeros((20 + at % 9 * 4, 20 + at % 7 * 4, 4), np.uint8)
        pixels[:, :: 2 + at % 5, :3] = 200
        pixels[..., 3] = 255
        found.append(Sprite(kind, "stripes", pixels))
    return Sprites(found)


@pytest.fixture(scope="module")
def eye() -> SpriteDetector:
    """Return an eye without knowledge, whose finder sees an object in every cell."""
    import torch

    from got_models.evaluating.seeing.calibration import Calibration
    from got_models.evaluating.seeing.detector import SpriteDetector
    from got_models.evaluating.seeing.networks import Finder, Reader

    torch.manual_seed(0)
    finder = Finder()
    with torch.no_grad():
        finder.head.weight.zero_()
        finder.head.get_parameter("bias").copy_(torch.tensor([2.0, 0.5, 0.5, 0.7, 0.7]))
    return SpriteDetector(finder, Reader(), Calibration(1.5, 0.25))


def test_the_eye_learns_from_no_family_of_painter_or_critic() -> None:
    mine = {DRAWN, *own_drawings(), *(family.name for family in SETS)}

    assert not mine & {*TRAINING_FAMILIES, *CRITIC_FAMILIES, *HAND_FAMILIES}


def test_every_icon_is_one_of_a_class_and_every_class_has_several() -> None:
    icons = json.loads(ICONS.read_text("utf-8"))
    drawn = own_drawings()
    sources = Counter(kind for names in (*icons.values(), drawn[SKETCHED]) for kind in names)

    assert set(icons) == {family.name for family in SETS}
    assert set(sources) | set(DRAWINGS) == set(CLASSES)
    assert min(sources[kind] + (kind in DRAWINGS) for kind in CLASSES) >= 2


def test_many_hands_have_drawn_every_object_and_no_drawing_twice() -> None:
    drawings = own_drawings()[MANY_HANDS]
    bodies = [body for found in drawings.values() for body in found]

    assert sorted(drawings) == sorted(CLASSES)
    assert {len(found) for found in drawings.values()} == {14}
    assert len(set(bodies)) == len(bodies)
    for body in bodies:
        document = ElementTree.fromstring(f"<svg>{body}</svg>")
        assert not {element.tag for element in document.iter()} & {"text", "image", "script"}


def test_a_shallower_eye_is_gone_on_from(tmp_path: Path, eye: SpriteDetector) -> None:
    """Blocks that its file lacks begin as almost nothing."""
    import torch
    from safetensors.torch import load_file, save_file

    from got_models.evaluating.seeing.detector import read_networks, save

    save(eye, tmp_path / "eye.safetensors")
    kept = {
        name: value
        for name, value in load_file(tmp_path / "eye.safetensors").items()
        if not name.startswith(("reader.late.3", "reader.late.4"))
    }
    shallow = tmp_path / "shallow.safetensors"
    save_file(kept, shallow, metadata={"temperature": "1.0", "prior": "0.0"})

    grown = read_networks(shallow, grow=True)[1].eval()

    maps = torch.rand(4, 128, 6, 6)
    change = (grown.late[4](grown.late[3](maps)) - maps).abs().max()
    assert 0 < change < 1
    with pytest.raises(WeightsError):
        read_networks(shallow)


def test_an_outline_is_kept_a_second_time_with_its_holes_in_white(tmp_path: Path) -> None:
    ring, disc = Image.new("RGBA", (40, 40)), Image.new("RGBA", (40, 40))
    ImageDraw.Draw(ring).ellipse((2, 2, 37, 37), outline="black", width=4)
    ImageDraw.Draw(disc).ellipse((2, 2, 37, 37), fill="black")

    for name, picture in (("ring", ring), ("disc", disc)):
        _keep(picture, tmp_path / f"{name}.png")

    assert sorted(path.stem for path in tmp_path.iterdir()) == ["disc", "ring", "ring filled"]
    with Image.open(tmp_path / "ring filled.png") as filled:
        assert filled.getpixel((filled.width // 2, filled.height // 2)) == (255, 255, 255, 255)


def test_shapes_in_one_tone_are_shown_less_often_than_colourful_sprites() -> None:
    plain, colourful = (np.full((8, 8, 4), 255, np.uint8) for _ in range(2))
    colourful[:4, :, :3] = 0
    sprites = Sprites([Sprite("cat", "plain", plain), Sprite("cat", "colourful", colourful)])
    rng = np.random.default_rng(0)

    drawn = Counter(sprites.any_of("cat", rng).family for _ in range(200))

    assert drawn["colourful"] > 4 * drawn["plain"]


def test_an_example_is_a_function_of_its_number(sprites: Sprites) -> None:
    for number in range(20):
        first, again = (examples.sample_cutting(sprites, number) for _ in range(2))
        assert np.array_equal(first.pixels, again.pixels)
        assert first.pixels.shape == (SIDE, SIDE, 3)
        assert first.mask.shape == (MASK, MASK)
        assert (first.mask.max() > 0.5) == (first.kind != NOTHING)


def test_boxes_of_an_example_hold_its_objects(sprites: Sprites) -> None:
    for number in range(12):
        sample = examples.sample_picture(sprites, number)
        assert len(sample.boxes) == len(sample.kinds) == len(sample.colours)
        assert (sample.boxes >= 0).all()
        assert (sample.boxes <= examples.CANVAS).all()
        assert (sample.boxes[:, 2:] > sample.boxes[:, :2]).all()


def test_some_pictures_show_nothing_unless_things_are_asked_for(sprites: Sprites) -> None:
    numbers = range(80)

    empty = [n for n in numbers if not len(examples.sample_picture(sprites, n).boxes)]

    assert 1 <= len(empty) <= 20
    assert all(len(examples.sample_picture(sprites, n, things=2).boxes) for n in empty)


def test_a_bare_ground_may_be_louder_than_one_under_objects() -> None:
    def spread(picture: np.ndarray) -> float:
        return float(np.ptp(picture.astype(float), axis=(0, 1)).max())

    quiet, bare = [], []
    for number in range(40):
        quiet.append(spread(rasterising.ground(48, 48, np.random.default_rng(number))))
        bare.append(spread(rasterising.bare(48, np.random.default_rng(number))))

    assert max(quiet) < 200 < max(bare)
    assert min(bare) >= 0


def test_a_bent_cutting_and_its_mask_are_bent_alike() -> None:
    import torch
    from torch.nn import functional as F

    from got_models.evaluating.seeing.stages import warped

    masks = torch.zeros(8, MASK, MASK)
    masks[:, 3:9, 3:9] = 1
    cuttings = 2 * F.interpolate(masks[:, None], (SIDE, SIDE)).expand(-1, 3, -1, -1) - 1

    bent, bent_masks = warped(cuttings, masks, torch.Generator().manual_seed(0))

    shown = F.avg_pool2d((bent[:, 0] + 1) / 2, SIDE // MASK)
    assert (bent - cuttings).abs().mean() > 0.02
    assert (shown - bent_masks).abs().mean() < 0.05


def test_a_view_is_the_box_wider_higher_and_moved_by_its_own_sides() -> None:
    assert viewed(PixelBox(10, 10, 30, 50), 1.5, 0.5, 0.1, -0.25) == PixelBox(7, 10, 37, 30)


def test_a_cutting_is_its_box_with_some_context() -> None:
    picture = Image.new("RGB", (100, 100), "white")
    picture.paste("red", (40, 40, 60, 60))

    [cutting] = cut_all(picture, [PixelBox(40, 40, 60, 60)])

    inside = (cutting == (255, 0, 0)).all(-1).mean()
    assert inside == pytest.approx(1 / 1.16**2, abs=0.08)


@pytest.mark.parametrize("colour", RAMPS)
def test_colours_are_named_as_people_name_them_not_as_the_renderer_mixes_them(colour: str) -> None:
    assert colour_name(np.array([ANCHORS[colour][0]] * 5)) == colour
    assert colour_name(np.zeros((0, 3))) is None


def test_lab_of_white_and_black_are_its_ends() -> None:
    lab = lab_of(np.array([[255, 255, 255], [0, 0, 0]]))

    assert lab == pytest.approx(np.array([[100, 0, 0], [0, 0, 0]]), abs=0.02)


def test_detections_are_in_the_pictures_own_pixels(eye: SpriteDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (90, 200, 3), dtype=np.uint8)

    seen = eye.detect(Image.fromarray(noise))

    assert seen
    assert all(0 <= one.box.x0 <= one.box.x1 <= 200 and one.box.y1 <= 90 for one in seen)
    assert max(one.box.x1 for one in seen) > 90


def test_a_place_as_large_as_the_picture_can_be_read(eye: SpriteDetector) -> None:
    logits, masks, cuttings = eye.read(Image.new("RGB", (64, 64)), [PixelBox(0, 0, 64, 64)])

    assert logits.shape == (1, NOTHING + 1)
    assert logits.isfinite().all()
    assert masks.shape == (1, MASK, MASK)
    assert cuttings.shape == (1, SIDE, SIDE, 3)


def test_weights_come_back_with_their_calibration(eye: SpriteDetector, tmp_path: Path) -> None:
    from got_models.evaluating.seeing.detector import SpriteDetector, save

    save(eye, tmp_path / "eye.safetensors")
    again = SpriteDetector.load(tmp_path / "eye.safetensors")

    assert again.calibration == (1.5, 0.25)
    assert again.name == eye.name
    assert (tmp_path / "eye.safetensors").stat().st_size < 5_000_000


def test_other_confidences_are_another_detector(eye: SpriteDetector) -> None:
    from got_models.evaluating.seeing.calibration import Calibration

    assert eye.calibrated(Calibration(1.5, 0.25)).name == eye.name
    assert eye.calibrated(Calibration(1.6, 0.25)).name != eye.name


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    from got_models.evaluating.seeing.detector import SpriteDetector

    with pytest.raises(WeightsError, match="train-detector"):
        SpriteDetector.load(tmp_path / "none.safetensors")


def test_training_writes_weights_and_goes_on_from_its_checkpoints(
    sprites: Sprites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from got_models.evaluating.seeing import stages, training

    for name in ("reader_schedule", "finder_schedule"):
        long = getattr(stages, name)
        monkeypatch.setattr(training, name, lambda minutes, steps, long=long: _short(long, steps))

    training.train(tmp_path, steps=2, sprites=sprites, kept=2)
    again = training.train(tmp_path, steps=2, sprites=sprites, kept=2)

    assert (tmp_path / "reader" / "checkpoint.pt").is_file()
    loaded = type(again).load(tmp_path / training.WEIGHTS_NAME)
    assert loaded.name == again.name


def test_training_goes_on_from_given_weights(
    sprites: Sprites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from got_models.evaluating.seeing import stages, training
    from got_models.evaluating.seeing.calibration import Calibration
    from got_models.evaluating.seeing.detector import SpriteDetector, save
    from got_models.evaluating.seeing.networks import Finder, Reader

    for name in ("reader_schedule", "finder_schedule"):
        long = getattr(stages, name)
        monkeypatch.setattr(training, name, lambda minutes, steps, long=long: _short(long, steps))
    torch.manual_seed(1)  # training itself begins with another seed
    start = SpriteDetector(Finder(), Reader(), Calibration())
    save(start, tmp_path / "start.safetensors")

    fresh = training.train(tmp_path / "a", steps=1, sprites=sprites, kept=0)
    onward = training.train(
        tmp_path / "b", steps=1, sprites=sprites, kept=0, start=tmp_path / "start.safetensors"
    )

    name = "reader.kind.weight"
    far, near = (float((one.state()[name] - start.state()[name]).abs().mean())
                 for one in (fresh, onward))  # fmt: skip
    assert near < far / 3


def _short(schedule: object, steps: int) -> object:
    from dataclasses import replace

    return replace(schedule(None, steps), batch=4)  # type: ignore[operator]


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    import torch

    from got_models.evaluating.seeing.calibration import calibration_error

    shares, right = torch.tensor([0.9, 0.9, 0.1, 0.1]), torch.tensor([True, False, False, False])

    assert calibration_error(shares, right) == pytest.approx(0.25)


def test_a_prior_takes_from_nothing_and_a_temperature_from_all() -> None:
    import torch

    from got_models.evaluating.seeing.calibration import Calibration

    logits = torch.zeros(1, NOTHING + 1)
    logits[0, NOTHING] = 2.0

    plain, corrected = (one.shares(logits)[0] for one in (Calibration(), Calibration(1.0, 2.0)))

    assert plain[NOTHING] > plain[0]
    assert corrected[NOTHING] == pytest.approx(corrected[0])
    assert Calibration(4.0).shares(logits)[0, NOTHING] < plain[NOTHING]


def test_one_place_is_the_object_it_overlaps_most(sprites: Sprites) -> None:
    from got_models.evaluating.seeing.calibration import true_kind

    sample = examples.sample_picture(sprites, 3)
    x0, y0, x1, y1 = map(float, sample.boxes[0])

    assert true_kind(sample, PixelBox(x0, y0, x1, y1)) == CLASSES.index(sample.kinds[0])
    assert true_kind(sample, PixelBox(0, 0, 1, 1)) == NOTHING
