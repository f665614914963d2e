"""Every number that a parity folder may hold, computed by our classes under upstream's names.

Shapes: n tokens, d hidden width, v vocabulary, c latent channels, k guidance branches, s steps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from got_models.guidance import branches_of, combine
from got_models.mllm_stream import MllmStream
from got_models.pipeline import GoTPipeline
from got_models.ssgm import latents_of, to_pixels
from got_models.tokens import IMAGE_TOKEN_COUNT
from got_models.upstream.asked import Asked
from got_models.upstream.drawn import Drawn
from got_models.upstream.generation import UpstreamGenerator

_FIRST_TOKENS, _FIRST_PATCHES, _FIRST_SUMS = 8, 4, 64


class UNetCalls:
    """What the UNet was asked and what it said, step by step."""

    def __init__(self) -> None:
        self.inputs: list[Tensor] = []
        self.times: list[int] = []
        self.told: list[dict[str, Any]] = []
        self.outputs: list[Tensor] = []


@contextmanager
def listening(pipeline: GoTPipeline) -> Iterator[UNetCalls]:
    """Keep every call of the UNet while something is drawn."""
    calls = UNetCalls()

    def heard(module: object, given: Any, named: Any, answer: Any) -> None:
        calls.inputs.append(given[0])
        calls.times.append(int(given[1]))
        calls.told.append(named)
        calls.outputs.append(answer.sample)

    hook = pipeline.unet.register_forward_hook(heard, with_kwargs=True)
    try:
        yield calls
    finally:
        hook.remove()


@torch.no_grad()
def drawing_tensors(
    generator: UpstreamGenerator,
    asked: Asked,
    drawn: Drawn,
    calls: UNetCalls,
    source: Image.Image | None,
) -> dict[str, Tensor]:
    """Return every tensor by upstream's name."""
    shown = [] if source is None else [source]
    tensors = _words(generator, drawn) | _sight(generator, drawn, shown)
    tensors |= _canvases(generator.pipeline, drawn, calls)
    tensors |= _steps(asked, drawn, calls)
    pipeline = generator.pipeline
    scaled = drawn.latents / pipeline.vae.config.scaling_factor
    tensors["decoded_raw"] = pipeline.vae.decode(scaled.to(pipeline.vae.dtype)).sample
    tensors["image"] = pipeline.decode(drawn.latents)
    return tensors


@torch.no_grad()
def writing_logits(
    generator: UpstreamGenerator, ids: list[int], first: int, source: Image.Image | None
) -> Tensor:
    """Return the logits `(s, v)` before each token from `first` on, read one at a time."""
    stream = MllmStream(generator.pipeline.mllm)
    shown = [] if source is None else [source]
    rows = [stream.logits(stream.open(generator.given(ids[:first], shown)))]
    rows += [stream.logits(stream.read([token])) for token in ids[first:-1]]
    return torch.stack(rows)


def _words(generator: UpstreamGenerator, drawn: Drawn) -> dict[str, Tensor]:
    mllm, guidance = generator.pipeline.mllm, drawn.guidance
    at_start = drawn.states[-IMAGE_TOKEN_COUNT - 1]
    return {
        "gen_hidden": drawn.states[None, -IMAGE_TOKEN_COUNT:],
        "cond_embeds": guidance.sequence,
        "null_embeds": guidance.null,
        "pooled_embeds": guidance.pooled,
        "hidden_at_boi": at_start,
        "logits_at_boi": mllm.lm_head(at_start),
        "logits_last": mllm.lm_head(drawn.states[-1]),
        "embed_out_first8": mllm.get_input_embeddings()(drawn.ids[:_FIRST_TOKENS]),
    }


def _sight(
    generator: UpstreamGenerator, drawn: Drawn, shown: list[Image.Image]
) -> dict[str, Tensor]:
    given = generator.given(drawn.ids.tolist(), shown)
    tensors = {"position_ids": given.positions}
    if given.patches is None or given.grid is None:
        return tensors
    seen = generator.pipeline.mllm.model.get_image_features(given.patches, given.grid)
    return tensors | {
        "image_embeds": torch.cat(list(seen.pooler_output)),
        "pixel_values_first4": given.patches[:_FIRST_PATCHES],
        "pixel_values_sum_per_row_first64": given.patches[:_FIRST_SUMS].sum(dim=1),
        "image_grid_thw": given.grid,
    }


def _canvases(pipeline: GoTPipeline, drawn: Drawn, calls: UNetCalls) -> dict[str, Tensor]:
    """Return the latents beside the noise; the means are those that the UNet was really given."""
    pixels = to_pixels(drawn.canvases)
    size = drawn.canvases[0].size
    black = Image.new("RGB", size)
    shown = (drawn.reference or black).convert("RGB").resize(size, Image.Resampling.BICUBIC)
    _, reference, spatial = calls.inputs[0][:1].chunk(3, dim=1)  # (1, c, h, w) each
    return {
        "mask_latents": torch.cat([latents_of(pipeline.vae, one[None]) for one in pixels]),
        "mask_latent_mean": spatial,
        "ref_latent": reference,
        "ref_pixels": to_pixels([shown]),
        "time_ids": calls.told[0]["added_cond_kwargs"]["time_ids"][:1],
    }


def _steps(asked: Asked, drawn: Drawn, calls: UNetCalls) -> dict[str, Tensor]:
    """Return what each step took in and gave; a later input begins with the latents so far."""
    branches = branches_of(asked.scales, idle=True)
    noisy = [given[:1].chunk(3, dim=1)[0] for given in calls.inputs]  # (1, c, h, w) each
    chance = torch.Generator("cpu").manual_seed(asked.random_seed)
    draws = [torch.randn(noisy[0].shape, generator=chance) for _ in range(len(noisy) + 1)]
    tensors = {
        "init_noise": noisy[0],
        "step_noise": torch.cat(draws[1:]),
        "latents_after_step": torch.cat([*noisy[1:], drawn.latents]),
        "final_latents": drawn.latents,
    }
    for step, (given, said) in enumerate(zip(calls.inputs, calls.outputs, strict=True)):
        tensors[f"unet_in_step{step}"] = given
        tensors[f"unet_out_step{step}"] = said
        tensors[f"eps_step{step}"] = combine(said, branches)
    return tensors
