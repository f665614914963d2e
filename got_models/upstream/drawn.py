"""What upstream's `generate` returns, and everything that it was computed from.

Shapes: n tokens, d hidden width, c latent channels, h and w latent rows and columns.
"""

from dataclasses import dataclass

from PIL import Image
from torch import Tensor

from got_models.projector import SemanticGuidance
from got_models.upstream.box_pattern import PlainBox


@dataclass(frozen=True)
class Drawn:
    """One picture with everything it was drawn from."""

    ids: Tensor
    """`(n,)`: all tokens, the image tokens last."""
    states: Tensor
    """`(n, d)` after the reasoner's final norm."""
    guidance: SemanticGuidance
    boxes: list[PlainBox]
    canvases: list[Image.Image]
    reference: Image.Image | None
    latents: Tensor
    """`(1, c, h, w)`, scaled."""
    picture: Image.Image
    """As decoded."""
    fitted: Image.Image
    """Stretched to the proportions of the source, as upstream returns it."""


@dataclass(frozen=True)
class Generated:
    """What upstream returns, and the tokens behind it."""

    got_text: str
    ids: list[int]
    """All tokens, without the image tokens of the last picture."""
    input_length: int
    """Tokens of the prompt; text behind them counts as the chain."""
    drawn: tuple[Drawn, ...]

    @property
    def images(self) -> list[Image.Image]:
        """The pictures as upstream returns them."""
        return [one.fitted for one in self.drawn]


def fitted(picture: Image.Image, proportions: tuple[int, int]) -> Image.Image:
    """Stretch a picture along its longer side to other proportions, width to height.

    Upstream does so with every picture, by the source's proportions; of a picture that is not
    square and has no source, by its own, which stretches it once more.
    """
    width, height = picture.size
    like_width, like_height = proportions
    if like_width < like_height:
        size = (width, int(height * like_height / like_width))
    else:
        size = (int(width * like_width / like_height), height)
    return picture if size == picture.size else picture.resize(size)
