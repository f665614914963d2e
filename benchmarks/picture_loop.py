"""How much the picture loop costs beyond the UNet it calls: both timed in turns in one process.

    python benchmarks/picture_loop.py [--rounds 12] [--steps 20] [--pictures 1]

The bare loop makes the very calls of the UNet that the picture loop made, with the same tensors,
and nothing else. Random weights at the size of got-tiny. Prints one JSON object; ends with code 1
if the loop costs more than `LIMIT`.
"""

import argparse
import json
import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

import torch

from got_models.guidance_scales import default_for
from got_models.pipeline import GoTPipeline
from got_models.projector import SemanticGuidance
from got_models.ssgm import canvases_of
from got_models.thought import Box, Element
from got_models.tiny import (
    HIDDEN,
    POOLED,
    SIDE,
    tiny_projector,
    tiny_scheduler,
    tiny_unet,
    tiny_vae,
)
from got_models.tokens import IMAGE_TOKEN_COUNT

LIMIT = 0.05
"""Most the loop may cost beyond its UNet calls, as a share of them."""

ELEMENTS = [
    Element(phrase="apple", box=Box(x0=100, y0=100, x1=400, y1=400), colour="red"),
    Element(phrase="cup", box=Box(x0=500, y0=200, x1=900, y1=900), colour="blue"),
]


def pipeline() -> GoTPipeline:
    """Build got-tiny's drawing half with random weights."""
    torch.manual_seed(0)
    return GoTPipeline(
        mllm=None,
        tokenizer=None,
        projector=tiny_projector().eval(),
        vae=tiny_vae().eval(),
        unet=tiny_unet().eval(),
        scheduler=tiny_scheduler(),
    )


def drawing(parts: GoTPipeline, steps: int, pictures: int) -> Callable[[], object]:
    """Return a call of the picture loop that ends with latents."""
    words = SemanticGuidance(
        torch.randn(1, IMAGE_TOKEN_COUNT, HIDDEN),
        torch.randn(1, IMAGE_TOKEN_COUNT, HIDDEN),
        torch.randn(1, POOLED),
    )
    canvases = canvases_of(ELEMENTS, SIDE, SIDE)
    return lambda: parts(
        words,
        canvases,
        height=SIDE,
        width=SIDE,
        num_inference_steps=steps,
        scales=default_for("edit"),
        generators=[torch.Generator().manual_seed(seed) for seed in range(pictures)],
        output_type="latent",
    )


def calls_of(parts: GoTPipeline, act: Callable[[], object]) -> list[tuple[Any, Any]]:
    """Return the arguments of every call of the UNet while something is done."""
    calls: list[tuple[Any, Any]] = []
    hook = parts.unet.register_forward_pre_hook(
        lambda module, given, named: calls.append((given, named)), with_kwargs=True
    )
    act()
    hook.remove()
    return calls


def seconds(act: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    start = process_time()
    act()
    return process_time() - start


def main() -> int:
    """Time both loops in turns and compare their medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=12)
    options.add_argument("--steps", type=int, default=20)
    options.add_argument("--pictures", type=int, default=1)
    args = options.parse_args()
    torch.set_num_threads(1)
    parts = pipeline()
    draw = drawing(parts, args.steps, args.pictures)
    calls = calls_of(parts, draw)

    @torch.no_grad()
    def bare() -> None:
        for given, named in calls:
            parts.unet(*given, **named)

    rounds = [(seconds(bare), seconds(draw)) for _ in range(args.rounds)]
    alone, whole = (median(times) for times in zip(*rounds, strict=True))
    overhead = whole / alone - 1
    report = {
        "steps": args.steps,
        "pictures": args.pictures,
        "unet_calls": len(calls),
        "bare_s": round(alone, 4),
        "loop_s": round(whole, 4),
        "overhead": round(overhead, 4),
        "limit": LIMIT,
        "fits": overhead <= LIMIT,
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0 if report["fits"] else 1


if __name__ == "__main__":
    sys.exit(main())
