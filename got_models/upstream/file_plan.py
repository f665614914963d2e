"""Which tensors go into which file of a model folder, known before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch

from got_models.upstream.key_plan import PARTS, KeyPlan, Origin, Part
from got_models.upstream.shards import TensorFacts

FILE_BYTES = 2 * 1024**3
"""Largest weights file, unless one tensor alone is larger."""

STEMS: dict[Part, str] = {
    "mllm": "model",
    "projector": "diffusion_pytorch_model",
    "vae": "diffusion_pytorch_model",
    "unet": "diffusion_pytorch_model",
}
"""What the libraries call the weights of each part."""


@dataclass(frozen=True)
class WeightsFile:
    """One file to write; all its tensors come from one shard, except for strayed factors."""

    part: Part
    name: str
    shard: str
    origins: tuple[Origin, ...]
    dtypes: tuple[torch.dtype, ...]
    shapes: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """Bytes of its tensors."""
        both = zip(self.dtypes, self.shapes, strict=True)
        return sum(dtype.itemsize * torch.Size(shape).numel() for dtype, shape in both)

    @property
    def layout(self) -> dict[str, tuple[torch.dtype, tuple[int, ...]]]:
        """Dtype and shape of each tensor by name."""
        names = (origin.name for origin in self.origins)
        return dict(zip(names, zip(self.dtypes, self.shapes, strict=True), strict=True))


def files_of(
    plan: KeyPlan, facts: Mapping[str, TensorFacts], dtype: torch.dtype | None
) -> list[WeightsFile]:
    """Lay out all files; those of one part are numbered through.

    Args:
        plan: What becomes of every key.
        facts: What is known of every tensor.
        dtype: What the tensors are kept in; None for what they are stored in.
    """
    files: list[WeightsFile] = []
    for part in PARTS:
        origins = [origin for origin in plan.origins if origin.part == part]
        groups = list(_groups(origins, facts, dtype))
        for number, group in enumerate(groups, start=1):
            several = f"-{number:05d}-of-{len(groups):05d}" if len(groups) > 1 else ""
            files.append(
                WeightsFile(
                    part=part,
                    name=f"{STEMS[part]}{several}.safetensors",
                    shard=facts[group[0].key].shard,
                    origins=tuple(group),
                    dtypes=tuple(dtype or facts[origin.key].dtype for origin in group),
                    shapes=tuple(facts[origin.key].shape for origin in group),
                )
            )
    return files


def strays(files: list[WeightsFile], facts: Mapping[str, TensorFacts]) -> dict[str, set[str]]:
    """Return, by shard, the factors that lie in another shard than what they are merged into."""
    found: dict[str, set[str]] = {}
    for file in files:
        for origin in file.origins:
            for key in origin.factors or ():
                if facts[key].shard != file.shard:
                    found.setdefault(facts[key].shard, set()).add(key)
    return found


def _groups(
    origins: list[Origin], facts: Mapping[str, TensorFacts], dtype: torch.dtype | None
) -> Iterator[list[Origin]]:
    """Cut the origins into runs of one shard and at most `FILE_BYTES`."""
    by_shard: dict[str, list[Origin]] = {}
    for origin in origins:
        by_shard.setdefault(facts[origin.key].shard, []).append(origin)
    for held in by_shard.values():
        group: list[Origin] = []
        size = 0
        for origin in held:
            about = facts[origin.key]
            more = torch.Size(about.shape).numel() * (dtype or about.dtype).itemsize
            if group and size + more > FILE_BYTES:
                yield group
                group, size = [], 0
            group.append(origin)
            size += more
        if group:
            yield group
