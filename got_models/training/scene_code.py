"""A fixed language between reasoner and UNet: what a chain says, as the states of 64 image tokens.

SDXL's UNet had learned to draw from CLIP's text states before GoT put its reasoner in CLIP's
place. Nothing like CLIP is at hand here, so the UNet first learns to draw from this code, while the
reasoner learns to write it. Trained end to end afterwards, both are free to leave it.

Token `i` tells about element `i // 8` of the chain, its class, colour and box; the last eight tell
about the whole picture: background, style and what an edit does. All facts are one-hot, coordinates
are sines.

Shapes: b pictures, e elements (7), n image tokens (64), s width of the code.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from got_models.naming import colour_in, kind_in
from got_models.sceneworld.edit_setting import OPERATIONS
from got_models.sceneworld.vocabulary import (
    BACKGROUND_COLOURS,
    BACKGROUND_KINDS,
    CLASSES,
    COLOURS,
    STYLES,
)
from got_models.thought import COORDINATE_MAX, Element
from got_models.tokens import IMAGE_TOKEN_COUNT
from got_models.training.tasks import Task

ELEMENTS = 7
"""Elements that are told about; a chain's further ones are left to their boxes."""

TOKENS = IMAGE_TOKEN_COUNT // (ELEMENTS + 1)
"""Image tokens per element, and of the whole picture."""

LOUDNESS = 4.0
"""Size of a fact that holds: it brings the code's entries to about unit variance."""

WAVES = 4
"""Sines and cosines per coordinate, each of twice the frequency of the one before."""

_KINDS, _COLOURS = (None, *CLASSES), (None, *COLOURS)

ELEMENT_WIDTH = len(_KINDS) + len(_COLOURS) + ELEMENTS + 8 * WAVES
PICTURE_WIDTH = len(BACKGROUND_KINDS) + len(BACKGROUND_COLOURS) + len(STYLES) + len(OPERATIONS)
WIDTH = ELEMENT_WIDTH + PICTURE_WIDTH
"""Entries that are used; a code may be wider."""


@dataclass(frozen=True)
class Facts:
    """What a task's chain says, as numbers."""

    kinds: Tensor  # (e,) int64, 0 is none
    colours: Tensor  # (e,) int64, 0 is the thing's own
    boxes: Tensor  # (e, 4) float32 in 0 to 1
    told: Tensor  # (e,) bool, False where the chain has no such element
    picture: Tensor  # (PICTURE_WIDTH,) float32


def facts_of(task: Task) -> Facts:
    """Take down what the chain of a task says about the picture to draw."""
    assert task.drawn is not None, f"{task.kind} draws nothing"
    elements = task.chain.elements[:ELEMENTS]
    kinds, colours = (
        torch.zeros(ELEMENTS, dtype=torch.long),
        torch.zeros(ELEMENTS, dtype=torch.long),
    )
    boxes, told = torch.zeros(ELEMENTS, 4), torch.zeros(ELEMENTS, dtype=torch.bool)
    for at, element in enumerate(elements):
        kind, colour = _to_be_seen(element, task)
        kinds[at], colours[at] = _KINDS.index(kind), _COLOURS.index(colour)
        boxes[at] = torch.tensor(element.box.corners) / COORDINATE_MAX
        told[at] = True
    background = task.drawn.background
    picture = [
        *(kind == background.kind for kind in BACKGROUND_KINDS),
        *(colour == background.colour for colour in BACKGROUND_COLOURS),
        *(style == task.drawn.style for style in STYLES),
        *(operation in task.operations for operation in OPERATIONS),
    ]
    return Facts(kinds, colours, boxes, told, torch.tensor(picture, dtype=torch.float32))


def _to_be_seen(element: Element, task: Task) -> tuple[str | None, str | None]:
    """Return class and colour of what the picture to draw shows in an element's box.

    An edit's chain names what was there before: "turn the orange cup red", "move it to the new
    place". Where nothing is to be seen afterwards, that name is all there is to tell.
    """
    if task.kind == "edit" and task.drawn is not None:
        for thing in task.drawn.things:
            if thing.box == element.box:
                return thing.kind, thing.colour
    return kind_in(element.phrase), colour_in(element.phrase)


def encode(facts: list[Facts], width: int) -> Tensor:
    """Return the code `(b, n, s)` of some pictures, `s` being `width`."""
    kinds = torch.stack([fact.kinds for fact in facts])
    colours = torch.stack([fact.colours for fact in facts])
    told = torch.stack([fact.told for fact in facts])[..., None]
    slots = torch.eye(ELEMENTS).expand(len(facts), -1, -1)
    element = torch.cat(
        (
            functional.one_hot(kinds, len(_KINDS)),
            functional.one_hot(colours, len(_COLOURS)),
            slots,
            _waves(torch.stack([fact.boxes for fact in facts])) / LOUDNESS,
        ),
        dim=-1,
    )  # (b, e, ELEMENT_WIDTH)
    picture = torch.stack([fact.picture for fact in facts])[:, None]
    code = torch.zeros(len(facts), ELEMENTS + 1, width)
    code[:, :ELEMENTS, :ELEMENT_WIDTH] = element * told
    code[:, ELEMENTS:, ELEMENT_WIDTH:WIDTH] = picture
    return LOUDNESS * code.repeat_interleave(TOKENS, dim=1)


def _waves(boxes: Tensor) -> Tensor:
    """Return `(b, e, 8 * WAVES)` sines and cosines of `(b, e, 4)` coordinates in 0 to 1."""
    angles = boxes[..., None] * math.pi * 2.0 ** torch.arange(WAVES)  # (b, e, 4, WAVES)
    return torch.cat((angles.sin(), angles.cos()), dim=-1).flatten(-2)
