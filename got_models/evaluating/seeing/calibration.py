"""Making confidences mean what they say: two numbers, fitted on pictures not learned from.

One is the temperature. The other corrects a prior: a quarter of the cuttings that were learned from
show nothing, while few of the places that the finder names do.

Source: Guo et al., "On calibration of modern neural networks" (2017), arXiv 1706.04599.
"""

from typing import TYPE_CHECKING, NamedTuple

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from got_models.evaluating.detections import PixelBox
from got_models.evaluating.seeing.cutting import NOTHING
from got_models.evaluating.seeing.examples import Picture, sample_picture
from got_models.evaluating.seeing.sprites import Sprites
from got_models.evaluating.seeing.stages import FIRST_KEPT
from got_models.sceneworld.vocabulary import CLASSES

if TYPE_CHECKING:
    from got_models.evaluating.seeing.detector import SpriteDetector

PICTURES = 150
HIT = 0.5
"""Overlap from which a place is that of an object."""

MISS = 0.15
"""Overlap up to which a place is that of none; between the two nobody can say."""

BINS = 10


class Calibration(NamedTuple):
    """What logits are divided by, and what is first taken from that of `NOTHING`."""

    temperature: float = 1.0
    prior: float = 0.0

    def shares(self, logits: Tensor) -> Tensor:
        """Return the shares `(n, 81)` of logits."""
        corrected = logits.clone()
        corrected[:, NOTHING] -= self.prior
        return (corrected / self.temperature).softmax(-1)


def fitted(
    detector: "SpriteDetector", sprites: Sprites, *, pictures: int = PICTURES
) -> Calibration:
    """Return the calibration under which the truth is most likely."""
    logits, truth = outcomes(detector, sprites, pictures=pictures)
    if not len(truth):
        return Calibration()
    grid = [
        Calibration(round(float(temperature), 4), round(float(prior), 2))
        for temperature in torch.logspace(-0.5, 0.7, 31)
        for prior in torch.linspace(-1, 4, 21)
    ]
    losses = [float(F.nll_loss(one.shares(logits).clamp(min=1e-9).log(), truth)) for one in grid]
    return grid[min(range(len(losses)), key=losses.__getitem__)]


def outcomes(
    detector: "SpriteDetector", sprites: Sprites, *, pictures: int = PICTURES
) -> tuple[Tensor, Tensor]:
    """Return the logits `(n, 81)` at the places found in kept pictures, and the truth `(n,)`."""
    found: list[Tensor] = []
    truth: list[int] = []
    for number in range(pictures):
        sample = sample_picture(sprites, FIRST_KEPT + number)
        picture = Image.fromarray(sample.pixels)
        boxes = detector.places(picture)
        told = [(box, true_kind(sample, box)) for box in boxes]
        clear = [(box, kind) for box, kind in told if kind is not None]
        if clear:
            found.append(detector.read(picture, [box for box, _ in clear])[0])
            truth += [kind for _, kind in clear]
    logits = torch.cat(found) if found else torch.zeros(0, NOTHING + 1)
    return logits, torch.tensor(truth, dtype=torch.long)


def true_kind(sample: Picture, box: PixelBox) -> int | None:
    """Return the index of the object at a place, or `NOTHING`; None where that is not clear."""
    overlaps = [PixelBox(*map(float, other)).iou(box) for other in sample.boxes]
    best = max(range(len(overlaps)), key=overlaps.__getitem__, default=None)
    if best is None or overlaps[best] <= MISS:
        return NOTHING
    if overlaps[best] < HIT:
        return None
    return CLASSES.index(sample.kinds[best])


def calibration_error(shares: Tensor, right: Tensor) -> float:
    """Return the mean gap between confidence `(n,)` and share of right answers, by ten bins."""
    bins = (shares * BINS).long().clamp(max=BINS - 1)
    gaps = [
        float((shares[bins == at].mean() - right[bins == at].float().mean()).abs())
        * int((bins == at).sum())
        for at in range(BINS)
        if (bins == at).any()
    ]
    return sum(gaps) / max(len(shares), 1)
