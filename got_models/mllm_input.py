"""What is put before the reasoner: a prompt in chat form, with the picture it is about.

The same strings, ids, positions and patches as in training.
Shapes: n tokens, v patches of the picture, w width of a patch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLConfig

from got_models import chain_text, prompts
from got_models.positions import rotary_positions
from got_models.sight import grid, patches, squash
from got_models.thought import SPECIAL_TOKEN, Chain
from got_models.tokens import IM_GEN_START, IMAGE_PAD, IMAGE_TOKENS


@dataclass(frozen=True)
class Sight:
    """How a picture is cut up for the reasoner: side and patch in pixels, patches per token."""

    side: int
    patch: int
    merge: int

    @classmethod
    def of(cls, config: Qwen2_5_VLConfig, side: int) -> "Sight":
        """Take patch and merge size from a model's config."""
        vision = config.vision_config
        return cls(side=side, patch=vision.patch_size, merge=vision.spatial_merge_size)

    @property
    def columns(self) -> int:
        """Tokens along a side."""
        return self.side // (self.patch * self.merge)


def without_tokens(text: str) -> str:
    """Return what a person wrote without anything a tokenizer takes for a special token."""
    return SPECIAL_TOKEN.sub(" ", text)


@dataclass(frozen=True)
class Exchange:
    """What is asked: a wish, or with a picture an instruction, perhaps with what is known of it."""

    wish: str
    picture: Image.Image | None = None
    known: Chain | None = None
    """The chain that `picture` was made from; for a wish it means nothing."""

    @property
    def message(self) -> str:
        """The words for the reasoner, as it was taught them."""
        wish = without_tokens(self.wish)
        if self.picture is None:
            return prompts.GENERATE.format(text=wish)
        asked = prompts.EDIT.format(text=wish)
        if self.known is None:
            return asked
        return prompts.KNOWN_CHAIN.format(chain=chain_text.write(self.known)) + asked


@dataclass(frozen=True)
class MllmInput:
    """Ids with their positions, and the picture among them."""

    ids: Tensor  # (n,)
    positions: Tensor  # (3, n)
    patches: Tensor | None  # (v, w)
    grid: Tensor | None  # (1, 3)


class MllmInputs:
    """Makes inputs for one tokenizer and one way of looking."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, sight: Sight) -> None:
        self._tokenizer, self._sight = tokenizer, sight
        self._pad: int = tokenizer.convert_tokens_to_ids(IMAGE_PAD)
        self._image_tokens: list[int] = tokenizer.convert_tokens_to_ids(list(IMAGE_TOKENS))

    def prompt(
        self, message: str, picture: Image.Image | None, answer: Sequence[int] = ()
    ) -> MllmInput:
        """Put a message in chat form behind its picture; tokens already answered may follow."""
        pads = self._sight.columns**2 if picture is not None else 0
        asked = self._tokenizer.encode(prompts.chat(message, image_tokens=pads))
        ids = torch.tensor([*asked, *answer])
        positions = rotary_positions(ids, image_pad=self._pad, columns=self._sight.columns)
        if picture is None:
            return MllmInput(ids, positions, None, None)
        side, patch = self._sight.side, self._sight.patch
        pixels = patches([squash(picture, side)], patch=patch, merge=self._sight.merge)
        return MllmInput(ids, positions, pixels, grid(1, side, patch))

    def drawing_tail(self, text: str) -> list[int]:
        """Return the tokens of a chain, the token that starts the picture and the image tokens."""
        return [*self.tokens_of(text + IM_GEN_START), *self._image_tokens]

    def tokens_of(self, text: str) -> list[int]:
        """Return the tokens of a text."""
        tokens: list[int] = self._tokenizer.encode(text)
        return tokens
