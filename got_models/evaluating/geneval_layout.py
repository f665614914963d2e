"""GenEval's folder layout: `00000/metadata.jsonl` and `00000/samples/0000.png` for every prompt.

GenEval walks over the pictures it finds, so that a missing one makes the score better. Here every
prompt has at least four slots, and a slot without a picture is a picture that is wrong.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from got_models.errors import BadInput
from got_models.evaluating.geneval_spec import Spec
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value

PICTURES_PER_PROMPT = 4

_METADATA, _SAMPLES = "metadata.jsonl", "samples"


class Slot(Value):
    """Where a picture of a prompt is, or should be; `name` is its path below the folder."""

    spec: Spec
    name: str
    present: bool


class Layout(Value):
    """A folder of pictures: its slots in order, and the prompts without exactly four pictures.

    `not_four` maps the name of a prompt's folder to how many pictures it holds. With more than
    four, all of them are slots.
    """

    root: Path
    slots: tuple[Slot, ...]
    not_four: dict[str, int]


def read_layout(root: Path) -> Layout:
    """Find the prompts and pictures of a folder.

    Raises:
        BadInput: The folder does not exist, holds no prompt, or a prompt's metadata is unreadable.
    """
    if not root.is_dir():
        raise BadInput(f"there is no folder {str(root)!r}")
    folders = [folder for folder in root.iterdir() if _is_number(folder.name) and folder.is_dir()]
    if not folders:
        raise BadInput(
            f"{str(root)!r} holds no prompts; expected folders such as {_folder(root, 0).name!r} "
            f"with {_METADATA} and {_SAMPLES}/{_picture(0)} in them"
        )
    slots: list[Slot] = []
    not_four: dict[str, int] = {}
    for folder in sorted(folders, key=lambda folder: _by_number(folder.name)):
        spec = _spec(folder / _METADATA)
        present, missing = _pictures(folder / _SAMPLES)
        slots += [
            Slot(spec=spec, name=f"{folder.name}/{_SAMPLES}/{name}", present=name not in missing)
            for name in sorted((*present, *missing), key=_by_number)
        ]
        if len(present) != PICTURES_PER_PROMPT:
            not_four[folder.name] = len(present)
    return Layout(root=root, slots=tuple(slots), not_four=not_four)


def prepare(root: Path, specs: Sequence[Spec]) -> list[tuple[str, tuple[Path, ...]]]:
    """Make the folders of a test and return, per prompt, its text and where its pictures go.

    Whoever draws is given the text and the paths; the metadata, which is the answer key, stays in
    the folders.
    """
    asked = []
    for at, spec in enumerate(specs):
        folder = _folder(root, at)
        (folder / _SAMPLES).mkdir(parents=True, exist_ok=True)
        (folder / _METADATA).write_text(f"{spec.as_line()}\n", encoding="utf-8")
        places = tuple(folder / _SAMPLES / _picture(k) for k in range(PICTURES_PER_PROMPT))
        asked.append((spec.prompt, places))
    return asked


def _spec(path: Path) -> Spec:
    specs = read_lines(path, Spec)
    if len(specs) != 1:
        raise BadInput(f"{str(path)!r} holds {len(specs)} lines; expected the one of its prompt")
    return specs[0]


def _pictures(samples: Path) -> tuple[list[str], list[str]]:
    """List the pictures that are there, and names for those that are not, up to four in all."""
    found = [file.name for file in samples.iterdir()] if samples.is_dir() else []
    present = [
        name for name in found if name.endswith(".png") and _is_number(name.removesuffix(".png"))
    ]
    numbers = {_by_number(name)[0] for name in present}
    lacking = max(PICTURES_PER_PROMPT - len(present), 0)
    free = [number for number in range(PICTURES_PER_PROMPT) if number not in numbers]
    return present, [_picture(number) for number in free[:lacking]]


def _is_number(name: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", name) is not None


def _by_number(name: str) -> tuple[int, str]:
    return int(name.removesuffix(".png")), name


def _folder(root: Path, at: int) -> Path:
    return root / f"{at:05}"


def _picture(at: int) -> str:
    return f"{at:04}.png"
