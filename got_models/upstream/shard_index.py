"""Which shard holds which tensor, by the index beside the shards. Light: no torch."""

import json
from dataclasses import dataclass
from pathlib import Path

from got_models.errors import WeightsError
from got_models.upstream.layout import SHARD_INDEX, WHOLE_FILE


@dataclass(frozen=True)
class ShardIndex:
    """The shards of a checkpoint in their order, each with the keys it must hold.

    The keys of a checkpoint in one file are only known to the file: then they are None.
    """

    folder: Path
    shards: dict[str, frozenset[str] | None]

    def path(self, shard: str) -> Path:
        """Return the file of a shard."""
        return self.folder / shard


def read(folder: Path) -> ShardIndex:
    """Read the index and see that every shard is there.

    Raises:
        WeightsError: The index is damaged, or names a file that is not there.
    """
    place = folder / SHARD_INDEX
    if not place.is_file():
        return ShardIndex(folder, {WHOLE_FILE: None})
    shards: dict[str, set[str]] = {}
    for key, shard in _weight_map(place).items():
        shards.setdefault(shard, set()).add(key)
    missing = sorted(shard for shard in shards if not (folder / shard).is_file())
    if missing:
        there = ", ".join(sorted(file.name for file in folder.glob("*.bin"))) or "none"
        raise WeightsError(
            f"{str(place)!r} names {', '.join(missing)}, which is not there "
            f"(there: {there}); fetch it again or give it its name back"
        )
    return ShardIndex(folder, {shard: frozenset(shards[shard]) for shard in sorted(shards)})


def _weight_map(place: Path) -> dict[str, str]:
    try:
        held = json.loads(place.read_text("utf-8"))["weight_map"]
        found = {str(key): str(shard) for key, shard in held.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise WeightsError(f"{str(place)!r} is no index of shards; fetch it again") from cause
    strange = [shard for shard in found.values() if Path(shard).name != shard]
    if strange or not found:
        raise WeightsError(f"{str(place)!r} names no files beside it; fetch it again")
    return found
