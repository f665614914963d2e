"""GoT's picture loop: semantic guidance, canvases and a reference to pictures.

Shapes: b pictures, k guidance branches, n image tokens, s width of cross-attention, p pooled width,
c latent channels, h and w latent rows and columns, H and W pixels.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, sections 3.3 and 3.5, and its
released inference code.
"""

import copy
import inspect
from collections.abc import Callable, Sequence
from typing import Any, Literal

import torch
from diffusers import (
    AutoencoderKL,
    DiffusionPipeline,
    ImagePipelineOutput,
    SchedulerMixin,
    UNet2DConditionModel,
)
from PIL import Image
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models.autoencoder import DOWNSCALE, PatchAutoencoder
from got_models.errors import BadInput, BadSize
from got_models.guidance import Branch, branches_of, combine
from got_models.guidance_scales import GuidanceScales
from got_models.projector import GuidanceProjector, SemanticGuidance
from got_models.ssgm import latents_of, mean_by_picture, to_pixels

Canvases = Sequence[Image.Image] | Sequence[Sequence[Image.Image]]
"""RGB pictures of the output's size, one per box: a list for all pictures, or one per picture."""

OnStep = Callable[[int, int, Tensor], None]
"""Called with the steps done, the timestep, and `(b, c, h, w)` latents of the pictures as the model
sees them coming; `GoTPipeline.decode` makes them visible."""


class GoTPipeline(DiffusionPipeline):
    """All parts of a GoT model, and the half of its work that draws.

    `save_pretrained` and `from_pretrained` keep and open a model as one folder.
    """

    model_cpu_offload_seq = "mllm->projector->unet->vae"

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        tokenizer: PreTrainedTokenizerFast,
        projector: GuidanceProjector,
        vae: AutoencoderKL | PatchAutoencoder,
        unet: UNet2DConditionModel,
        scheduler: SchedulerMixin,
    ) -> None:
        super().__init__()
        self.register_modules(
            mllm=mllm,
            tokenizer=tokenizer,
            projector=projector,
            vae=vae,
            unet=unet,
            scheduler=scheduler,
        )

    @property
    def vae_scale_factor(self) -> int:
        """Pixels per latent, along each side."""
        blocks = self.vae.config.get("block_out_channels")
        return DOWNSCALE if blocks is None else 2 ** (len(blocks) - 1)

    @property
    def size_multiple(self) -> int:
        """Both sides must be multiples of this many pixels: the UNet halves latents and doubles."""
        halvings = len(self.unet.config.block_out_channels) - 1
        return int(self.vae_scale_factor * 2**halvings)

    @torch.no_grad()
    def __call__(
        self,
        guidance: SemanticGuidance,
        canvases: Canvases,
        reference: Image.Image | None = None,
        *,
        height: int,
        width: int,
        num_inference_steps: int,
        scales: GuidanceScales | None,
        generators: Sequence[torch.Generator],
        callback_on_step_end: OnStep | None = None,
        output_type: Literal["pil", "pt", "latent"] = "pil",
    ) -> ImagePipelineOutput:
        """Draw one picture per generator.

        Args:
            guidance: What the words say, for one picture or for each; one is shared by all.
            canvases: What `got_models.ssgm.canvases_of` returns, for all pictures or for each.
            reference: The picture to edit, squashed to the output's size; None is a black one.
            height: Rows of pixels.
            width: Columns of pixels.
            num_inference_steps: Denoising steps.
            scales: How strongly words, boxes and reference pull; None asks the UNet only once.
            generators: One per picture, on the CPU, where all noise is drawn: a picture does not
                depend on the device or on those drawn with it, except for rounding.
            callback_on_step_end: Told about every step.
            output_type: `pil` cuts to whole bytes as GoT does (no rounding); `pt` is
                `(b, 3, H, W)` float32 in 0 to 1; `latent` is `(b, c, h, w)`, scaled.

        Raises:
            BadSize: A side cannot be made.
            BadInput: Something is missing or does not fit together.
        """
        self.check_inputs(guidance, canvases, height, width, num_inference_steps, generators)
        branches = branches_of(scales)
        count = len(generators)
        latents = self._denoise(
            _per_branch(
                branches, self._reference(reference, height, width), self._spatial(canvases), count
            ),
            self._words(guidance, branches, count, (height, width)),
            branches,
            generators,
            num_inference_steps,
            callback_on_step_end or _unheard,
        )
        if output_type == "latent":
            return ImagePipelineOutput(images=latents)
        pixels = self.decode(latents)
        return ImagePipelineOutput(images=pixels if output_type == "pt" else to_pictures(pixels))

    def check_inputs(
        self,
        guidance: SemanticGuidance,
        canvases: Canvases,
        height: int,
        width: int,
        num_inference_steps: int,
        generators: Sequence[torch.Generator],
    ) -> None:
        """Refuse what cannot be drawn, before anything is computed.

        Raises:
            BadSize: A side is not a positive multiple of `size_multiple`.
            BadInput: Something is missing or does not fit together.
        """
        multiple = self.size_multiple
        if min(height, width) < multiple or height % multiple or width % multiple:
            raise BadSize(f"sides must be multiples of {multiple} pixels, got {width}x{height}")
        if num_inference_steps < 1:
            raise BadInput(f"a picture needs at least 1 step, got {num_inference_steps}")
        count = len(generators)
        if not count:
            raise BadInput("a picture needs a generator, got none")
        if len(guidance.sequence) not in {1, count} or len(guidance.pooled) not in {1, count}:
            raise BadInput(
                f"guidance for {len(guidance.sequence)} pictures, generators for {count}"
            )
        groups = _groups(canvases)
        if len(groups) not in {1, count} or not all(groups):
            raise BadInput(f"{count} pictures need canvases for 1 or {count}, at least one each")
        sizes = {canvas.size for group in groups for canvas in group}
        if sizes != {(width, height)}:
            raise BadInput(f"canvases must be {width}x{height} pixels, got {sorted(sizes)}")

    @torch.no_grad()
    def decode(self, latents: Tensor) -> Tensor:
        """Return `(b, 3, H, W)` float32 pixels in 0 to 1 of `(b, c, h, w)` scaled latents."""
        unscaled = (latents / self.vae.config.scaling_factor).to(self.vae.device, self.vae.dtype)
        decoded = torch.cat([self.vae.decode(one[None]).sample for one in unscaled])
        return (decoded.float() / 2 + 0.5).clamp(0, 1)

    def _denoise(
        self,
        beside: Tensor,
        told: dict[str, Any],
        branches: Sequence[Branch],
        generators: Sequence[torch.Generator],
        steps: int,
        on_step: OnStep,
    ) -> Tensor:
        """Return scaled latents `(b, c, h, w)`, float32.

        Draws one row of noise per picture, then, in the scheduler, one more after each pass of the
        UNet: GoT's order, so that a seed means the same picture. The scheduler is copied because
        it keeps count of its steps, and the pipeline may be drawing something else as well.
        """
        scheduler = copy.deepcopy(self.scheduler)
        scheduler.set_timesteps(steps, device=beside.device)
        extra = _accepted(scheduler.step, generator=list(generators))
        shape = (1, beside.shape[1] // 2, *beside.shape[2:])
        rows = [torch.randn(shape, generator=generator) for generator in generators]
        latents: Tensor = torch.cat(rows).to(beside.device) * scheduler.init_noise_sigma
        for done, time in enumerate(scheduler.timesteps, start=1):
            noisy = scheduler.scale_model_input(latents, time).repeat(len(branches), 1, 1, 1)
            seen = torch.cat((noisy.to(beside.dtype), beside), dim=1)  # (k * b, 3 * c, h, w)
            predicted = combine(self.unet(seen, time, **told).sample, branches)
            after = scheduler.step(predicted, time, latents, **extra)
            latents = after.prev_sample
            on_step(done, int(time), getattr(after, "pred_original_sample", latents))
        return latents

    def _reference(self, picture: Image.Image | None, height: int, width: int) -> Tensor:
        """Return `(1, c, h, w)` latents of the picture squashed to size, or of a black one."""
        shown = picture.convert("RGB") if picture else Image.new("RGB", (width, height))
        return self._encode([shown.resize((width, height), Image.Resampling.BICUBIC)])

    def _spatial(self, canvases: Canvases) -> Tensor:
        """Return `(1 or b, c, h, w)` average latents of the canvases."""
        groups = _groups(canvases)
        latents = self._encode([canvas for group in groups for canvas in group])
        return mean_by_picture(latents, [len(group) for group in groups])

    def _encode(self, pictures: Sequence[Image.Image]) -> Tensor:
        """Return unscaled latents `(b, c, h, w)`: one after the other, in the memory of one."""
        pixels = to_pixels(pictures).to(self._execution_device, self.vae.dtype)
        return torch.cat([latents_of(self.vae, one[None]) for one in pixels]).to(self.unet.dtype)

    def _words(
        self,
        guidance: SemanticGuidance,
        branches: Sequence[Branch],
        count: int,
        size: tuple[int, int],
    ) -> dict[str, Any]:
        """Return the UNet's arguments besides latents and time; the pooled words are never null."""
        device, dtype = self._execution_device, self.unet.dtype
        sequence = guidance.sequence.to(device, dtype).expand(count, -1, -1)
        null = guidance.null.to(device, dtype).expand(count, -1, -1)
        pooled = guidance.pooled.to(device, dtype).expand(count, -1).repeat(len(branches), 1)
        height, width = size
        sizes = torch.tensor([[height, width, 0, 0, height, width]], dtype=torch.float32)
        return {
            "encoder_hidden_states": torch.cat(
                [sequence if branch.words else null for branch in branches]
            ),  # (k * b, n, s)
            "added_cond_kwargs": {
                "text_embeds": pooled,  # (k * b, p)
                "time_ids": sizes.to(device).expand(len(pooled), -1),  # (k * b, 6)
            },
        }


def to_pictures(pixels: Tensor) -> list[Image.Image]:
    """Turn `(b, 3, H, W)` in 0 to 1 into pictures, cutting to whole bytes as GoT does."""
    levels = (pixels * 255).byte().permute(0, 2, 3, 1).cpu().numpy()
    return [Image.fromarray(picture, "RGB") for picture in levels]


def _per_branch(
    branches: Sequence[Branch], reference: Tensor, spatial: Tensor, count: int
) -> Tensor:
    """Return what lies beside the noise, `(k * b, 2 * c, h, w)`; zeros are a branch not told."""
    reference, spatial = (part.expand(count, -1, -1, -1) for part in (reference, spatial))
    rows = [
        torch.cat((reference * branch.reference, spatial * branch.boxes), dim=1)
        for branch in branches
    ]
    return torch.cat(rows)


def _groups(canvases: Canvases) -> list[list[Image.Image]]:
    """Return the canvases as a list per picture, or one list for all."""
    if all(isinstance(one, Image.Image) for one in canvases):
        return [list(canvases)]  # type: ignore[arg-type]
    return [list(group) for group in canvases]  # type: ignore[arg-type]


def _accepted(step: Callable[..., Any], **arguments: object) -> dict[str, object]:
    """Return the arguments a scheduler's `step` knows: not all of them draw noise."""
    known = inspect.signature(step).parameters
    return {name: value for name, value in arguments.items() if name in known}


def _unheard(done: int, time: int, latents: Tensor) -> None:
    """Listen to nothing."""
