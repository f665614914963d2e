"""A stage small enough to train in a test; run as a program, it trains until it is killed."""

import random
import sys
import time
from pathlib import Path

import torch
from torch import nn

from got_models.training.loop import Run, Schedule


class ToyStage:
    """Learn which half of its inputs matters, from noisy samples."""

    name = "toy"

    def __init__(self, pause_s: float = 0.0) -> None:
        torch.manual_seed(0)
        self.model: nn.Module = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 1))
        self.pause_s = pause_s
        self.seen: list[int] = []

    def sample(self, index: int) -> list[float]:
        self.seen.append(index)
        rng = random.Random(index)
        return [rng.gauss(0, 1) for _ in range(6)]

    def collate(self, samples):
        time.sleep(self.pause_s)
        inputs = torch.tensor(samples)
        return {"inputs": inputs, "wanted": inputs[:, :3].sum(dim=1, keepdim=True)}

    def loss(self, model, batch, generator):
        noise = torch.randn(batch["inputs"].shape, generator=generator)
        out = model(batch["inputs"] + 0.1 * noise.to(batch["inputs"].device))
        return {"loss": (out.float() - batch["wanted"]).square().mean()}

    def sheet(self, folder: Path, step: int) -> None:
        (folder / f"sheet-{step:06d}.txt").write_text(str(step), "utf-8")


def schedule(steps: int, **fields) -> Schedule:
    given = {"batch": 4, "learning_rate": 1e-2, "warmup": 3, "log_steps": 1, "sheet_steps": 10**6}
    return Schedule(steps=steps, **(given | fields))


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder, steps, pause_s = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    Run(ToyStage(pause_s), schedule(steps, save_minutes=0.0), folder, device="cpu").train()
