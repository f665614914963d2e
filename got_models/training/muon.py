"""Muon for matrices, AdamW for everything else, in one optimiser.

A matrix's momentum is replaced by the nearest orthogonal matrix, so that every direction of a
layer is learned at the same pace. Kernels of convolutions count as matrices of `out` rows.
Embeddings, output heads and vectors have no such directions; they are left to AdamW.

Sources: Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024); the scale
that lets both share one learning rate: Liu et al., "Muon is scalable for LLM training"
(https://arxiv.org/abs/2502.16982), section 2.2.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from got_models.training.precision import computes_bfloat16

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the quintic iteration that pushes singular values towards 1."""

ITERATIONS = 5

RMS_OF_ADAM = 0.2
"""Typical root mean square of AdamW's update, which Muon's is scaled to."""


class Muon(Optimizer):
    """Both rules behind one `step`; a parameter group names its rule under "rule"."""

    def __init__(
        self,
        groups: Iterable[dict[str, Any]],
        *,
        lr: float,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.98),
        eps: float = 1e-6,
    ) -> None:
        """Prepare.

        Args:
            groups: Parameter groups, each with "rule" ("muon" or "adamw") and "weight_decay".
            lr: Learning rate, in AdamW's terms for both rules.
            momentum: Of Muon, with Nesterov's look ahead.
            betas: Of AdamW.
            eps: Of AdamW.
        """
        super().__init__(groups, {"lr": lr, "momentum": momentum, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """Update every parameter that has a gradient."""
        loss = None if closure is None else closure()
        for group in self.param_groups:
            update = _muon if group["rule"] == "muon" else _adamw
            for parameter in group["params"]:
                if parameter.grad is not None:
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    update(parameter, parameter.grad, self.state[parameter], group)
        return loss


def parameter_groups(model: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Sort a model's trained parameters by rule; only matrices and kernels decay."""
    tables = {
        id(module.weight)
        for name, module in model.named_modules()
        if isinstance(module, nn.Embedding) or name.rpartition(".")[2] == "lm_head"
    }
    muon, tabled, rest = [], [], []
    for parameter in model.parameters():
        if not parameter.requires_grad:
            continue
        if parameter.ndim < 2:
            rest.append(parameter)
        elif id(parameter) in tables:
            tabled.append(parameter)
        else:
            muon.append(parameter)
    return [
        {"params": muon, "rule": "muon", "weight_decay": weight_decay},
        {"params": tabled, "rule": "adamw", "weight_decay": weight_decay},
        {"params": rest, "rule": "adamw", "weight_decay": 0.0},
    ]


def orthogonal(matrix: Tensor) -> Tensor:
    """Return about the nearest orthogonal matrix: singular values between 0.7 and 1.2.

    Args:
        matrix: `(m, n)` of any scale.
    """
    first, third, fifth = NEWTON_SCHULZ
    wide = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    found = wide / (wide.norm() + 1e-7)
    if computes_bfloat16(matrix.device):
        found = found.bfloat16()  # the iteration forgives what it rounds
    for _ in range(ITERATIONS):
        square = found @ found.T
        found = first * found + (third * square + fifth * square @ square) @ found
    orthogonal: Tensor = found.T if matrix.shape[0] > matrix.shape[1] else found
    return orthogonal.to(matrix.dtype)


def _muon(
    parameter: Tensor, gradient: Tensor, state: dict[str, Any], group: dict[str, Any]
) -> None:
    if not state:
        state["momentum"] = torch.zeros_like(parameter)
    momentum = state["momentum"]
    momentum.lerp_(gradient, 1 - group["momentum"])
    ahead = gradient.lerp(momentum, group["momentum"])
    update = orthogonal(ahead.flatten(1))
    scale = RMS_OF_ADAM * max(update.shape) ** 0.5
    parameter.add_(update.view_as(parameter), alpha=-group["lr"] * scale)


def _adamw(
    parameter: Tensor, gradient: Tensor, state: dict[str, Any], group: dict[str, Any]
) -> None:
    if not state:
        state["step"] = torch.zeros(())
        state["mean"] = torch.zeros_like(parameter)
        state["square"] = torch.zeros_like(parameter)
    first, second = group["betas"]
    state["step"] += 1
    steps = state["step"].item()
    state["mean"].lerp_(gradient, 1 - first)
    state["square"].mul_(second).addcmul_(gradient, gradient, value=1 - second)
    mean = state["mean"] / (1 - first**steps)
    spread = (state["square"] / (1 - second**steps)).sqrt_().add_(group["eps"])
    parameter.addcdiv_(mean, spread, value=-group["lr"])
