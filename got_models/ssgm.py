"""The Semantic-Spatial Guidance Module: boxes and pictures as latents beside the noise.

Shapes: b pictures, c latent channels, h and w latent rows and columns, H and W pixels.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 3.3 and released code.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from got_models.thought import COORDINATE_MAX, Box, Element

GRID = COORDINATE_MAX + 1


class Encoder(Protocol):
    """The half of an autoencoder that guidance needs."""

    def encode(self, x: Tensor) -> "Encoded":
        """Encode pictures in [-1, 1]."""
        ...


class Encoded(Protocol):
    """What `encode` returns in diffusers."""

    latent_dist: "Posterior"


class Posterior(Protocol):
    """A diagonal Gaussian over latents."""

    def mode(self) -> Tensor:
        """Its most likely latents."""
        ...


def box_canvas(box: Box, colour: str, width: int, height: int) -> Image.Image:
    """Draw one box as a solid rectangle on a black canvas of the output's size.

    Pixel corners are `v / 1000 * side`, cut to whole pixels by Pillow, both edges painted: exactly
    what GoT's code does, so that its weights see the canvases they were trained on.
    """
    canvas = Image.new("RGB", (width, height))
    corners = (
        box.x0 / GRID * width,
        box.y0 / GRID * height,
        box.x1 / GRID * width,
        box.y1 / GRID * height,
    )
    ImageDraw.Draw(canvas).rectangle(corners, fill=colour)
    return canvas


def canvases_of(elements: Sequence[Element], width: int, height: int) -> list[Image.Image]:
    """One canvas per element in chain order; a single black canvas when there is none."""
    if not elements:
        return [Image.new("RGB", (width, height))]
    return [box_canvas(element.box, element.colour, width, height) for element in elements]


def to_pixels(pictures: Sequence[Image.Image]) -> Tensor:
    """Turn RGB pictures of one size into `(b, 3, H, W)` float32 in [-1, 1]."""
    stacked = torch.from_numpy(np.stack([np.asarray(picture) for picture in pictures]))
    return stacked.permute(0, 3, 1, 2).float() / 255 * 2 - 1


def latents_of(vae: Encoder, pixels: Tensor) -> Tensor:
    """Encode `(b, 3, H, W)` in [-1, 1] to the posterior's mode `(b, c, h, w)`, not scaled."""
    return vae.encode(pixels).latent_dist.mode()


def spatial_guidance(vae: Encoder, canvases: Tensor, counts: Sequence[int]) -> Tensor:
    """Average the canvas latents of each picture.

    Args:
        vae: The autoencoder.
        canvases: `(sum(counts), 3, H, W)` in [-1, 1].
        counts: How many canvases belong to each picture, at least 1 each.

    Returns:
        `(b, c, h, w)`, unscaled.
    """
    return mean_by_picture(latents_of(vae, canvases), counts)


def mean_by_picture(latents: Tensor, counts: Sequence[int]) -> Tensor:
    """Average `(sum(counts), c, h, w)` canvas latents to `(b, c, h, w)`."""
    return torch.stack([part.mean(dim=0) for part in torch.split(latents, list(counts))])
