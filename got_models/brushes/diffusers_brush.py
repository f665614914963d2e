"""Painting with any pipeline of diffusers: boxes as regional prompts, edits by mask or word."""

import contextlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from got_models.brushes.anatomy import anatomy_of
from got_models.brushes.arguments import arguments_for, known_to
from got_models.brushes.brush import Brush, OnStep, Request
from got_models.brushes.easel import Easel
from got_models.brushes.regional import Region, steered, words_heard
from got_models.brushes.weights_digest import digest_of
from got_models.devices import chosen
from got_models.errors import BadInput, BadSize, BadWish
from got_models.guidance_scales import GuidanceScales
from got_models.thought import Task

BOX_STRENGTH = 4.0
"""Weight of a box's words inside it, where those of the picture weigh 1: GoT's own scale."""

_FEWEST_STEPS = 2
"""Steps of a run that only listens: it is broken off when the second begins."""


class DiffusersBrush(Brush):
    """Draws chains with a pipeline, which is opened when it is first needed.

    The same seed is the same picture, alone or among others. Of the guidance, `spatial` weighs the
    words of a box inside it, 0 for none; `reference` is for pipelines that can hold on to the
    picture.

    Args:
        folder: The pipeline's folder, as diffusers saves it.
        name: What it is called in recipes.
        device: `cpu`, `cuda`, `cuda:N` or `mps`; None is the fastest.
        size: Width and height in pixels it draws unless told otherwise; None for its own.
        sizes: The only sizes it should draw; None for any.
        on_note: Told, in a sentence, whenever it has to go on more slowly.

    Raises:
        WeightsError: The folder holds no pipeline that can be used.
        BadInput: There is no such device.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        device: str | None = None,
        *,
        size: tuple[int, int] | None = None,
        sizes: tuple[tuple[int, int], ...] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        self._anatomy = anatomy_of(folder)
        self._easel = Easel(folder, self._anatomy, chosen(device), on_note)
        self._folder = folder
        self.name = name
        self.capabilities = self._anatomy.capabilities.model_copy(update={"sizes": sizes})
        self.default_size = size or (sizes[0] if sizes else self._anatomy.size)
        self.default_steps = int(self._anatomy.default("num_inference_steps", 50))
        self.size_multiple = self._anatomy.multiple
        self.max_side = 2 * max(*self.default_size, *self._anatomy.size)

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 over the names and hashes of all weights files, in hexadecimal."""
        return digest_of(self._folder)

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the pipeline's own scale for words, and ours for boxes and the picture."""
        words = self._anatomy.default("guidance_scale", self._anatomy.default("true_cfg_scale", 5))
        reference = self._anatomy.default("image_guidance_scale", 1.0)
        return GuidanceScales(text=words, spatial=BOX_STRENGTH, reference=reference)

    def _painted(
        self, request: Request, seeds: Sequence[int], on_step: OnStep | None
    ) -> list[Image.Image]:
        self._check(request)
        return self._easel.patiently(lambda: self._all_drawn(request, seeds, on_step))

    def _all_drawn(
        self,
        request: Request,
        seeds: Sequence[int],
        on_step: OnStep | None,
    ) -> list[Image.Image]:
        kind, given = arguments_for(self._anatomy, request)
        total = request.steps * len(seeds)
        pictures: list[Image.Image] = []
        with self._boxes(kind, given, request):
            for index, seed in enumerate(seeds):
                heard = _hearing(on_step, index * request.steps, total)
                told = known_to(kind, given | {"callback_on_step_end": heard})
                pictures.append(self._drawn(kind, told, seed, request.size))
        return pictures

    def _check(self, request: Request) -> None:
        can, size = self.capabilities, request.size
        if request.picture is not None and can.edits == "none":
            raise BadInput(f"{self.name} cannot edit pictures; name another renderer")
        if request.picture is None and not can.draws:
            raise BadInput(f"{self.name} only edits pictures; name another renderer to draw")
        width, height = size
        if max(size) > self.max_side or width % self.size_multiple or height % self.size_multiple:
            raise BadSize(
                f"{self.name} draws sides that are multiples of {self.size_multiple} up to "
                f"{self.max_side} pixels, got {width}x{height}"
            )

    def _boxes(
        self, kind: type[Any], given: dict[str, Any], request: Request
    ) -> AbstractContextManager[None]:
        """Let the boxes of a new picture act: listen to the words of each, then blend them in."""
        strength = request.guidance.spatial
        if request.picture is not None or not strength or self._anatomy.denoiser is None:
            return contextlib.nullcontext()
        denoiser = self._easel.part(kind, self._anatomy.denoiser)
        elements = [element for element in request.chain.elements if element.phrase]
        told = {}
        for phrase in dict.fromkeys(element.phrase for element in elements):
            asked = given | {
                "prompt": phrase,
                "num_inference_steps": _FEWEST_STEPS,
                "output_type": "latent",
                "generator": _generator(0),
            }
            told[phrase] = words_heard(denoiser, partial(self._easel.run, kind, asked))
            self._easel.rest()
        regions = [Region(element.box, told[element.phrase]) for element in elements]
        width, height = request.size
        grid = (height // self.size_multiple, width // self.size_multiple)
        return steered(denoiser, regions, strength=strength, grid=grid)

    def _drawn(
        self, kind: type[Any], told: dict[str, Any], seed: int, size: tuple[int, int]
    ) -> Image.Image:
        answer = self._easel.run(kind, told | {"generator": _generator(seed)})
        if any(getattr(answer, "nsfw_content_detected", None) or ()):
            raise BadWish(f"the safety checker of {self.name} held the picture back")
        image: Image.Image = answer.images[0].convert("RGB")
        return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _hearing(on_step: OnStep | None, before: int, total: int) -> Callable[..., dict[str, Any]]:
    """Return what a pipeline calls after each step."""

    def heard(pipeline: object, done: int, time: object, held: dict[str, Any]) -> dict[str, Any]:
        if on_step:
            on_step(before + done + 1, total)
        return {}

    return heard


def _generator(seed: int) -> torch.Generator:
    """Return a source of noise on the CPU, where it is the same for every device."""
    return torch.Generator("cpu").manual_seed(seed)
