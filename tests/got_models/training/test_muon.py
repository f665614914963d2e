"""The optimiser: which rule moves which weights, and how far."""

import pytest
import torch
from torch import nn

from got_models.training.muon import RMS_OF_ADAM, Muon, orthogonal, parameter_groups


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(5, 8)
        self.conv = nn.Conv2d(3, 8, 3)
        self.layer = nn.Linear(8, 16)
        self.lm_head = nn.Linear(16, 5, bias=False)


def rule_of(groups, parameter):
    (group,) = [g for g in groups if any(p is parameter for p in g["params"])]
    return group["rule"], group["weight_decay"]


def test_matrices_and_kernels_go_to_muon_tables_and_vectors_to_adamw():
    model = Model()

    groups = parameter_groups(model, 0.1)

    assert rule_of(groups, model.conv.weight) == ("muon", 0.1)
    assert rule_of(groups, model.layer.weight) == ("muon", 0.1)
    assert rule_of(groups, model.table.weight) == ("adamw", 0.1)
    assert rule_of(groups, model.lm_head.weight) == ("adamw", 0.1)
    assert rule_of(groups, model.layer.bias) == ("adamw", 0.0)


def test_what_is_frozen_is_in_no_group():
    model = Model()
    model.layer.weight.requires_grad_(False)

    everything = [p for group in parameter_groups(model, 0.1) for p in group["params"]]

    assert all(p is not model.layer.weight for p in everything)
    assert len(everything) == len(list(model.parameters())) - 1


@pytest.mark.parametrize("shape", [(6, 40), (40, 6), (12, 12)])
def test_an_orthogonal_matrix_has_singular_values_near_one(shape):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0)) * 1e-3

    found = torch.linalg.svdvals(orthogonal(matrix))

    assert found.min() > 0.5
    assert found.max() < 1.3


def test_both_rules_move_weights_about_as_far():
    torch.manual_seed(0)
    rate = 1e-2
    matrix, table = (nn.Parameter(torch.zeros(32, 64)) for _ in range(2))
    optimizer = Muon(
        [
            {"params": [matrix], "rule": "muon", "weight_decay": 0.0},
            {"params": [table], "rule": "adamw", "weight_decay": 0.0},
        ],
        lr=rate,
    )
    matrix.grad, table.grad = torch.randn(32, 64), torch.randn(32, 64)

    optimizer.step()

    moved = matrix.square().mean().sqrt().item()
    assert moved == pytest.approx(rate * RMS_OF_ADAM, rel=0.2)
    assert table.abs().max().item() == pytest.approx(rate, rel=0.01)


def test_adamw_is_torchs():
    torch.manual_seed(0)
    ours, theirs = nn.Linear(4, 3), nn.Linear(4, 3)
    theirs.load_state_dict(ours.state_dict())
    groups = [{"params": list(ours.parameters()), "rule": "adamw", "weight_decay": 0.1}]
    mine = Muon(groups, lr=1e-2, betas=(0.9, 0.98), eps=1e-6)
    other = torch.optim.AdamW(
        theirs.parameters(), lr=1e-2, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.1
    )
    for _ in range(5):
        x = torch.randn(7, 4)
        for model, optimizer in ((ours, mine), (theirs, other)):
            optimizer.zero_grad()
            model(x).square().sum().backward()
            optimizer.step()

    assert torch.allclose(ours.weight, theirs.weight, atol=1e-6)
    assert torch.allclose(ours.bias, theirs.bias, atol=1e-6)


def test_its_state_survives_saving():
    torch.manual_seed(0)
    model = Model()
    first = Muon(parameter_groups(model, 0.0), lr=1e-2)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    first.step()
    second = Muon(parameter_groups(model, 0.0), lr=1e-2)

    second.load_state_dict(first.state_dict())

    kept = second.state[model.conv.weight]["momentum"]
    assert torch.equal(kept, first.state[model.conv.weight]["momentum"])
    assert second.state[model.layer.bias]["step"].item() == 1
