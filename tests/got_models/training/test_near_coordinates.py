"""Facts about the loss in which close by is nearly right."""

import pytest
import torch

from got_models.training.near_coordinates import SPREAD, near_loss

COORDINATES = torch.arange(1000) + 7
"""Tokens of the coordinates: some others come first."""


def sure_of(value: int) -> torch.Tensor:
    """Logits of a model that trusts in a coordinate and what lies around it."""
    logits = torch.full((1, 1010), -20.0)
    logits[0, COORDINATES] = -0.5 * ((torch.arange(1000.0) - value) / SPREAD) ** 2
    return logits


def loss_of(logits: torch.Tensor, right: int) -> float:
    return float(near_loss(logits, COORDINATES[[right]], COORDINATES)[0])


@pytest.mark.parametrize("right", [0, 3, 500, 999])
def test_the_right_coordinate_costs_least_and_farther_ones_more(right: int) -> None:
    towards = 1 if right < 500 else -1
    costs = [loss_of(sure_of(right + towards * off), right) for off in (0, 20, 100, 300)]

    assert costs == sorted(costs)
    assert costs[0] < costs[1]


def test_trust_outside_the_coordinates_costs() -> None:
    elsewhere = sure_of(500)
    elsewhere[0, 2] = 20.0

    assert loss_of(elsewhere, 500) > loss_of(sure_of(500), 500) + 5


def test_the_least_cost_is_the_spread_itself() -> None:
    entropy = 0.5 * torch.log(torch.tensor(2 * torch.pi * torch.e * SPREAD**2))

    assert loss_of(sure_of(500), 500) == pytest.approx(float(entropy), abs=1e-2)
