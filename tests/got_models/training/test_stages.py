"""Losses and where their gradients go."""

import numpy as np
import pytest
import torch

from got_models.guidance import branches_of
from got_models.guidance_scales import default_for
from got_models.tiny import tiny_projector, tiny_scheduler, tiny_unet, tiny_vae
from got_models.tiny_size import SMOKE
from got_models.training import denoising, drawing_stage
from got_models.training.autoencoder_stage import AutoencoderStage
from got_models.training.drawing_stage import DrawingStage, GoTLoss
from got_models.training.muon import Muon, parameter_groups
from got_models.training.reasoner_stage import CODE_WEIGHT, KEPT_WEIGHT, ReasonerStage, Telling
from got_models.training.stand_in_sprites import StandInSprites
from got_models.training.text_batch import token_ids


def generator(seed=0):
    return torch.Generator("cpu").manual_seed(seed)


@pytest.fixture
def drawing(mllm, tokenizer, vision):
    torch.manual_seed(1)
    model = GoTLoss(
        mllm,
        tiny_projector(SMOKE),
        tiny_unet(SMOKE),
        vae=tiny_vae(SMOKE),
        scheduler=tiny_scheduler(),
        tokens=token_ids(tokenizer),
        repeats=2,
    )
    return DrawingStage(model, tokenizer, StandInSprites(), vision, SMOKE.side)


def batch_of(stage, count=3):
    return stage.collate([stage.sample(index) for index in range(count)])


def test_the_autoencoder_is_pulled_by_pixels_edges_and_its_prior():
    stage = AutoencoderStage(tiny_vae(SMOKE), StandInSprites(), SMOKE.side)

    losses = stage.loss(stage.model, batch_of(stage, 4), generator())
    losses["loss"].backward()

    assert all(torch.isfinite(value) for value in losses.values())
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in stage.model.parameters())


def test_the_autoencoder_sees_scenes_and_box_canvases():
    stage = AutoencoderStage(tiny_vae(SMOKE), StandInSprites(), SMOKE.side)

    samples = [stage.sample(index) for index in range(80)]

    flat = [np.unique(picture.reshape(-1, 3), axis=0) for picture, _ in samples]
    canvases = [len(c) <= 2 and (c == 0).all(axis=1).any() for c in flat]
    assert 4 <= sum(canvases) <= 24
    assert all(picture.shape == (32, 32, 3) for picture, _ in samples)


def test_the_reasoner_learns_a_batch_by_heart(mllm, tokenizer, vision):
    telling = Telling(mllm, tiny_projector(SMOKE), token_ids(tokenizer))
    stage = ReasonerStage(telling, tokenizer, StandInSprites(), vision)
    told = next(index for index in range(99) if stage.sample(index).facts is not None)
    batch = stage.collate([stage.sample(index) for index in (told, told + 1, told + 2)])
    optimizer = Muon(parameter_groups(telling, 0.0), lr=3e-3)
    history = []

    for _ in range(8):
        losses = stage.loss(telling, batch, generator())
        optimizer.zero_grad()
        losses["loss"].backward()
        optimizer.step()
        history.append({name: loss.item() for name, loss in losses.items()})

    first, last = history[0], history[-1]
    assert first["chain"] == pytest.approx(np.log(len(tokenizer)), rel=0.15)
    parts = first["chain"] + KEPT_WEIGHT * first["kept"] + CODE_WEIGHT * first["code"]
    assert first["loss"] == pytest.approx(parts)
    assert last["chain"] < 0.85 * first["chain"]
    assert last["code"] < 0.85 * first["code"]


def test_the_joint_loss_is_the_sum_of_its_parts(drawing):
    losses = drawing.loss(drawing.model, batch_of(drawing), generator())

    assert all(torch.isfinite(value) for value in losses.values())
    parts = losses["chain"] + KEPT_WEIGHT * losses["kept"] + losses["drawing"]
    parts = parts + drawing_stage.CODE_WEIGHT * losses["code"]
    assert losses["loss"].item() == pytest.approx(parts.item())


def test_what_is_drawn_teaches_the_reasoner_through_the_image_tokens_alone(drawing, tokenizer):
    model = drawing.model
    losses = drawing.loss(model, batch_of(drawing), generator())

    losses["drawing"].backward()

    rows = model.mllm.model.language_model.embed_tokens.weight.grad.abs().sum(dim=1)
    first = token_ids(tokenizer).image
    assert (rows[first : first + 64] > 0).all()
    assert model.mllm.lm_head.weight.grad is None
    assert all(p.grad is not None for p in model.projector.parameters())
    assert all(p.grad is not None for p in model.unet.parameters())


def test_the_autoencoder_is_not_trained_with_the_others(drawing):
    vae = drawing.model.denoising.vae

    drawing.loss(drawing.model, batch_of(drawing), generator())["loss"].backward()

    assert all(p.grad is None and not p.requires_grad for p in vae.parameters())
    assert not any("vae" in name for name in drawing.model.state_dict())


class Watch(torch.nn.Module):
    """Stands in for the UNet and keeps what it is shown."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def forward(self, sample, times, *, encoder_hidden_states, added_cond_kwargs):
        self.seen.append((sample, times, encoder_hidden_states, added_cond_kwargs))

        class Out:
            pass

        out = Out()
        out.sample = sample[:, : SMOKE.latent_channels] * 0.0
        return out


def test_every_combination_that_guidance_asks_for_is_trained(drawing, monkeypatch):
    monkeypatch.setattr(denoising, "NULL_SHARE", 0.05)
    model, watch = drawing.model, Watch()
    model.unet, model.denoising.repeats = watch, 200
    tasks = [index for index in range(40) if drawing.sample(index)[0].reference is not None][:2]
    batch = drawing.collate([drawing.sample(index) for index in tasks])

    for seed in range(4):
        model(batch, generator(seed))

    found = [_kept(row, model) for call in watch.seen for row in zip(*_parts(call), strict=True)]
    shares = {kept: found.count(kept) / len(found) for kept in set(found)}
    asked = {branch[:3] for branch in branches_of(default_for("edit"))}
    assert set(shares) == asked
    nulls = [share for kept, share in shares.items() if kept != (True, True, True)]
    assert nulls == pytest.approx([0.05] * 3, abs=0.02)


def test_noise_levels_of_one_task_are_spread_evenly():
    levels = denoising._spread(100, 4, generator()).reshape(100, 4).sort(dim=1).values

    assert ((levels >= 0) & (levels < 1)).all()
    assert torch.allclose(levels.diff(dim=1), torch.full((100, 3), 0.25), atol=1e-5)
    assert levels.mean().item() == pytest.approx(0.5, abs=0.05)


def test_latents_in_boxes_weigh_more_and_most_in_small_ones(drawing):
    drawn = (drawing.sample(index)[0] for index in range(20))
    sample = next(one for one in drawn if one.reference is None)

    assert sample.weights.shape == (4, 4)
    least = 1 + drawing_stage.BOX_WEIGHT
    most = 1 + drawing_stage.BOX_WEIGHT * drawing_stage.SMALLEST_COUNTS
    inside = sample.weights[sample.weights != 1]
    assert inside.size
    assert ((least <= inside) & (inside <= most)).all()
    assert inside.max() == most  # of 16 latents every box is a small one


def _parts(call):
    sample, _, words, _ = call
    c = SMOKE.latent_channels
    return sample[:, 2 * c :], sample[:, c : 2 * c], words


def _kept(row, model):
    boxes, reference, words = row
    null = model.projector(torch.zeros(1, 64, SMOKE.hidden)).null[0]
    return not torch.allclose(words, null), bool(boxes.any()), bool(reference.any())
