"""Where pictures are put: names that say what is in them, checked before any work is done."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from got_models.errors import BadInput

_SLUG = 48


def places(
    asked: str | None, *, words: str, seeds: Sequence[int], spared: Sequence[Path] = ()
) -> list[Path]:
    """Return one path per seed.

    Args:
        asked: A PNG file or a folder; None for a name made of `words`, in the current folder.
        words: What the pictures show.
        seeds: With more than one, each goes into its picture's name.
        spared: Files that must not be overwritten, such as the picture being edited.

    Raises:
        BadInput: The place does not exist, cannot be written, or would overwrite a spared file.
    """
    target = Path(asked) if asked else Path()
    if target.is_dir():
        slug = re.sub(r"[^a-z0-9]+", "-", words.lower())[:_SLUG].strip("-") or "picture"
        found = [target / f"{slug}-{seed}.png" for seed in seeds]
    else:
        if target.suffix.lower() != ".png":
            raise BadInput(f"pictures are saved as PNG, got {target.name!r}; name a .png file")
        several = len(seeds) > 1
        found = [target.with_stem(f"{target.stem}-{seed}") if several else target for seed in seeds]
    for place in found:
        _check(place, spared)
    return found


def _check(place: Path, spared: Sequence[Path]) -> None:
    if not place.parent.is_dir():
        raise BadInput(f"there is no folder {str(place.parent)!r} to save {place.name!r} in")
    if not os.access(place.parent, os.W_OK) or place.is_dir():
        raise BadInput(f"cannot write {str(place)!r}")
    if any(other.exists() and place.exists() and place.samefile(other) for other in spared):
        raise BadInput(f"saving as {str(place)!r} would overwrite the picture given; name another")
