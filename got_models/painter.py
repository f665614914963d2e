"""Somebody who paints: a wish and its chain to pictures, through one GoT model."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import torch
from PIL import Image
from torch import Tensor

from got_models.errors import BadSize
from got_models.guard import Guard, Unguarded
from got_models.guidance_scales import GuidanceScales
from got_models.model_config import ModelConfig
from got_models.pipeline import GoTPipeline, OnStep, to_pictures
from got_models.projector import SemanticGuidance
from got_models.ssgm import canvases_of
from got_models.thought import Chain, Task
from got_models.upstream import checksums

BATCH = 4
"""Most pictures drawn together; each takes up to four rows of the UNet's batch."""

_CHUNK = 1 << 20


class Guide(Protocol):
    """Says what a chain means to the UNet."""

    def guidance_for(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
    ) -> SemanticGuidance:
        """Read a chain as the answer to a wish, perhaps about a picture whose chain is known."""
        ...


@dataclass(frozen=True)
class Preview:
    """Pictures under way; seeing them costs a decoding, so they are decoded when asked for."""

    first: int
    """Place of the first of them among all pictures asked for."""
    latents: Tensor
    """`(b, c, h, w)`, scaled."""
    pipeline: GoTPipeline

    def pictures(self) -> list[Image.Image]:
        """Return them as the model expects them to become."""
        return to_pictures(self.pipeline.decode(self.latents))


class GoTPainter:
    """Draws what a chain says."""

    def __init__(
        self,
        pipeline: GoTPipeline,
        guide: Guide,
        config: ModelConfig,
        folder: Path,
        guard: Guard | None = None,
    ) -> None:
        self.name = config.name
        self.default_size = (config.side, config.side)
        self.default_steps = config.default_steps
        self.size_multiple = pipeline.size_multiple
        self.max_side = config.max_side
        self._pipeline, self._guide, self._config, self._folder = pipeline, guide, config, folder
        self._guard = guard or Unguarded()

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 over the bytes of all weights files, in the order of their paths.

        Where the folder lists the hashes of its files, it is taken over those of the weights.
        """
        digest = hashlib.sha256()
        listed = checksums.listed(self._folder, ".safetensors")
        for line in listed:
            digest.update(line.encode())
        files = sorted(self._folder.rglob("*.safetensors")) or sorted(self._folder.glob("*.bin"))
        for place in [] if listed else files:
            with place.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the scales this model draws best with."""
        return self._config.guidance_for(task)

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: Callable[[int, int], None] | None = None,
        on_preview: Callable[[Preview], None] | None = None,
    ) -> list[Image.Image]:
        """Return one picture per seed; few at a time, so that memory does not grow with them.

        Args:
            wish: The words the chain was made for.
            chain: What to draw and where.
            picture: The picture that is edited; it is squashed to `size`.
            known: What is known to be in `picture`, if the chain was made knowing it.
            seeds: One per picture; the same seed is the same picture, alone or among others.
            steps: Denoising steps.
            size: Width and height in pixels; None for `default_size`.
            guidance: How strongly words, boxes and reference pull.
            on_step: Called with the steps done and the steps there are, over all pictures.
            on_preview: Called at every step with the pictures under way.

        Raises:
            BadSize: A side is too long, or no multiple of `size_multiple`.
            BadInput: There are no seeds or no steps.
        """
        width, height = size or self.default_size
        if max(width, height) > self.max_side:
            raise BadSize(
                f"{self.name} draws up to {self.max_side} pixels a side, got {width}x{height}"
            )
        words = self._guide.guidance_for(wish, chain, picture=picture, known=known)
        canvases = canvases_of(chain.elements, width, height)
        total = steps * len(range(0, len(seeds), BATCH))
        pictures: list[Image.Image] = []
        for first in range(0, max(len(seeds), 1), BATCH):

            def heard(done: int, time: int, latents: Tensor, first: int = first) -> None:
                if on_step:
                    on_step(done + first // BATCH * steps, total)
                if on_preview:
                    on_preview(Preview(first, latents, self._pipeline))

            def drawn(first: int = first, heard: OnStep = heard) -> list[Image.Image]:
                drawing: list[Image.Image] = self._pipeline(
                    words,
                    canvases,
                    picture,
                    height=height,
                    width=width,
                    num_inference_steps=steps,
                    scales=guidance,
                    generators=[_generator(seed) for seed in seeds[first : first + BATCH]],
                    callback_on_step_end=heard,
                    guidance_interval=guidance.interval,
                    guidance_every=guidance.every,
                ).images
                return drawing

            pictures += self._guard.run(drawn)
        return pictures


def _generator(seed: int) -> torch.Generator:
    """Return a source of noise on the CPU, where it is the same for every device."""
    return torch.Generator("cpu").manual_seed(seed)
