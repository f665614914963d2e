"""The UNet under guidance at every step of a drawing, and where guidance can be had for less.

Two savings, both off unless asked for. Outside an interval of noise levels only the branch that is
told most is asked: guidance does harm at high noise and little at low (Kynkäänniemi et al., 2024,
https://arxiv.org/abs/2404.07724, section 3.2). And how far the other branches pull away from it
changes slowly, so that the pull of one step serves the next ones too (after Castillo et al., 2023,
https://arxiv.org/abs/2312.12487, and the CFG-Cache of Lv et al., 2024,
https://arxiv.org/abs/2410.19355). It is the pull that is kept, not what the branches said: what
they have in common moves with the picture, and the weights of guidance would magnify its age.

Shapes: k branches, b pictures, c latent channels, h and w latent rows and columns, n image tokens,
s width of cross-attention, p pooled width.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from got_models.guidance import Branch, combine

Interval = tuple[float, float]
"""Two noise levels: guidance acts above the first, up to and with the second."""

Ask = Callable[[Tensor, Tensor, dict[str, Any]], Tensor]
"""Return the UNet's prediction for `(rows, 3 * c, h, w)` at a time, told words."""


@dataclass(frozen=True)
class Told:
    """What the branches are told, the rows of the first branch first."""

    beside: Tensor
    """`(k * b, 2 * c, h, w)` latents beside the noise."""
    sequence: Tensor
    """`(k * b, n, s)`."""
    pooled: Tensor
    """`(k * b, p)`."""
    sizes: Tensor
    """`(k * b, 6)`."""

    def rows(self, chosen: slice) -> "Told":
        """Return a part of the rows."""
        return Told(
            self.beside[chosen], self.sequence[chosen], self.pooled[chosen], self.sizes[chosen]
        )

    @property
    def words(self) -> dict[str, Any]:
        """The UNet's arguments besides latents and time."""
        return {
            "encoder_hidden_states": self.sequence,
            "added_cond_kwargs": {"text_embeds": self.pooled, "time_ids": self.sizes},
        }


class GuidedUNet:
    """Asks the branches of one drawing, and counts how often.

    Args:
        ask: The UNet.
        branches: Which there are.
        told: What they are told.
        interval: Noise levels between which guidance acts; None for all.
        every: At how many guided steps the branches besides the first are asked once.
    """

    def __init__(
        self,
        ask: Ask,
        branches: Sequence[Branch],
        told: Told,
        *,
        interval: Interval | None = None,
        every: int = 1,
    ) -> None:
        self._ask, self._branches, self._told = ask, branches, told
        self._interval, self._every = interval, every
        self._lead = next(at for at, branch in enumerate(branches) if branch.weight)
        self._pictures = len(told.beside) // len(branches)
        rows = self._pictures * self._lead
        self._alone = told.rows(slice(rows, rows + self._pictures))
        self._pull = torch.zeros(0)
        self._guided = 0
        self.evaluations = 0
        """How often the UNet was asked for each picture, every branch counted."""

    def predict(self, noisy: Tensor, time: Tensor, level: float) -> Tensor:
        """Return the guided prediction `(b, c, h, w)`, float32.

        Args:
            noisy: `(b, c, h, w)`.
            time: The timestep.
            level: Its noise level, sigma.
        """
        if not self._acts_at(level):
            return self._said(noisy, time, self._alone)
        age, self._guided = self._guided % self._every, self._guided + 1
        if age:
            return self._said(noisy, time, self._alone).add_(self._pull)
        said = self._said(noisy, time, self._told)
        guided = combine(said, self._branches)
        if self._every > 1:
            self._pull = guided - said.chunk(len(self._branches))[self._lead]
        return guided

    def _acts_at(self, level: float) -> bool:
        return self._interval is None or self._interval[0] < level <= self._interval[1]

    def _said(self, noisy: Tensor, time: Tensor, told: Told) -> Tensor:
        """Return what the UNet says to rows of `told`, float32."""
        times = len(told.beside) // self._pictures
        self.evaluations += times
        same = noisy.to(told.beside.dtype).repeat(times, 1, 1, 1)
        seen = torch.cat((same, told.beside), dim=1)  # (rows, 3 * c, h, w)
        return self._ask(seen, time, told.words).float()


def noise_level(alphas: Tensor, time: float) -> float:
    """Return sigma, the noise over the signal, at a timestep, perhaps between two.

    Args:
        alphas: A scheduler's cumulative products, one per timestep it was trained at.
        time: The timestep.
    """
    low = min(max(int(time), 0), len(alphas) - 1)
    high = min(low + 1, len(alphas) - 1)
    kept = float(alphas[low]) + (time - low) * float(alphas[high] - alphas[low])
    return ((1 - kept) / kept) ** 0.5 if kept > 0 else float("inf")
