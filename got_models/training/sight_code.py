"""What each part of a picture shows: a lesson in looking, beside the one in writing.

Qwen2.5-VL's vision tower knew what things look like before GoT used it. Here it learns that from
the scene: every token of a picture must tell the class, colour and box of the thing it lies on. A
chain alone says it too seldom.

Shapes: b pictures, g tokens along a side of a picture, d width of the reasoner.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from got_models.sceneworld.scene import Scene
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import COORDINATE_MAX

LEAST_COVER = 0.3
"""Share of a token's square that a box must cover for the token to lie on it."""

BOX_WEIGHT = 4.0
"""Of the mean absolute error of corners, beside two cross-entropies."""

_KINDS, _COLOURS = (None, *CLASSES), (None, *COLOURS)


class Seen(NamedTuple):
    """What the tokens of one picture, or of several, lie on, row by row."""

    kinds: Tensor  # (g * g,) int64, 0 is nothing
    colours: Tensor  # (g * g,) int64, 0 is the thing's own
    boxes: Tensor  # (g * g, 4) float32 in 0 to 1

    @classmethod
    def of(cls, scene: Scene, columns: int) -> "Seen":
        """Lay the things of a scene over its tokens, later ones on top."""
        kinds, colours = (torch.zeros(columns, columns, dtype=torch.long) for _ in range(2))
        boxes = torch.zeros(columns, columns, 4)
        for thing in scene.things:
            corners = torch.tensor(thing.box.corners) / COORDINATE_MAX
            across = _cover(float(corners[0]), float(corners[2]), columns)
            down = _cover(float(corners[1]), float(corners[3]), columns)
            here = torch.outer(down, across) >= LEAST_COVER
            kinds[here] = _KINDS.index(thing.kind)
            colours[here] = _COLOURS.index(thing.colour)
            boxes[here] = corners
        return cls(kinds.flatten(), colours.flatten(), boxes.flatten(0, 1))

    def mirrored(self, columns: int) -> "Seen":
        """Return what the tokens of the picture's mirror image lie on."""
        across = self.boxes[:, [2, 1, 0, 3]] * torch.tensor([-1.0, 1.0, -1.0, 1.0])
        moved = across + torch.tensor([1.0, 0.0, 1.0, 0.0]) * (self.kinds > 0)[:, None]
        return Seen(
            *(
                rows.reshape(columns, columns, *rows.shape[1:]).flip(1).flatten(0, 1)
                for rows in (self.kinds, self.colours, moved)
            )
        )

    @classmethod
    def join(cls, pictures: list["Seen"]) -> "Seen":
        """Put the tokens of several pictures behind each other."""
        return cls(
            torch.cat([one.kinds for one in pictures]),
            torch.cat([one.colours for one in pictures]),
            torch.cat([one.boxes for one in pictures]),
        )


class SightHead(nn.Module):
    """Reads class, colour and box from a picture's tokens; thrown away after training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.kinds = nn.Linear(width, len(_KINDS))
        self.colours = nn.Linear(width, len(_COLOURS))
        self.boxes = nn.Linear(width, 4)

    def forward(self, tokens: Tensor, seen: Seen) -> tuple[Tensor, Tensor]:
        """Return the loss of `(b * g * g, d)` tokens, and the share of things named right."""
        tokens = tokens.float()
        kinds = self.kinds(tokens)
        loss = functional.cross_entropy(kinds, seen.kinds)
        on_thing = seen.kinds > 0
        things = on_thing.sum().clamp(min=1)  # all of them may be too small to lie on
        right = (kinds.argmax(dim=-1) == seen.kinds)[on_thing].float().sum() / things
        colours, boxes = self.colours(tokens[on_thing]), self.boxes(tokens[on_thing])
        wrong = functional.cross_entropy(colours, seen.colours[on_thing], reduction="sum")
        missed = (boxes - seen.boxes[on_thing]).abs().mean(dim=-1).sum()
        return loss + (wrong + BOX_WEIGHT * missed) / things, right


def _cover(low: float, high: float, columns: int) -> Tensor:
    """Return which share of each of `columns` equal parts of 0 to 1 lies in `low` to `high`."""
    starts = torch.arange(columns) / columns
    ends = starts + 1 / columns
    return (ends.clamp(max=high) - starts.clamp(min=low)).clamp(min=0) * columns
