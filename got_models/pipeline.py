"""GoT's picture loop: semantic guidance, canvases and a reference to pictures.

Shapes: b pictures, k guidance branches, n image tokens, s width of cross-attention, p pooled width,
c latent channels, h and w latent rows and columns, H and W pixels.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, sections 3.3 and 3.5, and its
released inference code.
"""

import copy
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from got_models.guidance import Branch, branches_of
from got_models.guidance_scales import GuidanceScales
from got_models.guided_unet import GuidedUNet, Interval, Told, noise_level
from got_models.placement import device_of
from got_models.projector import GuidanceProjector, SemanticGuidance
from got_models.ssgm import latents_of, mean_by_picture, to_pixels

Canvases = Sequence[Image.Image] | Sequence[Sequence[Image.Image]]
"""RGB pictures of the output's size, one per box: a list for all pictures, or one per picture."""

Form = Literal["pil", "pt", "latent"]

OnStep = Callable[[int, int, Tensor], None]
"""Called with the steps done, the timestep, and `(b, c, h, w)` latents of the pictures as the model
sees them coming; `GoTPipeline.decode` makes them visible."""


@dataclass
class GoTPipelineOutput(ImagePipelineOutput):
    """Pictures, and what they cost."""

    evaluations: int = 0
    """How often the UNet was asked for each picture, every branch counted."""


class GoTPipeline(DiffusionPipeline):
    """All parts of a GoT model, and the half of its work that draws.

    `save_pretrained` and `from_pretrained` keep and open a model as one folder.
    """

    model_cpu_offload_seq = "mllm->projector->unet->vae"

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        tokenizer: PreTrainedTokenizerFast,
        projector: GuidanceProjector | None,
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
    def _execution_device(self) -> torch.device:
        """What the UNet computes on; diffusers would look at where the first network waits."""
        return device_of(self.unet)

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
        output_type: Form = "pil",
        idle_branches: bool = False,
        guidance_interval: Interval | None = None,
        guidance_every: int = 1,
        any_size: bool = False,
    ) -> GoTPipelineOutput:
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
            idle_branches: Ask the UNet for branches of weight 0 as well, to look at them.
            guidance_interval: Two noise levels (sigma, noise over signal): guidance acts above the
                first, up to and with the second; at other steps the UNet is asked once, told
                everything that counts. None guides at every step, as GoT does.
            guidance_every: At how many guided steps the branches besides the one told most are
                asked once; in between, their last pull is used again. 1 asks at each, as GoT does.
            any_size: Draw sides that are no multiples of `size_multiple` as well, as GoT's own code
                does: the UNet then pads odd rows, and pixels over whole latents are left off.

        Raises:
            BadSize: A side cannot be made.
            BadInput: Something is missing or does not fit together.
        """
        self.check_inputs(
            guidance,
            canvases,
            height,
            width,
            num_inference_steps,
            generators,
            guidance_interval,
            guidance_every,
            any_size,
        )
        branches = branches_of(scales, idle=idle_branches)
        beside = _per_branch(
            branches,
            self._reference(reference, height, width),
            self._spatial(canvases),
            len(generators),
        )
        guided = GuidedUNet(
            self._ask,
            branches,
            self._told(guidance, branches, beside, (height, width)),
            interval=guidance_interval,
            every=guidance_every,
        )
        on_step = callback_on_step_end or _unheard
        latents = self._denoise(guided, beside, generators, num_inference_steps, on_step)
        images = self._as_asked(latents, output_type)
        return GoTPipelineOutput(images=images, evaluations=guided.evaluations)

    def check_inputs(
        self,
        guidance: SemanticGuidance,
        canvases: Canvases,
        height: int,
        width: int,
        num_inference_steps: int,
        generators: Sequence[torch.Generator],
        guidance_interval: Interval | None = None,
        guidance_every: int = 1,
        any_size: bool = False,
    ) -> None:
        """Refuse what cannot be drawn, before anything is computed.

        Raises:
            BadSize: A side is not a positive multiple of `size_multiple`, or with `any_size`
                shorter than a latent.
            BadInput: Something is missing or does not fit together.
        """
        self._check_size(height, width, any_size=any_size)
        if num_inference_steps < 1:
            raise BadInput(f"a picture needs at least 1 step, got {num_inference_steps}")
        self._check_savings(guidance_interval, guidance_every)
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

    def _check_size(self, height: int, width: int, *, any_size: bool) -> None:
        multiple = self.size_multiple
        if any_size:
            if min(height, width) < self.vae_scale_factor:
                raise BadSize(
                    f"sides must be {self.vae_scale_factor} pixels or more, got {width}x{height}"
                )
        elif min(height, width) < multiple or height % multiple or width % multiple:
            raise BadSize(f"sides must be multiples of {multiple} pixels, got {width}x{height}")

    def _check_savings(self, interval: Interval | None, every: int) -> None:
        if every < 1:
            raise BadInput(f"guidance_every must be 1 step or more, got {every}")
        if interval is None:
            return
        low, high = interval
        if not 0 <= low < high:
            raise BadInput(
                "guidance_interval must be two noise levels from 0 on, the lower first, "
                f"got {low:g} and {high:g}"
            )
        if not hasattr(self.scheduler, "alphas_cumprod"):
            raise BadInput(
                f"{type(self.scheduler).__name__} does not tell its noise levels; "
                "leave guidance_interval out or take another scheduler"
            )

    def _as_asked(self, latents: Tensor, form: Form) -> Tensor | list[Image.Image]:
        if form == "latent":
            return latents
        pixels = self.decode(latents)
        return pixels if form == "pt" else to_pictures(pixels)

    @torch.no_grad()
    def decode(self, latents: Tensor) -> Tensor:
        """Return `(b, 3, H, W)` float32 pixels in 0 to 1 of `(b, c, h, w)` scaled latents."""
        unscaled = (latents / self.vae.config.scaling_factor).to(self.vae.device, self.vae.dtype)
        decoded = torch.cat([self.vae.decode(one[None]).sample for one in unscaled])
        return (decoded.float() / 2 + 0.5).clamp(0, 1)

    def _denoise(
        self,
        guided: GuidedUNet,
        beside: Tensor,
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
        alphas = getattr(scheduler, "alphas_cumprod", torch.ones(1))
        shape = (1, beside.shape[1] // 2, *beside.shape[2:])
        rows = [torch.randn(shape, generator=generator) for generator in generators]
        latents: Tensor = torch.cat(rows).to(beside.device) * scheduler.init_noise_sigma
        times: list[float] = scheduler.timesteps.tolist()  # once: reading one waits for the device
        for done, (time, at) in enumerate(zip(scheduler.timesteps, times, strict=True), start=1):
            noisy = scheduler.scale_model_input(latents, time)
            predicted = guided.predict(noisy, time, noise_level(alphas, at))
            after = scheduler.step(predicted, time, latents, **extra)
            latents = after.prev_sample
            on_step(done, int(at), getattr(after, "pred_original_sample", latents))
        return latents

    def _ask(self, seen: Tensor, time: Tensor, words: dict[str, Any]) -> Tensor:
        """Return what the UNet predicts."""
        predicted: Tensor = self.unet(seen, time, **words).sample
        return predicted

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

    def _told(
        self,
        guidance: SemanticGuidance,
        branches: Sequence[Branch],
        beside: Tensor,
        size: tuple[int, int],
    ) -> Told:
        """Return what every branch is told; the pooled words are never null."""
        device, dtype = self._execution_device, self.unet.dtype
        count = len(beside) // len(branches)
        sequence = guidance.sequence.to(device, dtype).expand(count, -1, -1)
        null = guidance.null.to(device, dtype).expand(count, -1, -1)
        pooled = guidance.pooled.to(device, dtype).expand(count, -1).repeat(len(branches), 1)
        height, width = size
        sizes = torch.tensor([[height, width, 0, 0, height, width]], dtype=torch.float32)
        return Told(
            beside=beside,
            sequence=torch.cat([sequence if branch.words else null for branch in branches]),
            pooled=pooled,
            sizes=sizes.to(device).expand(len(pooled), -1),
        )


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
