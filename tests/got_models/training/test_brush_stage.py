"""The UNet alone: small pictures first, and what it learns from."""

import torch

from got_models.tiny import tiny_scheduler, tiny_unet, tiny_vae
from got_models.tiny_size import SMOKE
from got_models.training.brush_stage import Brush, BrushStage
from got_models.training.denoising import Denoising
from got_models.training.muon import Muon, parameter_groups
from got_models.training.stand_in_sprites import StandInSprites


def stage_of(primer):
    torch.manual_seed(2)
    denoising = Denoising(tiny_vae(SMOKE), tiny_scheduler(), repeats=2)
    brush = Brush(tiny_unet(SMOKE), SMOKE.pooled, denoising)
    return BrushStage(brush, StandInSprites(), SMOKE.side, primer=primer)


def test_the_first_pictures_are_small_and_show_one_thing_or_two():
    stage = stage_of(primer=30)

    first = [stage.sample(index) for index in range(30)]
    later, _ = stage.sample(30)

    assert {drawn.target.shape for drawn, _ in first} == {(SMOKE.side // 2, SMOKE.side // 2, 3)}
    assert {int(facts.told.sum()) for _, facts in first} == {1, 2}
    assert later.target.shape == (SMOKE.side, SMOKE.side, 3)


def test_a_batch_is_learned_by_heart_and_the_autoencoder_is_left_alone():
    stage = stage_of(primer=0)
    batch = stage.collate([stage.sample(index) for index in range(2)])
    optimizer = Muon(parameter_groups(stage.model, 0.0), lr=2e-3)
    history = []

    for _ in range(12):
        loss = stage.loss(stage.model, batch, torch.Generator().manual_seed(0))["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())

    assert history[-1] < 0.9 * history[0]
    assert all(p.grad is None for p in stage.model.denoising.vae.parameters())
    assert not any("vae" in name for name in stage.model.state_dict())
    assert all(p.grad is not None for p in stage.model.parameters())
