"""A small network that says which object, in which colour, a box of a picture shows.

It is what the critic looks with, and a model in training is watched with. It has been shown renders
of the very sprites the painter learns from, beside others, so it is a strict reader of this world
and knows no other. The report card has an eye of its own, which has seen none of them.

Shapes: b cuttings.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from got_models.errors import WeightsError
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Box
from got_models.verifying.crops import SIDE, Glimpse, cut
from got_models.verifying.scanning import STRIDE, Hit, Windows, around, distinct, scan

WEIGHTS = Path(__file__).with_name("crop_judge.safetensors")

NOTHING = len(CLASSES)
"""Index of the answer that there is no such object."""

WORTH_TELLING = 0.01
"""Least chance of an object that a glimpse tells of beside the likeliest."""

WORTH_A_LOOK = 0.4
"""Least chance of an object from which a place in a picture is looked at by itself."""

WORTH_A_TRY = 0.1
"""The same for one certain object that is looked for."""

MOST_PLACES, MOST_TRIES = 24, 3
SAME_PLACE = 0.5
"""Intersection over union above which two places that may show the same object are one."""

WIDTHS = (48, 96, 192)
GRID = 3
"""Cells along a side that a cutting ends up as."""
HIDDEN = 256


class CropNetwork(nn.Module):
    """Three stages of two convolutions, then one head for the object and one for its colour."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for width in WIDTHS:
            layers += [_block(before, width, stride=2), _block(width, width, stride=1)]
            before = width
        self.body = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(GRID), nn.Flatten())
        self.hidden = nn.Sequential(nn.Linear(before * GRID**2, HIDDEN), nn.ReLU())
        self.kind = nn.Linear(HIDDEN, NOTHING + 1)
        self.colour = nn.Linear(HIDDEN, len(COLOURS))

    def forward(self, cuttings: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of objects `(b, 81)` and of colours `(b, 10)`.

        Args:
            cuttings: `(b, 3, 48, 48)` in [-1, 1].
        """
        features = self.hidden(self.body(cuttings))
        return self.kind(features), self.colour(features)

    def slide(self, picture: Tensor) -> Tensor:
        """Return the logits of objects `(r, c, 81)` for windows eight pixels apart.

        What lies beside a window is seen where a cutting ends: close to `forward`, not the same.

        Args:
            picture: `(1, 3, h, w)` in [-1, 1], at least as large as a cutting.
        """
        spread = SIDE // STRIDE // GRID
        means = F.avg_pool2d(self.body[:-2](picture), spread, 1)
        layer = self.hidden[0]
        assert isinstance(layer, nn.Linear), "a linear layer stands behind the body"
        weight = layer.weight.reshape(HIDDEN, WIDTHS[-1], GRID, GRID)
        features = F.relu(F.conv2d(means, weight, layer.bias, dilation=spread))
        logits: Tensor = self.kind(features[0].permute(1, 2, 0))
        return logits


class CropJudge:
    """The trained network behind the `Judge` interface."""

    def __init__(self, network: CropNetwork) -> None:
        self._network = network.eval()

    @classmethod
    def load(cls, weights: Path = WEIGHTS) -> "CropJudge":
        """Read the weights.

        Raises:
            WeightsError: The file is missing or of another network.
        """
        network = CropNetwork()
        try:
            network.load_state_dict({k: v.float() for k, v in load_file(weights).items()})
        except (OSError, RuntimeError) as broken:
            raise WeightsError(f"no weights of the crop judge in {weights.name}") from broken
        return cls(network)

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        """Return what each box shows."""
        if not boxes:
            return []
        rgb = picture.convert("RGB")
        return self.look_at(np.stack([cut(rgb, box) for box in boxes]))

    @torch.no_grad()
    def look_at(self, cuttings: NDArray[np.uint8]) -> list[Glimpse]:
        """Return what each of the cuttings `(b, 48, 48, 3)` shows, seen as it is and mirrored."""
        straight = as_input(torch.from_numpy(cuttings))
        kinds, colours = map(torch.add, self._network(straight), self._network(straight.flip(-1)))
        kinds, colours = kinds / 2, colours / 2
        kind_share, kind = kinds.softmax(-1).max(-1)
        colour_share, colour = colours.softmax(-1).max(-1)
        return [
            Glimpse(None if k == NOTHING else CLASSES[k], p, COLOURS[c], q, _others(shares, k))
            for k, p, c, q, shares in zip(
                kind.tolist(),
                kind_share.tolist(),
                colour.tolist(),
                colour_share.tolist(),
                kinds.softmax(-1),
                strict=True,
            )
        ]

    @torch.no_grad()
    def search(self, picture: Image.Image) -> "Search":
        """Look through a whole picture."""
        rgb = picture.convert("RGB")
        return Search(self, rgb, scan(rgb, self._chances))

    def _chances(self, picture: Tensor) -> Tensor:
        return self._network.slide(picture).softmax(-1)[..., :NOTHING]


class Search:
    """A picture that was looked through."""

    def __init__(self, judge: CropJudge, picture: Image.Image, found: list[Windows]) -> None:
        self._judge, self._picture, self._found = judge, picture, found

    def places(self, kind: str | None = None) -> list[Box]:
        """Return where something may be, the likeliest first, or where an object may be."""
        if kind is None:
            hits = self._hits(WORTH_A_LOOK, None)
            return [hit.box for hit in distinct(hits, overlap=SAME_PLACE, most=MOST_PLACES)]
        hits = self._hits(WORTH_A_TRY, CLASSES.index(kind))
        return [
            self._settled(hit.box, kind)
            for hit in distinct(hits, overlap=SAME_PLACE, most=MOST_TRIES)
        ]

    def _hits(self, least: float, kind: int | None) -> Iterator[Hit]:
        return (hit for windows in self._found for hit in windows.hits(least, kind))

    def _settled(self, box: Box, kind: str) -> Box:
        """Return the box close by that looks most like an object."""
        boxes = around(box)
        glimpses = self._judge.look(self._picture, boxes)
        best = max(range(len(boxes)), key=lambda at: glimpses[at].chance(kind))
        return boxes[best]


def _others(shares: Tensor, likeliest: int) -> tuple[tuple[str, float], ...]:
    """Return the objects beside the likeliest that are worth telling, with their chances."""
    found = (shares[:NOTHING] >= WORTH_TELLING).nonzero().flatten().tolist()
    return tuple((CLASSES[k], float(shares[k])) for k in found if k != likeliest)


def as_input(cuttings: Tensor) -> Tensor:
    """Turn uint8 cuttings `(b, side, side, 3)` into `(b, 3, side, side)` in [-1, 1]."""
    return cuttings.permute(0, 3, 1, 2).float() / 127.5 - 1


def save(network: CropNetwork, path: Path = WEIGHTS) -> None:
    """Write the weights at half precision."""
    state = network.state_dict()
    save_file({name: value.to(torch.bfloat16) for name, value in state.items()}, path)


def _block(before: int, after: int, *, stride: int) -> nn.Sequential:
    kernel = 4 if stride == 2 else 3
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, 1, bias=False),
        nn.BatchNorm2d(after, momentum=0.05),
        nn.ReLU(),
    )
