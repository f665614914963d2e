"""Learning to look: what a token lies on, in a picture and in its mirror image."""

import random

import pytest
import torch

from got_models.sceneworld.sampling import sample_scene
from got_models.sight import grid
from got_models.tiny_size import SMOKE
from got_models.training.even_pictures import read_evenly
from got_models.training.muon import Muon, parameter_groups
from got_models.training.sight_code import Seen
from got_models.training.sight_stage import Looking, SightStage
from got_models.training.stand_in_sprites import StandInSprites


@pytest.fixture
def stage(mllm, vision):
    return SightStage(Looking(mllm), StandInSprites(), vision)


@pytest.mark.parametrize("seed", range(5))
def test_a_mirror_image_mirrors_what_tokens_lie_on(seed):
    seen = Seen.of(sample_scene(random.Random(seed)), 8)

    mirrored = seen.mirrored(8)

    kinds, boxes = mirrored.kinds.reshape(8, 8), mirrored.boxes.reshape(8, 8, 4)
    assert torch.equal(kinds.flip(1), seen.kinds.reshape(8, 8))
    things = kinds > 0
    assert things.any()
    assert (boxes[things][:, 2] > boxes[things][:, 0]).all()
    assert (boxes[~things] == 0).all()
    twice = mirrored.mirrored(8)
    assert all(torch.allclose(a.float(), b.float()) for a, b in zip(twice, seen, strict=True))


def test_reading_evenly_changes_speed_and_nothing_else(mllm, vision):
    visual = mllm.model.visual
    patches = torch.randn(3 * (SMOKE.side // SMOKE.patch) ** 2, 3 * 2 * SMOKE.patch**2)
    sizes = grid(3, SMOKE.side, SMOKE.patch)
    before = visual(patches, grid_thw=sizes)

    read_evenly(visual)
    after = visual(patches, grid_thw=sizes)

    assert torch.allclose(before.pooler_output, after.pooler_output, atol=1e-4)


def test_pictures_of_several_sizes_are_read_as_before(mllm):
    visual = mllm.model.visual
    sizes = torch.tensor([[1, 4, 4], [1, 2, 4]])
    patches = torch.randn(16 + 8, 3 * 2 * SMOKE.patch**2)
    before = visual(patches, grid_thw=sizes)

    read_evenly(visual)

    after = visual(patches, grid_thw=sizes)
    assert torch.allclose(before.pooler_output, after.pooler_output, atol=1e-4)


def test_looking_learns_a_batch_by_heart(stage):
    batch = stage.collate([stage.sample(index) for index in range(3)])
    optimizer = Muon(parameter_groups(stage.model, 0.0), lr=3e-3)
    history = []

    for _ in range(20):
        loss = stage.loss(stage.model, batch, torch.Generator())["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())

    assert history[-1] < 0.85 * history[0]
