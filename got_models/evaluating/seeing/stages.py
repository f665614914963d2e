"""What training the eye means: one stage for its reader, one for its finder."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from got_models.evaluating.seeing.cutting import NOTHING
from got_models.evaluating.seeing.examples import Cutting, Picture, sample_cutting, sample_picture
from got_models.evaluating.seeing.networks import STRIDE, Finder, Reader
from got_models.evaluating.seeing.sprites import Sprites
from got_models.training.loop import Schedule

SMOOTHING = 0.03
MASK_WEIGHT = 0.5
SIZE_WEIGHT, OFFSET_WEIGHT = 0.5, 0.5

WARP, WARP_CELLS = 0.07, 4
"""How far the knots of a lattice move, in halves of a cutting, and the lattice's knots a side."""

CUTTINGS, PICTURES = 100_000, 2_400
"""Different examples of each stage: drawing them costs more than learning from them once more."""

FIRST_KEPT = 1 << 41
"""Number of the first example that no training reaches: for calibration and for looking."""


def reader_schedule(minutes: float | None, steps: int) -> Schedule:
    """Return how the reader is trained."""
    return Schedule(
        steps=steps, batch=96, learning_rate=3e-3, warmup=60, ema=0.995, minutes=minutes,
        save_minutes=2.0, sheet_steps=1 << 30,
    )  # fmt: skip


def finder_schedule(minutes: float | None, steps: int) -> Schedule:
    """Return how the finder is trained."""
    return Schedule(
        steps=steps, batch=16, learning_rate=3e-3, warmup=40, ema=0.99, minutes=minutes,
        save_minutes=2.0, sheet_steps=1 << 30,
    )  # fmt: skip


class ReaderStage:
    """Name what cuttings show."""

    name = "reader"

    def __init__(self, model: Reader, sprites: Sprites) -> None:
        self.model: nn.Module = model
        self._made = cache(lambda number: sample_cutting(sprites, number))

    def sample(self, index: int) -> Cutting:
        """Return one cutting, made when it is first asked for."""
        return self._made(index % CUTTINGS)

    def collate(self, samples: Sequence[Any]) -> dict[str, Tensor]:
        """Join to `cuttings` `(b, 3, 48, 48)` in [-1, 1], `kinds` `(b,)`, `masks` `(b, 12, 12)`."""
        return {
            "cuttings": as_input(np.stack([sample.pixels for sample in samples])),
            "kinds": torch.tensor([sample.kind for sample in samples]),
            "masks": torch.from_numpy(np.stack([sample.mask for sample in samples])),
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Tensor], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Cross-entropy of objects and, where there is one, of its mask."""
        turned = [-1] if torch.rand((), generator=generator) < 0.5 else []
        cuttings, wanted = warped(batch["cuttings"], batch["masks"], generator)
        kinds, masks = model(relit(cuttings, generator).flip(turned))
        masks = masks.flip(turned)
        named = F.cross_entropy(kinds.float(), batch["kinds"], label_smoothing=SMOOTHING)
        there = batch["kinds"] != NOTHING
        masked = F.binary_cross_entropy_with_logits(masks[there].float(), wanted[there])
        right = (kinds.argmax(-1) == batch["kinds"])[there].float().mean()
        return {"loss": named + MASK_WEIGHT * masked, "named": named, "mask": masked,
                "right": right}  # fmt: skip

    def sheet(self, folder: Path, step: int) -> None:
        """Write nothing: the gate's figures say more than a sheet of cuttings."""


class FinderStage:
    """Find the middles of objects."""

    name = "finder"

    def __init__(self, model: Finder, sprites: Sprites) -> None:
        self.model: nn.Module = model
        self._made = cache(lambda number: sample_picture(sprites, number))

    def sample(self, index: int) -> Picture:
        """Return one picture, made when it is first asked for."""
        return self._made(index % PICTURES)

    def collate(self, samples: Sequence[Any]) -> dict[str, Tensor]:
        """Join to `pictures` `(b, 3, h, w)` and the maps the finder should answer with."""
        pictures = as_input(np.stack([sample.pixels for sample in samples]))
        cells = pictures.shape[-1] // STRIDE
        heat = np.zeros((len(samples), cells, cells), np.float32)
        sides = np.zeros((len(samples), 4, cells, cells), np.float32)
        middle = np.zeros((len(samples), cells, cells), bool)
        for at, sample in enumerate(samples):
            for box in sample.boxes:
                _mark(heat[at], sides[at], middle[at], box)
        return {
            "pictures": pictures,
            "heat": torch.from_numpy(heat),
            "sides": torch.from_numpy(sides),
            "middle": torch.from_numpy(middle),
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Tensor], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Focal loss of middles (CenterNet, https://arxiv.org/abs/1904.07850), L1 of the rest."""
        found = model(relit(batch["pictures"], generator)).float()
        middle, heat = batch["middle"], batch["heat"]
        share = found[:, 0].sigmoid().clamp(1e-4, 1 - 1e-4)
        hit = -((1 - share) ** 2 * share.log())[middle].sum()
        missed = -((1 - heat) ** 4 * share**2 * (1 - share).log())[~middle].sum()
        count = middle.sum().clamp(min=1)
        told, wanted = found[:, 1:].movedim(1, -1)[middle], batch["sides"].movedim(1, -1)[middle]
        offset = (told[:, :2] - wanted[:, :2]).abs().mean()
        size = (told[:, 2:] - wanted[:, 2:]).abs().mean()
        heatloss = (hit + missed) / count
        loss = heatloss + OFFSET_WEIGHT * offset + SIZE_WEIGHT * size
        return {"loss": loss, "heat": heatloss, "offset": offset, "size": size}

    def sheet(self, folder: Path, step: int) -> None:
        """Write nothing: the gate's figures say more than a sheet of boxes."""


def _mark(
    heat: np.ndarray[Any, Any],
    sides: np.ndarray[Any, Any],
    middle: np.ndarray[Any, Any],
    box: np.ndarray[Any, Any],
) -> None:
    """Draw one object's hill into the heat map, and its offset and size at its middle."""
    x, y = (box[0] + box[2]) / 2 / STRIDE, (box[1] + box[3]) / 2 / STRIDE
    width, height = (box[2] - box[0]) / STRIDE, (box[3] - box[1]) / STRIDE
    column, row = min(int(x), heat.shape[1] - 1), min(int(y), heat.shape[0] - 1)
    rows, columns = np.mgrid[0 : heat.shape[0], 0 : heat.shape[1]]
    spread = [max(side / 6, 0.6) for side in (width, height)]
    hill = np.exp(-(((columns - column) / spread[0]) ** 2 + ((rows - row) / spread[1]) ** 2) / 2)
    np.maximum(heat, hill, out=heat)
    middle[row, column] = True
    sides[:, row, column] = (x - column, y - row, np.log(width), np.log(height))


def relit(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Return `(b, 3, h, w)` in [-1, 1] with other light: brightness, contrast and hue move."""
    count = len(pictures)
    turn = torch.eye(3) + 0.12 * torch.randn(count, 3, 3, generator=generator)
    lift = 0.12 * torch.randn(count, 3, 1, 1, generator=generator)
    relit = torch.einsum("bij,bjhw->bihw", turn.to(pictures), pictures) + lift.to(pictures)
    return relit.clamp(-1, 1)


def warped(cuttings: Tensor, masks: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return `(b, 3, h, w)` cuttings and `(b, m, m)` masks bent alike: another hand draws so."""
    bends = WARP * torch.randn(len(cuttings), 2, WARP_CELLS, WARP_CELLS, generator=generator)
    bends = bends.to(cuttings)

    def bent(maps: Tensor) -> Tensor:
        side = maps.shape[-1]
        straight = F.affine_grid(torch.eye(2, 3).to(maps)[None], [1, 1, side, side], False)
        bend = F.interpolate(bends, (side, side), mode="bicubic", align_corners=True)
        grid = straight + bend.movedim(1, -1)
        return F.grid_sample(maps, grid, padding_mode="border", align_corners=False)

    return bent(cuttings), bent(masks[:, None])[:, 0]


def as_input(pixels: np.ndarray[Any, Any]) -> Tensor:
    """Turn uint8 pixels `(b, h, w, 3)` into `(b, 3, h, w)` in [-1, 1]."""
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1
