"""Averaged weights."""

import pytest
import torch
from torch import nn

from got_models.training.ema import Ema


def ones() -> nn.Module:
    model = nn.Linear(3, 2)
    nn.init.ones_(model.weight)
    nn.init.ones_(model.bias)
    return model


def test_the_average_starts_at_the_weights_and_is_a_copy():
    model = ones()
    ema = Ema(model, 0.9)

    nn.init.zeros_(model.weight)

    assert torch.equal(ema.shadow["weight"], torch.ones(2, 3))


def test_early_steps_are_forgotten_faster_than_late_ones():
    model = ones()
    ema = Ema(model, 0.999)
    nn.init.zeros_(model.weight)

    ema.update(model, 0)

    assert ema.shadow["weight"][0, 0].item() == pytest.approx(0.1)  # (1 + 0) / (10 + 0)


def test_late_steps_use_the_decay_asked_for():
    model = ones()
    ema = Ema(model, 0.9)
    nn.init.zeros_(model.weight)

    ema.update(model, 10_000)

    assert ema.shadow["weight"][0, 0].item() == pytest.approx(0.9)


def test_a_still_model_is_its_own_average():
    model = ones()
    ema = Ema(model, 0.99)

    for step in range(50):
        ema.update(model, step)

    assert torch.allclose(ema.shadow["weight"], model.weight)


def test_the_average_is_float32_even_for_a_smaller_model():
    assert Ema(ones().bfloat16(), 0.9).shadow["bias"].dtype == torch.float32


def test_state_goes_there_and_back():
    ema, model = Ema(ones(), 0.9), nn.Linear(3, 2)
    other = Ema(model, 0.9)

    other.load_state_dict(ema.state_dict())
    other.copy_to(model)

    assert torch.equal(model.weight, torch.ones(2, 3))
