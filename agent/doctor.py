"""A look at the machine: packages, device, memory, weights. Works with anything missing."""

import os
import platform
import sys
from dataclasses import asdict, dataclass
from importlib import import_module, metadata

from agent import build, sizes, weights
from got_models import memory_plan, quantisers
from got_models.errors import GotError
from got_models.memory_plan import ABOUT, HALF, MemoryPlan, ModelSize

PACKAGES = ("torch", "transformers", "diffusers", "safetensors", "pydantic", "pillow", "numpy")

RUNTIME_BYTES = 1024**3
"""What Python with torch, transformers and diffusers takes before any weights are loaded, rounded
up generously."""


@dataclass(frozen=True)
class Finding:
    """One weights file; `problem` is None when it is whole."""

    file: str
    bytes: int
    sha256: str
    problem: str | None


@dataclass(frozen=True)
class Report:
    """What was found; `problems` holds one sentence for each thing that keeps `got` from drawing.

    Bytes are counted in bytes; `memory_needed` is an estimate, `memory_free` None where the
    system does not tell.
    """

    python: str
    system: str
    packages: dict[str, str | None]
    device: str
    memory_free: int | None
    memory_needed: int
    weights: tuple[Finding, ...]
    problems: tuple[str, ...]
    size: ModelSize | None = None
    """How large the model is, as far as that can be told without loading it."""
    plan: MemoryPlan | None = None
    """How it would fit on a GPU; None without one."""
    device_free: int | None = None
    """Free bytes on that GPU."""

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON data."""
        values = {
            "size": None if self.size is None else self.size.model_dump(),
            "plan": None if self.plan is None else self.plan.model_dump(),
        }
        return asdict(self) | values


def examine(model: str) -> Report:
    """Look at everything that drawing with `model` needs; nothing that is missing is an error."""
    problems: list[str] = []
    packages = {name: _version(name) for name in PACKAGES}
    problems += [f"{name} is not installed" for name, held in packages.items() if held is None]
    device = _device(problems)
    findings = _weights(model, problems)
    size, device_free = sizes.size_of(model), _device_free()
    free = _memory_free()
    plan = _plan(size, device_free, free, problems)
    needed = RUNTIME_BYTES + _main_need(size, device_free, findings)
    if free is not None and free < needed:
        problems.append(
            f"{free // 2**20} MiB of memory are free, about {needed // 2**20} are needed"
        )
    return Report(
        python=sys.version.split()[0],
        system=f"{platform.system()} {platform.machine()}",
        packages=packages,
        device=device,
        memory_free=free,
        memory_needed=needed,
        weights=findings,
        problems=tuple(problems),
        size=size,
        plan=plan,
        device_free=device_free,
    )


def _plan(
    size: ModelSize | None, device_free: int | None, main_free: int | None, problems: list[str]
) -> MemoryPlan | None:
    """Plan for the GPU there is, or say that nothing fits on it."""
    if size is None or device_free is None:
        return None
    # Where the free memory of a GPU is known, torch is there, and so is its generation.
    capability = import_module("got_models.device_memory").capability()
    precisions = quantisers.usable(capability).keys()
    made = memory_plan.plan(
        size, device_free=device_free, main_free=main_free, precisions=precisions
    )
    if made.rung is None:
        least = made.needs[-1]
        problems.append(
            f"{device_free // 2**20} MiB are free on the GPU; {ABOUT[least.rung]} takes about "
            f"{least.device // 2**20} there and {least.main // 2**20} of main memory"
        )
    return made


def _main_need(
    size: ModelSize | None, device_free: int | None, findings: tuple[Finding, ...]
) -> int:
    """Estimate the main memory a model takes: on its way to a GPU, or while a CPU works with it."""
    if size is None:
        # Weights stored in half precision take twice their size once they are float32 in memory.
        return 2 * sum(finding.bytes for finding in findings)
    return memory_plan.main_need(size) if device_free is None else HALF * size.weights


def _device_free() -> int | None:
    """Return the free bytes on the GPU; None without one, or without torch."""
    try:
        found: int | None = import_module("got_models.device_memory").free_bytes()
    except (ImportError, OSError):
        return None
    return found


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _device(problems: list[str]) -> str:
    try:
        return build.device()
    except GotError as error:
        problems.append(str(error))
        return "unknown"


def _weights(model: str, problems: list[str]) -> tuple[Finding, ...]:
    try:
        folder = weights.folder_of(model)
    except GotError as error:
        problems.append(str(error))
        return ()
    try:
        weights.check(folder)
    except GotError as error:
        problems.append(str(error))
    return tuple(
        Finding(str(file.path.relative_to(folder)), file.size, file.sha256(), file.problem)
        for file in weights.survey(folder)
    )


def _memory_free() -> int | None:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
