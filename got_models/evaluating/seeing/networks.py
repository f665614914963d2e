"""The eye's two networks: one finds where something is, the other reads what a cutting shows.

Both normalise by groups, so that a batch of one is read as a batch of many.
Shapes: b batch, h and w rows and columns.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from got_models.evaluating.seeing.cutting import NOTHING

STRIDE = 4
"""Pixels of a picture per cell of the finder's map."""

GROUPS = 8

EARLY_BLOCKS, LATE_BLOCKS = 2, 4
"""Residual blocks of the reader at a quarter and at an eighth of a cutting's side."""

LATER = 0.1
"""Scale of the last layer of a block that was put on top of others: it begins as almost nothing."""

RARE = -4.0
"""Logit of a middle before anything is learned: almost no cell holds one."""


def _layer(before: int, after: int, *, stride: int = 1) -> nn.Sequential:
    kernel = 4 if stride == 2 else 3
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, 1, bias=False),
        nn.GroupNorm(GROUPS, after),
        nn.ReLU(),
    )


class Finder(nn.Module):
    """Says for every cell whether the middle of an object lies there, and how large it is."""

    def __init__(self) -> None:
        super().__init__()
        self.quarter = nn.Sequential(_layer(3, 16, stride=2), _layer(16, 32, stride=2))
        self.eighth = nn.Sequential(_layer(32, 48, stride=2), _layer(48, 48))
        self.sixteenth = nn.Sequential(_layer(48, 64, stride=2), _layer(64, 64), _layer(64, 64))
        self.up_eighth = _layer(64 + 48, 48)
        self.up_quarter = _layer(48 + 32, 32)
        self.head = nn.Conv2d(32, 5, 1)
        with torch.no_grad():
            self.head.weight.mul_(0.1)
            self.head.get_parameter("bias")[:1] = RARE

    def forward(self, pictures: Tensor) -> Tensor:
        """Return `(b, 5, h/4, w/4)`: logit of a middle, its offset in cells, log of its sides.

        Args:
            pictures: `(b, 3, h, w)` in [-1, 1].
        """
        quarter = self.quarter(pictures)
        eighth = self.eighth(quarter)
        deep = F.interpolate(self.sixteenth(eighth), scale_factor=2.0)
        deep = self.up_eighth(_joined(deep, eighth))
        deep = self.up_quarter(_joined(F.interpolate(deep, scale_factor=2.0), quarter))
        found: Tensor = self.head(deep)
        return found


class _Residual(nn.Module):
    """Two layers beside a way past them."""

    def __init__(self, width: int, *, later: bool = False) -> None:
        super().__init__()
        last = _layer(width, width)
        if later:
            with torch.no_grad():
                last.get_parameter("1.weight").mul_(LATER)
        self.layers = nn.Sequential(_layer(width, width), last)

    def forward(self, maps: Tensor) -> Tensor:
        """Return maps of the same shape."""
        passed: Tensor = maps + self.layers(maps)
        return passed


class Reader(nn.Module):
    """Names the object of a cutting and says where in it it is."""

    def __init__(self) -> None:
        super().__init__()
        self.early = nn.Sequential(
            _layer(3, 32, stride=2), _layer(32, 64, stride=2), *_residuals(64, EARLY_BLOCKS)
        )
        self.mask = nn.Conv2d(64 + 128, 1, 3, padding=1)
        self.late = nn.Sequential(_layer(64, 128, stride=2), *_residuals(128, LATE_BLOCKS))
        self.hidden = nn.Sequential(
            nn.Dropout2d(0.15), nn.Flatten(), nn.Linear(128 * 36, 128), nn.ReLU(), nn.Dropout(0.2)
        )
        self.kind = nn.Linear(128, NOTHING + 1)

    def forward(self, cuttings: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of objects `(b, 81)` and of the mask `(b, 12, 12)`.

        Args:
            cuttings: `(b, 3, 48, 48)` in [-1, 1].
        """
        early = self.early(cuttings)
        late = self.late(early)
        mask = self.mask(_joined(early, F.interpolate(late, scale_factor=2.0)))
        return self.kind(self.hidden(late)), mask[:, 0]


def _residuals(width: int, count: int) -> list[_Residual]:
    return [_Residual(width, later=at > 0) for at in range(count)]


def _joined(a: Tensor, b: Tensor) -> Tensor:
    """Join two maps of one size by channel."""
    return torch.cat((a, b), dim=1)
