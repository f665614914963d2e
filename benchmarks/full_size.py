"""GoT-6B at its full size with random weights: seconds, memory, and how far that is from the floor.

    python benchmarks/full_size.py            # the whole table, on the GPU
    python benchmarks/full_size.py --smoke    # every line of it in small, in a few CPU minutes
    python benchmarks/full_size.py --floors   # only count, on the meta device

No file is read. The floor of a stage is the longer of two times: its floating-point operations at
the speed of a large matrix product on this device, and the bytes of its weights at the speed of a
large copy; both speeds are measured first. Not counted are activations and the vision tower. Lines
that end in what was done to a stage come on top of one another: channels last, then fused
projections as well, then compiled as well. The token with a static cache is compiled, with CUDA
graphs where there is CUDA. Pictures are drawn with four branches, with those asked anew at every
second step, and only inside an interval of noise levels; what that changes in them is measured by
`guidance_savings.py`. Prints a Markdown table with the date and the device, or JSON with `--json`.
"""

import argparse
import json
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from transformers import DynamicCache, StaticCache

from got_models import full_size
from got_models.full_size import GOT_6B, LATENT_CHANNELS, MINIATURE, Shape
from got_models.guidance_scales import default_for
from got_models.memory_plan import BRANCHES
from got_models.pipeline import GoTPipeline
from got_models.ssgm import canvases_of
from got_models.tokens import IMAGE_TOKEN_COUNT

SHAPES = {"got-6b": GOT_6B, "miniature": MINIATURE}
PROMPT_TOKENS, CHAIN_TOKENS = 350, 300
"""A prompt with a picture, and a chain of about 900 letters with four boxes."""

WARM = 2
"""Rounds in which libraries compile and caches fill."""

STEPS = 10
"""Denoising steps of the pictures."""

SAVINGS: dict[str, dict[str, Any]] = {
    "picture": {},
    "picture_every_2": {"guidance_every": 2},
    "picture_interval": {"guidance_interval": (0.28, 5.42)},
}
"""Arguments of the picture loop; the interval is about that of Kynkäänniemi et al. (2024)."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Stage:
    """One piece of work, and the networks whose weights it reads."""

    name: str
    networks: tuple[nn.Module, ...]
    work: Work


@dataclass(frozen=True)
class Floor:
    """What a stage cannot do without."""

    flops: int
    bytes: int

    def seconds(self, flops_per_s: float, bytes_per_s: float) -> float:
        """Return the least time it takes at given speeds."""
        return max(self.flops / flops_per_s, self.bytes / bytes_per_s)


def reasoner_stages(mllm: Any, device: str, dtype: torch.dtype) -> list[Stage]:
    """Read a prompt, write one token behind it, and read the image tokens, without recompiling."""
    text = mllm.model.language_model
    width = mllm.config.get_text_config().hidden_size

    def read(count: int, at: int, cache: Any) -> Any:
        positions = torch.arange(at, at + count, device=device)[None, None].expand(3, 1, -1)
        states = torch.zeros(1, count, width, device=device, dtype=dtype)
        told = text(inputs_embeds=states, position_ids=positions, past_key_values=cache)
        return told.last_hidden_state

    def fresh() -> Any:
        return DynamicCache(config=mllm.config.get_text_config())

    cache = fresh()
    read(PROMPT_TOKENS, 0, cache)

    def behind(count: int) -> Any:
        answer = read(count, PROMPT_TOKENS, cache)
        cache.crop(-count)
        return answer

    body, head = (text.layers, text.norm), mllm.lm_head
    return [
        Stage("reasoner_prompt", body, lambda: read(PROMPT_TOKENS, 0, fresh())),
        Stage("reasoner_token", (*body, head), lambda: head(behind(1))),
        Stage("reasoner_image_tokens", body, lambda: behind(IMAGE_TOKEN_COUNT)),
    ]


def fast_token(mllm: Any, device: str, dtype: torch.dtype, backend: str) -> Work:
    """Write one token with a static cache and a compiled model (CUDA graphs on CUDA)."""
    config = mllm.config.get_text_config()
    text = mllm.model.language_model
    cache = StaticCache(config=config, max_cache_len=PROMPT_TOKENS + CHAIN_TOKENS)
    state = torch.zeros(1, 1, config.hidden_size, device=device, dtype=dtype)
    positions = torch.full((3, 1, 1), PROMPT_TOKENS, device=device)

    def step() -> Any:
        told = text(inputs_embeds=state, position_ids=positions, past_key_values=cache)
        return mllm.lm_head(told.last_hidden_state)

    step()  # the cache takes its memory when it is first written, which must not be compiled
    return compiled(step, device, backend)


def compiled(work: Any, device: str, backend: str) -> Any:
    """Compile a function or a network; inductor captures CUDA graphs where there is CUDA."""
    graphs = backend == "inductor" and device.startswith("cuda")
    mode = {"mode": "reduce-overhead"} if graphs else {}
    return torch.compile(work, backend=backend, **mode)


def unet_work(
    unet: Any,
    shape: Shape,
    device: str,
    dtype: torch.dtype,
    order: torch.memory_format = torch.contiguous_format,
) -> Work:
    """Ask the UNet for all branches of one picture at once."""
    side = shape.side // 8
    latents = torch.zeros(BRANCHES, 3 * LATENT_CHANNELS, side, side, device=device, dtype=dtype)
    latents = latents.contiguous(memory_format=order)
    words = torch.zeros(BRANCHES, IMAGE_TOKEN_COUNT, shape.hidden, device=device, dtype=dtype)
    told = {
        "text_embeds": torch.zeros(BRANCHES, shape.pooled, device=device, dtype=dtype),
        "time_ids": torch.zeros(BRANCHES, 6, device=device, dtype=dtype),
    }
    at = torch.tensor(500, device=device)
    return lambda: unet(latents, at, encoder_hidden_states=words, added_cond_kwargs=told)


def faster_unets(
    unet: Any, shape: Shape, device: str, dtype: torch.dtype, backend: str
) -> Iterator[tuple[str, Work]]:
    """Give the UNet's step in ways that come on top of one another; the UNet stays changed."""
    last = torch.channels_last
    unet.to(memory_format=last)
    yield "channels_last", unet_work(unet, shape, device, dtype, last)
    unet.fuse_qkv_projections()
    yield "fused", unet_work(unet, shape, device, dtype, last)
    yield "compiled", unet_work(compiled(unet, device, backend), shape, device, dtype, last)


def picture_work(pipeline: GoTPipeline, shape: Shape, savings: dict[str, Any]) -> Work:
    """Draw one picture in `STEPS` steps with four branches."""
    states = torch.zeros(1, IMAGE_TOKEN_COUNT, shape.hidden)
    words = pipeline.projector(states.to(pipeline.unet.device, pipeline.unet.dtype))
    return lambda: pipeline(
        words,
        canvases_of([], shape.side, shape.side),
        height=shape.side,
        width=shape.side,
        num_inference_steps=STEPS,
        scales=default_for("edit"),
        generators=[torch.Generator().manual_seed(0)],
        output_type="pt",
        **savings,
    )


def drawing_stages(unet: Any, vae: Any, shape: Shape, device: str, dtype: Any) -> list[Stage]:
    """One step of the UNet with four branches; a canvas to latents, latents to a picture."""
    side = shape.side
    pixels = torch.zeros(1, 3, side, side, device=device, dtype=dtype)
    latents = torch.zeros(1, LATENT_CHANNELS, side // 8, side // 8, device=device, dtype=dtype)
    return [
        Stage("unet_step", (unet,), unet_work(unet, shape, device, dtype)),
        Stage("vae_encode", (vae.encoder,), lambda: vae.encode(pixels)),
        Stage("vae_decode", (vae.decoder,), lambda: vae.decode(latents)),
    ]


def floor_of(stage: Stage) -> Floor:
    """Count the operations of a stage and the bytes of the weights it reads."""
    with FlopCounterMode(display=False) as counter:
        stage.work()
    weights = sum(
        weight.numel() * weight.element_size()
        for network in stage.networks
        for weight in network.parameters()
    )
    return Floor(counter.get_total_flops(), weights)


def seconds_of(work: Work, device: str, rounds: int) -> float:
    """Return the median time of a piece of work, after `WARM` rounds that do not count."""
    times = []
    for _ in range(rounds + WARM):
        started = time.perf_counter()
        work()
        if device.startswith("cuda"):
            torch.cuda.synchronize(device)
        times.append(time.perf_counter() - started)
    return statistics.median(times[WARM:])


def speeds(device: str, dtype: torch.dtype, rounds: int, size: int) -> tuple[float, float]:
    """Measure operations per second of a square product, and bytes per second of a copy."""
    square = torch.ones(size, size, device=device, dtype=dtype)
    product = seconds_of(lambda: square @ square, device, rounds)
    copied = seconds_of(square.clone, device, rounds)
    return 2 * size**3 / product, 2 * square.numel() * square.element_size() / copied


def memory_mib(device: str) -> float:
    """Return the most memory taken so far: of the GPU, or of the process."""
    if device.startswith("cuda"):
        return torch.cuda.max_memory_allocated(device) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@torch.no_grad()
def floors(shape: Shape) -> dict[str, dict[str, float]]:
    """Count every stage on the meta device."""
    half = torch.bfloat16
    mllm, unet, vae = (
        full_size.at_random(build, shape, "meta", half)
        for build in (full_size.mllm, full_size.unet, full_size.vae)
    )
    stages = reasoner_stages(mllm, "meta", half) + drawing_stages(unet, vae, shape, "meta", half)
    counted = {stage.name: floor_of(stage) for stage in stages}
    return {
        name: {"gflops": floor.flops / 1e9, "weights_mib": floor.bytes / 2**20}
        for name, floor in counted.items()
    }


@torch.no_grad()
def measured(
    shape: Shape, device: str, rounds: int, *, fast: bool, backend: str = "inductor"
) -> dict[str, Any]:
    """Time every stage, eager and fast, beside its floor, and whole pictures.

    Args:
        shape: The networks' numbers.
        device: Where they compute.
        rounds: How often a stage is timed; the median counts.
        fast: Time the faster ways as well.
        backend: What compiles.
    """
    dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
    flops_per_s, bytes_per_s = speeds(device, dtype, rounds, 256 if shape is MINIATURE else 8192)
    stages: dict[str, dict[str, float | None]] = {}

    def note(name: str, floor: Floor | None, work: Work) -> None:
        taken = seconds_of(work, device, rounds)
        least = floor.seconds(flops_per_s, bytes_per_s) if floor else None
        stages[name] = {
            "seconds": taken,
            "floor_s": least,
            "times_the_floor": taken / least if least else None,
            "memory_mib": memory_mib(device),
        }

    mllm = full_size.at_random(full_size.mllm, shape, device, dtype)
    for stage in reasoner_stages(mllm, device, dtype):
        floor = floor_of(stage)
        note(stage.name, floor, stage.work)
        if fast and stage.name == "reasoner_token":
            note(f"{stage.name}_static", floor, fast_token(mllm, device, dtype, backend))
    pipeline = full_size.drawing_half(shape, device, dtype)
    for stage in drawing_stages(pipeline.unet, pipeline.vae, shape, device, dtype):
        note(stage.name, floor_of(stage), stage.work)
    evaluations = {}
    for name, savings in SAVINGS.items():
        work = picture_work(pipeline, shape, savings)
        note(name, None, work)
        evaluations[name] = work().evaluations  # type: ignore[attr-defined]
    if fast:
        step = Stage("unet_step", (pipeline.unet,), unet_work(pipeline.unet, shape, device, dtype))
        floor = floor_of(step)
        for way, work in faster_unets(pipeline.unet, shape, device, dtype, backend):
            note(f"unet_step_{way}", floor, work)
    return {
        "tflops_measured": flops_per_s / 1e12,
        "gb_per_s_measured": bytes_per_s / 1e9,
        "stages": stages,
        "evaluations": evaluations,
    }


def table(report: dict[str, Any]) -> str:
    """Return a report as Markdown."""
    head = f"{report['shape']} on {report['device']}, {report['date']}, torch {report['torch']}"
    lines = [head, ""]
    if "stages" in report:
        lines += [
            f"{report['tflops_measured']:.2f} TFLOP/s in a matrix product and "
            f"{report['gb_per_s_measured']:.1f} GB/s in a copy were measured; pictures in "
            f"{STEPS} steps.",
            "",
            "| stage | ms | floor, ms | times the floor | memory, MiB | UNet evaluations |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {name} | {_cell(held['seconds'], 1e3)} | {_cell(held['floor_s'], 1e3)} "
            f"| {_cell(held['times_the_floor'])} | {held['memory_mib']:.0f} "
            f"| {report['evaluations'].get(name, '')} |"
            for name, held in report["stages"].items()
        ]
    else:
        lines += ["| stage | GFLOP | weights, MiB |", "|---|---|---|"]
        lines += [
            f"| {name} | {held['gflops']:.3f} | {held['weights_mib']:.1f} |"
            for name, held in report["floors"].items()
        ]
    return "\n".join(lines) + "\n"


def _cell(number: float | None, scale: float = 1.0) -> str:
    return "" if number is None else f"{number * scale:.3g}"


def main() -> int:
    """Measure or count, and print the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shape", choices=SHAPES, default="got-6b")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="in small, on the CPU, once")
    parser.add_argument("--floors", action="store_true", help="only count, on the meta device")
    parser.add_argument("--eager", action="store_true", help="leave the faster ways out")
    parser.add_argument("--backend", default="inductor", help="what compiles, as torch calls it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    if args.smoke:
        args.shape, args.device, args.rounds = "miniature", "cpu", 1
    shape = SHAPES[args.shape]
    on_cuda = args.device.startswith("cuda")
    report: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "shape": args.shape,
        "device": torch.cuda.get_device_name(args.device) if on_cuda else platform.machine(),
        "torch": torch.__version__,
        "floors": floors(shape),
    }
    if not args.floors:
        report |= measured(
            shape, args.device, args.rounds, fast=not args.eager, backend=args.backend
        )
    sys.stdout.write(json.dumps(report, indent=2) + "\n" if args.json else table(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
