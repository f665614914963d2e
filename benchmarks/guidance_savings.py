"""What guidance costs, and what is saved and lost where it is left out or used again.

    python benchmarks/guidance_savings.py                              # got-tiny, on the CPU
    python benchmarks/guidance_savings.py --shape got-6b --device cuda # the real shapes, at random

Every way draws the same wishes from the same seeds as the full guidance of all branches. Of each is
printed how often the UNet was asked per picture, the part of that it saves, the seconds (on a CPU
those of the processor), and how far it came from the full guidance: the error of the latents
relative to them, and that of the pixels in levels of 255. `another_seed` says how far apart
pictures lie that share only their plan.
For got-tiny the crop judge counts the boxes that hold the right thing, as well; pictures of
networks at random show nothing, so only their costs mean something.
Prints one JSON object with the date and the device.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean, median
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from agent import weights
from got_models import full_size
from got_models.evaluating.devset import WishCase, wish_cases
from got_models.evaluating.follow import score_picture
from got_models.full_size import GOT_6B, MINIATURE, Shape
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.guided_unet import Interval
from got_models.loading import LoadedModels, load_models
from got_models.pipeline import GoTPipeline, to_pictures
from got_models.projector import SemanticGuidance
from got_models.sceneworld.chain_writing import chain_for
from got_models.ssgm import canvases_of
from got_models.thought import Chain
from got_models.tokens import IMAGE_TOKEN_COUNT
from got_models.verifying.crop_judge import CropJudge
from tools.region_edit import instruction_for, region_edit

SHAPES = {"got-6b": GOT_6B, "miniature": MINIATURE}

INTERVAL: Interval = (0.28, 5.42)
"""Noise levels about where Kynkäänniemi et al. (2024) guide SDXL."""

NO_HIGH: Interval = (0.0, INTERVAL[1])
NO_LOW: Interval = (INTERVAL[0], float("inf"))

WAYS: dict[str, dict[str, Any]] = {
    "all_branches": {"idle_branches": True},
    "branches_that_count": {},
    "every_2": {"guidance_every": 2},
    "every_3": {"guidance_every": 3},
    "not_at_high_noise": {"guidance_interval": NO_HIGH},
    "not_at_low_noise": {"guidance_interval": NO_LOW},
    "interval": {"guidance_interval": INTERVAL},
    "not_at_low_noise_every_2": {"guidance_interval": NO_LOW, "guidance_every": 2},
    "no_guidance": {"scales": None},
    "another_seed": {},
}
"""The arguments of each way to draw; errors are counted from the first."""

Judged = Callable[[Image.Image], list[bool]]


@dataclass(frozen=True)
class Wanted:
    """One picture to be drawn, and who says whether its boxes hold the right things."""

    guidance: SemanticGuidance
    chain: Chain
    reference: Image.Image | None
    scales: GuidanceScales
    seed: int
    judged: Judged | None = None


@dataclass(frozen=True)
class Made:
    """One picture, and what it cost."""

    latents: Tensor
    pixels: Tensor
    evaluations: int
    seconds: float
    right: list[bool]


def drawn(pipeline: GoTPipeline, wanted: Wanted, side: int, steps: int, way: str) -> Made:
    """Draw a picture in one of the ways."""
    seed = wanted.seed + (way == "another_seed") * 1_000_000
    clock = time.process_time if pipeline.unet.device.type == "cpu" else time.perf_counter
    start = clock()
    answer = pipeline(
        wanted.guidance,
        canvases_of(wanted.chain.elements, side, side),
        wanted.reference,
        height=side,
        width=side,
        num_inference_steps=steps,
        generators=[torch.Generator().manual_seed(seed)],
        output_type="latent",
        **{"scales": wanted.scales, **WAYS[way]},
    )
    latents: Tensor = answer.images.float().cpu()  # waits for the device
    seconds = clock() - start
    pixels = pipeline.decode(latents)
    right = wanted.judged(to_pictures(pixels)[0]) if wanted.judged else []
    return Made(latents, pixels.cpu() * 255, answer.evaluations, seconds, right)


def compared(pipeline: GoTPipeline, wishes: Sequence[Wanted], side: int, steps: int) -> Any:
    """Draw all wishes in all ways; return what each way costs and how far it goes astray."""
    made = {way: [drawn(pipeline, wanted, side, steps, way) for wanted in wishes] for way in WAYS}
    first = next(iter(made.values()))
    return {way: _summary(pictures, first) for way, pictures in made.items()}


def _summary(made: Sequence[Made], full: Sequence[Made]) -> dict[str, float | int | None]:
    pairs = list(zip(made, full, strict=True))
    evaluations = mean(one.evaluations for one in made)
    right = [box for one in made for box in one.right]
    return {
        "evaluations": evaluations,
        "saved": round(1 - evaluations / mean(one.evaluations for one in full), 4),
        "median_s": round(median(one.seconds for one in made), 3),
        "latent_error": _rounded(
            mean(float((a.latents - b.latents).norm() / b.latents.norm()) for a, b in pairs)
        ),
        "pixel_error": _rounded(mean(float((a.pixels - b.pixels).abs().mean()) for a, b in pairs)),
        "boxes_right": round(mean(right), 4) if right else None,
        "boxes": len(right),
    }


def _rounded(number: float) -> float | None:
    """Return a number to four places; None where a network at random has left all bounds."""
    return round(number, 4) if number == number and abs(number) != float("inf") else None


def wishes_of(models: LoadedModels, count: int, side: int, steps: int) -> dict[str, list[Wanted]]:
    """Return pictures to draw, and edits of them that draw their first object again."""
    judge = CropJudge.load()
    new, changed = [], []
    for seed, case in enumerate(wish_cases("seen", count)):
        chain = chain_for(case.scene, case.wish.order, case.wish.facts)
        wanted = Wanted(
            models.reasoner.guidance_for(case.wish.text, chain),
            chain,
            None,
            models.painter.guidance_for("generate"),
            seed,
            _judging(case, judge),
        )
        new.append(wanted)
        pixels = drawn(models.pipeline, wanted, side, steps, "branches_that_count").pixels
        picture = to_pictures(pixels / 255)[0]
        steps_of_edit, words = region_edit(chain, 0), instruction_for(chain, 0)
        changed.append(
            Wanted(
                models.reasoner.guidance_for(words, steps_of_edit, picture=picture, known=chain),
                steps_of_edit,
                picture,
                models.painter.guidance_for("edit"),
                seed,
                _judging(case, judge),
            )
        )
    return {"generate": new, "edit": changed}


def _judging(case: WishCase, judge: CropJudge) -> Judged:
    def judged(picture: Image.Image) -> list[bool]:
        return [score.right for score in score_picture(case.id, case.scene, picture, judge)]

    return judged


@torch.no_grad()
def at_random(shape: Shape, device: str) -> tuple[GoTPipeline, dict[str, list[Wanted]]]:
    """Return the half that draws, of a shape, with random weights, and something to draw."""
    dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
    pipeline = full_size.drawing_half(shape, device, dtype)
    states = torch.zeros(1, IMAGE_TOKEN_COUNT, shape.hidden, device=device, dtype=dtype)
    words: SemanticGuidance = pipeline.projector(states)
    wanted = Wanted(words, Chain(parts=("nothing",)), None, default_for("edit"), 0)
    return pipeline, {"edit": [wanted]}


def main() -> int:
    """Draw in all ways and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="got-tiny")
    parser.add_argument("--shape", choices=SHAPES, help="networks at random instead of a model")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--n", type=int, default=8, help="wishes; each is drawn and edited")
    parser.add_argument("--steps", type=int, default=20)
    args = parser.parse_args()
    if args.device == "cpu":
        torch.set_num_threads(1)
    if args.shape:
        side = SHAPES[args.shape].side
        pipeline, tasks = at_random(SHAPES[args.shape], args.device)
    else:
        models = load_models(weights.folder_of(args.model), args.device)
        side, pipeline = models.painter.default_size[0], models.pipeline
        tasks = wishes_of(models, args.n, side, args.steps)
    on_cuda = args.device.startswith("cuda")
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "model": args.shape or args.model,
        "device": torch.cuda.get_device_name(args.device) if on_cuda else platform.machine(),
        "torch": torch.__version__,
        "steps": args.steps,
        "interval": INTERVAL,
        "pictures": {task: len(wishes) for task, wishes in tasks.items()},
        "ways": {
            task: compared(pipeline, wishes, side, args.steps) for task, wishes in tasks.items()
        },
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
