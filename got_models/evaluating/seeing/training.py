"""Training the eye: finder, reader, calibration, then one file of weights.

Every part is resumable: killed and started again with the same folder, it goes on.
"""

from pathlib import Path

import torch

from got_models.evaluating.seeing.calibration import PICTURES, Calibration, fitted
from got_models.evaluating.seeing.detector import SpriteDetector, read_networks, save
from got_models.evaluating.seeing.networks import Finder, Reader
from got_models.evaluating.seeing.sprites import Sprites, open_sprites
from got_models.evaluating.seeing.stages import (
    FinderStage,
    ReaderStage,
    finder_schedule,
    reader_schedule,
)
from got_models.training.loop import Run

FINDER_SHARE = 0.25
"""Share of the minutes that go to the finder: it has less to learn."""

READER_STEPS = 4300

WEIGHTS_NAME = "eye.safetensors"


def train(
    folder: Path,
    *,
    minutes: float | None = None,
    steps: int = READER_STEPS,
    sprites: Sprites | None = None,
    kept: int = PICTURES,
    start: Path | None = None,
) -> SpriteDetector:
    """Train both networks in a folder, calibrate them, and write `WEIGHTS_NAME` into it.

    Args:
        folder: Where checkpoints, logs and the weights are kept.
        minutes: Time for all of it; unlimited when not given.
        steps: Steps of the reader; the finder takes `FINDER_SHARE` of them.
        sprites: What to learn from; all of the eye's when not given.
        kept: Pictures, not learned from, that confidences are calibrated on.
        start: Weights to go on from, of these networks or of shallower ones; without them both
            start from nothing.

    Raises:
        WeightsError: `start` is missing or of other networks.
    """
    sprites = sprites or open_sprites()
    torch.manual_seed(0)
    finder, reader = read_networks(start, grow=True)[:2] if start else (Finder(), Reader())
    shares = (FINDER_SHARE, 1 - FINDER_SHARE)
    short, rest = (None if minutes is None else minutes * share for share in shares)
    few = max(round(FINDER_SHARE * steps), 1)
    parts = (
        (FinderStage(finder, sprites), finder_schedule(short, few)),
        (ReaderStage(reader, sprites), reader_schedule(rest, steps)),
    )
    for stage, schedule in parts:
        run = Run(stage, schedule, folder / stage.name, device="cpu")
        run.train()
        run.ema.copy_to(stage.model)
    return finish(folder, finder, reader, sprites, kept=kept)


def finish(
    folder: Path, finder: Finder, reader: Reader, sprites: Sprites, *, kept: int
) -> SpriteDetector:
    """Calibrate trained networks and write them into the folder as one file."""
    detector = SpriteDetector(finder, reader, Calibration())
    detector = detector.calibrated(fitted(detector, sprites, pictures=kept))
    save(detector, folder / WEIGHTS_NAME)
    return detector
