"""A look at the machine: packages, device, memory, weights. Works with anything missing."""

import os
import platform
import sys
from dataclasses import asdict, dataclass
from importlib import metadata

from agent import build, weights
from got_models.errors import GotError

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

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON data."""
        return asdict(self)


def examine(model: str) -> Report:
    """Look at everything that drawing with `model` needs; nothing that is missing is an error."""
    problems: list[str] = []
    packages = {name: _version(name) for name in PACKAGES}
    problems += [f"{name} is not installed" for name, held in packages.items() if held is None]
    device = _device(problems)
    findings = _weights(model, problems)
    # Weights stored in half precision take twice their size once they are float32 in memory.
    needed = RUNTIME_BYTES + 2 * sum(finding.bytes for finding in findings)
    free = _memory_free()
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
    )


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
