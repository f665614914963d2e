"""A small network that says which object, in which colour, a box of a picture shows.

It is for developing and choosing models: it has been shown renders of the very sprites the painter
learns from, beside others, so it is a strict reader of this world and knows no other. What the
product criticises pictures with must be somebody else.

Shapes: b cuttings.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from got_models.errors import WeightsError
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Box
from got_models.verifying.crops import Glimpse, cut

WEIGHTS = Path(__file__).with_name("crop_judge.safetensors")

NOTHING = len(CLASSES)
"""Index of the answer that there is no such object."""

WIDTHS = (32, 64, 128)
HIDDEN = 192


class CropNetwork(nn.Module):
    """Three stages of two convolutions, then one head for the object and one for its colour."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for width in WIDTHS:
            layers += [_block(before, width, stride=2), _block(width, width, stride=1)]
            before = width
        self.body = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(3), nn.Flatten())
        self.hidden = nn.Sequential(nn.Linear(before * 9, HIDDEN), nn.ReLU())
        self.kind = nn.Linear(HIDDEN, NOTHING + 1)
        self.colour = nn.Linear(HIDDEN, len(COLOURS))

    def forward(self, cuttings: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of objects `(b, 81)` and of colours `(b, 10)`.

        Args:
            cuttings: `(b, 3, 48, 48)` in [-1, 1].
        """
        features = self.hidden(self.body(cuttings))
        return self.kind(features), self.colour(features)


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
            Glimpse(None if k == NOTHING else CLASSES[k], p, COLOURS[c], q)
            for k, p, c, q in zip(
                kind.tolist(),
                kind_share.tolist(),
                colour.tolist(),
                colour_share.tolist(),
                strict=True,
            )
        ]


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
