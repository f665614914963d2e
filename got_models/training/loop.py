"""One training loop for every stage: resumable to the bit, logged, averaged.

A stage is a pure function of (seed, step): it makes batch `step` from the sample indices that
belong to it and returns a loss. So a run that is killed and started again continues exactly as if
it had not been, given the same device and thread count.
"""

import math
import os
import pickle
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from accelerate import Accelerator
from accelerate.utils import DistributedDataParallelKwargs, send_to_device
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from got_models.errors import WeightsError
from got_models.training.ema import Ema
from got_models.training.log import TrainingLog
from got_models.training.muon import Muon, parameter_groups
from got_models.training.plots import plot_losses
from got_models.training.precision import computes_bfloat16

Batch = dict[str, Any]

SAMPLES_PER_SEED = 1 << 32
"""Sample indices that belong to one seed; a sample's number within its run is the remainder."""


class Stage(Protocol):
    """What is trained, on what, with which loss."""

    name: str
    model: nn.Module

    def sample(self, index: int) -> Any:
        """Make training sample `index`: a pure function, may run in a worker process."""
        ...

    def collate(self, samples: Sequence[Any]) -> Batch:
        """Join samples into one batch of tensors."""
        ...

    def loss(self, model: nn.Module, batch: Batch, generator: torch.Generator) -> dict[str, Tensor]:
        """Return the scalar to minimise under "loss", and its parts under other names."""
        ...

    def sheet(self, folder: Path, step: int) -> None:
        """Write something a person can look at."""
        ...


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How long and how fast; steps are optimiser steps, batch is samples per process and step."""

    steps: int
    batch: int
    learning_rate: float
    warmup: int = 200
    floor: float = 0.05  # smallest learning rate, as a share of the largest
    betas: tuple[float, float] = (0.9, 0.98)  # GoT, appendix 8
    epsilon: float = 1e-6
    weight_decay: float = 0.05
    clip: float = 1.0  # largest gradient norm
    ema: float = 0.999
    seed: int = 0
    minutes: float | None = None  # stop (resumable) after this long
    save_minutes: float = 4.0
    sheet_steps: int = 1000
    log_steps: int = 10
    workers: int = 0  # processes that make samples, per training process

    def rate(self, step: int) -> float:
        """Learning rate at a step: linear warm-up, then a cosine down to `floor`."""
        if step < self.warmup:
            return self.learning_rate * (step + 1) / self.warmup
        along = min(1.0, (step - self.warmup) / max(1, self.steps - self.warmup))
        return self.learning_rate * (
            self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * along))
        )


class _Samples(Dataset[Any]):
    def __init__(self, stage: Stage, first: int, stride: int, offset: int, length: int) -> None:
        self.stage, self.first, self.stride = stage, first, stride
        self.offset, self.length = offset, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, position: int) -> Any:
        return self.stage.sample(self.first + position * self.stride + self.offset)


class _Objective(nn.Module):
    """The model with its loss as forward pass: what several processes need to share gradients."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.model = stage.model
        self._loss = stage.loss

    def forward(self, batch: Batch, generator: torch.Generator) -> dict[str, Tensor]:
        return self._loss(self.model, batch, generator)


class Run:
    """A stage being trained in a folder."""

    def __init__(
        self, stage: Stage, schedule: Schedule, folder: Path, *, device: str = "auto"
    ) -> None:
        """Prepare, and continue from the folder's checkpoint if there is one.

        Args:
            stage: What is trained.
            schedule: How.
            folder: Where checkpoint, log, plot and sheets are kept.
            device: `auto` (the fastest there is), `cpu` or `cuda`.

        Raises:
            WeightsError: The checkpoint is damaged or of another model.
        """
        self.stage, self.schedule, self.folder = stage, schedule, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.accelerator = Accelerator(
            cpu=device == "cpu",
            mixed_precision=_precision(device),
            # A batch without pictures leaves the vision tower unused.
            kwargs_handlers=[DistributedDataParallelKwargs(find_unused_parameters=True)],
        )
        optimizer = Muon(
            parameter_groups(stage.model, schedule.weight_decay),
            lr=schedule.learning_rate,
            betas=schedule.betas,
            eps=schedule.epsilon,
        )
        self.objective, self.optimizer = self.accelerator.prepare(_Objective(stage), optimizer)
        self.ema = Ema(stage.model, schedule.ema)
        self.log = TrainingLog(folder)
        self.step, self.spent_s = 0, 0.0
        self._resume()

    @property
    def checkpoint(self) -> Path:
        """Where weights, optimiser, average and step are kept together."""
        return self.folder / "checkpoint.pt"

    def train(self) -> None:
        """Train until the schedule's steps or minutes are over."""
        if self.step >= self.schedule.steps:
            return
        self.objective.train()
        started = saved = time.monotonic()
        bar = tqdm(
            total=self.schedule.steps,
            initial=self.step,
            desc=self.stage.name,
            mininterval=10,
            disable=not self.accelerator.is_main_process,
        )
        for batch in self._batches():
            parts = self._advance(send_to_device(batch, self.accelerator.device))
            bar.update()
            now = time.monotonic()
            self._note(parts, now - started)
            if now - saved > self.schedule.save_minutes * 60:
                self.save()
                saved = now
            if self.step % self.schedule.sheet_steps == 0:
                self.look()
            if self.schedule.minutes is not None and now - started > self.schedule.minutes * 60:
                self.accelerator.set_trigger()
            if self.accelerator.check_trigger():  # all processes stop at the same step
                break
        bar.close()
        self.save()
        self.look()

    def look(self) -> None:
        """Write plot and sample sheet, with the averaged weights, then go on with the raw ones."""
        if not self.accelerator.is_main_process:
            return
        plot_losses(self.folder)
        model = self.stage.model
        raw = {name: value.detach().clone() for name, value in model.named_parameters()}
        self.ema.copy_to(model)
        model.eval()
        with torch.no_grad():
            self.stage.sheet(self.folder, self.step)
            for name, value in model.named_parameters():
                value.copy_(raw[name])
        model.train()

    def save(self) -> None:
        """Write the checkpoint beside the old one, then swap: a kill never leaves half a file."""
        if not self.accelerator.is_main_process:
            return
        beside = self.checkpoint.with_suffix(".partial")
        state = {
            "step": self.step,
            "model": self.stage.model.state_dict(),
            "ema": self.ema.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(state, beside)
        os.replace(beside, self.checkpoint)

    def _resume(self) -> None:
        if not self.checkpoint.exists():
            return
        state = read_checkpoint(self.checkpoint)
        try:
            self.stage.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.ema.load_state_dict(
                {name: value.to(self.accelerator.device) for name, value in state["ema"].items()}
            )
        except (KeyError, RuntimeError, ValueError) as cause:
            raise WeightsError(
                f"{self.checkpoint} holds another model than is to be trained; "
                "train in another folder (--out), or remove it"
            ) from cause
        self.step = state["step"]
        if self.accelerator.is_main_process:
            self.spent_s = self.log.cut(self.step)

    def _batches(self) -> DataLoader[Any]:
        schedule, processes = self.schedule, self.accelerator.num_processes
        samples = _Samples(
            self.stage,
            first=schedule.seed * SAMPLES_PER_SEED + self.step * schedule.batch * processes,
            stride=processes,
            offset=self.accelerator.process_index,
            length=max(0, schedule.steps - self.step) * schedule.batch,
        )
        return DataLoader(
            samples,
            batch_size=schedule.batch,
            collate_fn=self.stage.collate,
            num_workers=schedule.workers,
            persistent_workers=schedule.workers > 0,
        )

    def _advance(self, batch: Batch) -> dict[str, float]:
        seed = hash((self.schedule.seed, self.step, self.accelerator.process_index)) % (1 << 62)
        generator = torch.Generator("cpu").manual_seed(seed)
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.rate(self.step)
        with self.accelerator.autocast():
            losses = self.objective(batch, generator)
        self.accelerator.backward(losses["loss"])
        norm = self.accelerator.clip_grad_norm_(self.objective.parameters(), self.schedule.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.ema.update(self.stage.model, self.step)
        self.step += 1
        values = {name: float(value.detach()) for name, value in losses.items()}
        return values | {"gradient_norm": float(norm)}

    def _note(self, parts: Mapping[str, float], seconds: float) -> None:
        if self.accelerator.is_main_process and self.step % self.schedule.log_steps == 0:
            row = {"step": self.step, "seconds": round(self.spent_s + seconds, 1)}
            self.log.add(row | {name: round(value, 5) for name, value in parts.items()})


def read_checkpoint(place: Path) -> dict[str, Any]:
    """Read a stage's checkpoint: "step", "model", "ema" (the averaged weights), "optimizer".

    Raises:
        WeightsError: It cannot be read.
    """
    try:
        state: dict[str, Any] = torch.load(place, map_location="cpu", weights_only=True)
    except (OSError, EOFError, RuntimeError, pickle.UnpicklingError) as cause:
        raise WeightsError(f"the checkpoint {place} is missing or damaged") from cause
    return state


def _precision(device: str) -> str:
    name = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
    return "bf16" if computes_bfloat16(torch.device(name)) else "no"
