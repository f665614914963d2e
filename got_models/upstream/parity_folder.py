"""A folder of upstream's own outputs, to hold ours against. Light: no torch.

`cases/index.json` lists the cases; each has `<case>.json` (what was asked, and everything that is
no tensor), mostly `<case>.safetensors`, and pictures as PNG. What a case is called, asks and holds
is read from the folder alone.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import ValidationError

from got_models.errors import BadInput
from got_models.upstream.asked import Asked, TextSampling

_INDEX = "index.json"
_PARSER_TABLE = "parser_table.json"
_QUIRK = "QUIRK"


@dataclass(frozen=True)
class ParityCase:
    """One case; `told` is its JSON."""

    name: str
    folder: Path
    note: str
    told: dict[str, Any]

    @property
    def quirk(self) -> bool:
        """Whether upstream does something here that one may well not want to do as well."""
        return _QUIRK in self.note or "raised" in self.told

    @property
    def tensors(self) -> Path:
        """The file with its tensors; there is none when upstream made none."""
        return self.folder / f"{self.name}.safetensors"

    def source(self) -> Image.Image | None:
        """Open the picture that is edited."""
        name = self.told.get("source_image")
        return None if name is None else self.picture(str(name))

    def picture(self, name: str) -> Image.Image:
        """Open a picture of the folder, every pixel read.

        Raises:
            BadInput: It is missing or damaged.
        """
        try:
            with Image.open(self.folder / name) as held:
                return held.convert("RGB")
        except OSError as cause:
            raise BadInput(f"{str(self.folder / name)!r} cannot be read: {cause}") from cause

    def asked(self, usual: TextSampling) -> Asked:
        """Return the call; `usual` is how the model writes when the case does not say.

        Raises:
            BadInput: The case does not say what was asked.
        """
        try:
            held = self.told["generate_params"]
            own = {key: held[key] for key in Asked.model_fields if key in held}
            changed = {key: held[key] for key in TextSampling.model_fields if key in held}
            asked = {
                **own,
                "prompt_type": self.told["prompt_type"],
                "text_input": self.told["text_input"],
                "got_input": self.told.get("got_input"),
                "sampling": usual.model_copy(update=changed),
            }
            return Asked.model_validate(asked)
        except (KeyError, TypeError, ValidationError) as cause:
            raise BadInput(
                f"the case {self.name!r} does not say what was asked: {cause}"
            ) from cause


def cases_of(folder: Path) -> list[ParityCase]:
    """Read all cases of a folder.

    Raises:
        BadInput: The folder has no cases, or one cannot be read.
    """
    place = folder / "cases"
    listed = _json(place / _INDEX)
    try:
        names = [(str(held["case"]), str(held.get("note", ""))) for held in listed["cases"]]
    except (KeyError, TypeError) as cause:
        raise BadInput(f"{str(place / _INDEX)!r} lists no cases") from cause
    return [ParityCase(name, place, note, _json(place / f"{name}.json")) for name, note in names]


def parser_table(folder: Path) -> list[tuple[str, list[list[int | str]]]]:
    """Return texts with the boxes that upstream finds in them; none if the folder has no table."""
    place = folder / "cases" / _PARSER_TABLE
    if not place.is_file():
        return []
    return [(str(row["text"]), list(row["boxes"])) for row in _json(place)]


def _json(place: Path) -> Any:
    try:
        return json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise BadInput(f"{str(place)!r} cannot be read: {cause}") from cause
