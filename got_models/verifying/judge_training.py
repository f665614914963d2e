"""Train the crop judge and hold it to its gate: `python -m got_models.verifying.judge_training`.

It learns from every sprite family but the two that nothing is trained on. The painter's own
families are among them, because what it paints looks like those.

Shapes: b cuttings.
"""

import argparse
import logging
import math
import os
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from got_models.sceneworld.sprites import (
    CRITIC_FAMILIES,
    EVALUATION_FAMILIES,
    HAND_FAMILIES,
    TRAINING_FAMILIES,
    SpriteAtlas,
)
from got_models.verifying.crop_judge import NOTHING, WEIGHTS, CropJudge, CropNetwork, as_input, save
from got_models.verifying.crops import CONTEXT, SIDE
from got_models.verifying.judge_cuttings import LOOSE, NOT_ASKED, Cuttings, gather
from got_models.verifying.judge_gate import examine

FAMILIES = tuple(dict.fromkeys((*TRAINING_FAMILIES, *CRITIC_FAMILIES, *HAND_FAMILIES)))

BATCH = 128
RATE = 4e-3
WARM_UP = 0.1
WEIGHT_DECAY = 0.02
SMOOTHING = 0.05

SHIFT = 0.08
"""Largest shift of a cutting that still shows the object, as a share of its box."""
STRETCH = 0.12
MIXED_SHARE, BLOB_SHARE, COARSE_SHARE = 0.08, 0.04, 0.3

_log = logging.getLogger(__name__)


def train(folder: Path, *, parts: int, scenes: int, steps: int, minutes: float) -> CropNetwork:
    """Train, or go on training, until the steps are done or the processor minutes are spent."""
    data = gather(SpriteAtlas.open(FAMILIES), folder, parts=parts, scenes=scenes)
    _log.info("%d cuttings after %.0f s", len(data.kinds), time.process_time())
    network = CropNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    state_file = folder / "state.pt"
    step = 0
    if state_file.exists():
        state = torch.load(state_file, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    network.train()
    while step < steps and time.process_time() < minutes * 60:
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps)
        cuttings, kinds, colours = sample_batch(data, seed=step)
        loss = _loss(network, cuttings, kinds, colours)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        step += 1
        if step % 50 == 0:
            _log.info("step %d loss %.3f, %.0f s", step, loss.item(), time.process_time())
            _keep(state_file, network, optimizer, step)
    _keep(state_file, network, optimizer, step)
    return network


def rate(step: int, steps: int) -> float:
    """Learning rate: a linear start, then half a cosine down to nothing."""
    return RATE * min(step / (WARM_UP * steps), 0.5 + 0.5 * math.cos(math.pi * step / steps))


def _keep(path: Path, network: CropNetwork, optimizer: torch.optim.Optimizer, step: int) -> None:
    beside = path.with_suffix(".partial")
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
    }
    torch.save(state, beside)
    os.replace(beside, path)


def _loss(network: CropNetwork, cuttings: Tensor, kinds: Tensor, colours: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        said_kinds, said_colours = network(cuttings)
    kind = F.cross_entropy(said_kinds.float(), kinds, label_smoothing=SMOOTHING)
    colour = F.cross_entropy(
        said_colours.float(), colours, ignore_index=NOT_ASKED, label_smoothing=SMOOTHING
    )
    return kind + 0.5 * colour


def sample_batch(data: Cuttings, *, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return cuttings `(b, 3, 48, 48)` in [-1, 1], objects `(b,)` and colours `(b,)`."""
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randint(len(data.kinds), (BATCH,), generator=generator)
    kinds = torch.from_numpy(data.kinds)[chosen]
    colours = torch.from_numpy(data.colours)[chosen]
    pixels = as_input(torch.from_numpy(data.pixels)[chosen])
    cuttings = _shaken(pixels, generator).to(memory_format=torch.channels_last)
    mixed, blobs = round(MIXED_SHARE * BATCH), round(BLOB_SHARE * BATCH)
    kinds[: mixed + blobs] = NOTHING
    colours[: mixed + blobs] = NOT_ASKED
    cuttings[:mixed] = _mixture(cuttings[:mixed], cuttings[-mixed:], generator)
    cuttings[mixed : mixed + blobs] = _coarse(cuttings[mixed : mixed + blobs], 4)
    coarse = slice(mixed + blobs, mixed + blobs + round(COARSE_SHARE * BATCH))
    side = int(torch.randint(18, 36, (), generator=generator))
    cuttings[coarse] = _coarse(cuttings[coarse], side)
    return _relit(cuttings, generator), kinds, colours


def _shaken(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Cut the loose cuttings to size, each a little off, some mirrored."""
    count = len(pixels)
    tight = (1 + CONTEXT) / (1 + LOOSE)
    stretch = 1 + STRETCH * (2 * torch.rand(count, 2, generator=generator) - 1)
    shift = SHIFT * (2 * torch.rand(count, 2, generator=generator) - 1) * 2 / (1 + LOOSE)
    mirror = torch.randint(0, 2, (count,), generator=generator) * 2.0 - 1
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0] = tight * stretch[:, 0] * mirror
    theta[:, 1, 1] = tight * stretch[:, 1]
    theta[:, :, 2] = shift
    grid = F.affine_grid(theta, [count, 3, SIDE, SIDE], align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def _mixture(first: Tensor, second: Tensor, generator: torch.Generator) -> Tensor:
    """Blend half of the pairs, and put the other half together from two halves."""
    half = len(first) // 2
    share = 0.4 + 0.2 * torch.rand(half, 1, 1, 1, generator=generator)
    blended = share * first[:half] + (1 - share) * second[:half]
    joined = first[half:].clone()
    joined[..., SIDE // 2 :] = second[half:, ..., SIDE // 2 :]
    return torch.cat((blended, joined))


def _coarse(cuttings: Tensor, side: int) -> Tensor:
    small = F.interpolate(cuttings, (side, side), mode="area")
    return F.interpolate(small, (SIDE, SIDE), mode="bilinear", align_corners=False)


def _relit(cuttings: Tensor, generator: torch.Generator) -> Tensor:
    count = len(cuttings)
    gain = 1 + 0.12 * (2 * torch.rand(count, 1, 1, 1, generator=generator) - 1)
    lift = 0.08 * (2 * torch.rand(count, 3, 1, 1, generator=generator) - 1)
    grain = 0.06 * torch.rand(count, 1, 1, 1, generator=generator)
    noise = grain * torch.randn(cuttings.shape, generator=generator)
    return (cuttings * gain + lift + noise).clamp(-1, 1)


def main() -> None:
    """Train in a folder, hold the judge to its gate, and keep its weights if it passes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", type=int, default=12)
    parser.add_argument("--scenes", type=int, default=400, help="pictures per part")
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--minutes", type=float, default=12.0, help="of processor time")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    network = train(
        args.folder, parts=args.parts, scenes=args.scenes, steps=args.steps, minutes=args.minutes
    )
    save(network, args.folder / WEIGHTS.name)
    judge = CropJudge.load(args.folder / WEIGHTS.name)
    known, unseen = examine(judge, TRAINING_FAMILIES), examine(judge, EVALUATION_FAMILIES)
    _log.info("known sprites: %s\nunseen sprites: %s", known, unseen)
    if known.passed:
        save(network)


if __name__ == "__main__":
    main()
