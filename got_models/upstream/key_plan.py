"""What becomes of every key of a GoT-6B checkpoint: taken, merged, or dropped, and none forgotten.

Light: no torch. Upstream saved the whole model with its LoRA adapters in place (PEFT's names), so a
tensor of ours is one of theirs, perhaps with a pair of factors to be merged into it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from got_models.errors import WeightsError

Part = Literal["mllm", "projector", "vae", "unet"]
Role = Literal["plain", "base", "lora_A", "lora_B", "saved", "original"]

PARTS: tuple[Part, ...] = ("mllm", "projector", "vae", "unet")

_PREFIXES: dict[str, tuple[Part, str]] = {
    "mllm.base_model.model.": ("mllm", ""),
    "output_projector.projector.": ("projector", "sequence."),
    "output_projector_add.projector.": ("projector", "pooled."),
    "vae.": ("vae", ""),
    "unet.": ("unet", ""),
}

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("base", re.compile(r"^(.+)\.base_layer\.(weight|bias)$")),
    ("lora_A", re.compile(r"^(.+)\.lora_A\.default\.(weight)$")),
    ("lora_B", re.compile(r"^(.+)\.lora_B\.default\.(weight)$")),
    ("saved", re.compile(r"^(.+)\.modules_to_save\.default\.(\w+)$")),
    ("original", re.compile(r"^(.+)\.original_module\.(\w+)$")),
)

_SHOWN = 12


@dataclass(frozen=True)
class Origin:
    """Where one tensor of ours comes from."""

    part: Part
    name: str
    """Its name within the part, as published models spell it."""
    key: str
    """Upstream's key of the tensor itself."""
    factors: tuple[str, str] | None = None
    """Keys of the LoRA factors A `(r, in)` and B `(out, r)` to be merged into it."""


@dataclass(frozen=True)
class KeyPlan:
    """Every tensor of ours, and the keys that are left out because a trained copy replaces them."""

    origins: tuple[Origin, ...]
    replaced: tuple[str, ...]

    @property
    def keys(self) -> int:
        """How many of upstream's keys are accounted for."""
        factors = sum(2 for origin in self.origins if origin.factors)
        return len(self.origins) + factors + len(self.replaced)


def plan(keys: Iterable[str]) -> KeyPlan:
    """Account for every key.

    Raises:
        WeightsError: A key is of no known kind, or lacks its counterpart; the message lists them.
    """
    roles: dict[tuple[Part, str], dict[Role, str]] = {}
    unknown: list[str] = []
    for key in keys:
        sorted_in = _sorted_in(key)
        if sorted_in is None:
            unknown.append(key)
            continue
        part, name, role = sorted_in
        roles.setdefault((part, name), {})[role] = key
    if unknown:
        raise WeightsError(f"the checkpoint holds keys that GoT-6B does not have: {_list(unknown)}")
    odd = [key for held in roles.values() if not _is_whole(held) for key in held.values()]
    if odd:
        raise WeightsError(f"the checkpoint holds keys without their counterparts: {_list(odd)}")
    origins = tuple(_origin(part, name, held) for (part, name), held in roles.items())
    replaced = tuple(held["original"] for held in roles.values() if "original" in held)
    return KeyPlan(origins, replaced)


def check_complete(
    found: Mapping[str, tuple[int, ...]], expected: Mapping[str, tuple[int, ...]], *, base: str
) -> None:
    """Compare tensors with what the models of the base folders have.

    Args:
        found: Shapes by `part/name`, as they would be written.
        expected: The same of the models.
        base: Where the expectation comes from, for the message.

    Raises:
        WeightsError: Something is missing, left over, or of another shape; the message lists it.
    """
    missing = [name for name in expected if name not in found]
    unused = [name for name in found if name not in expected]
    shapes = [
        f"{name} {_shape(found[name])} instead of {_shape(expected[name])}"
        for name in expected
        if name in found and found[name] != expected[name]
    ]
    said = [
        f"{what}: {_list(names)}"
        for what, names in (("missing", missing), ("unused", unused), ("other shapes", shapes))
        if names
    ]
    if said:
        raise WeightsError(f"the checkpoint does not fit {base}; {'; '.join(said)}")


def _sorted_in(key: str) -> tuple[Part, str, Role] | None:
    for prefix, (part, stem) in _PREFIXES.items():
        if key.startswith(prefix):
            name = stem + key.removeprefix(prefix)
            for role, pattern in _ROLES if part == "mllm" else ():
                if found := pattern.match(name):
                    return part, f"{found[1]}.{found[2]}", role
            return part, name, "plain"
    return None


def _is_whole(held: Mapping[Role, str]) -> bool:
    roles = set(held)
    return roles in (
        {"plain"},
        {"base"},
        {"base", "lora_A", "lora_B"},
        {"saved", "original"},
        {"saved"},
    )


def _origin(part: Part, name: str, held: Mapping[Role, str]) -> Origin:
    key = next(held[role] for role in ("plain", "base", "saved") if role in held)
    factors = (held["lora_A"], held["lora_B"]) if "lora_A" in held else None
    return Origin(part, name, key, factors)


def _list(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} ({', '.join(sorted(names)[:_SHOWN])}{more})"


def _shape(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "a number"
