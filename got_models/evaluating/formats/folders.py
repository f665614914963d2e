"""Laying pictures out as a public scorer reads them."""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from got_models.errors import BadInput
from got_models.evaluating.formats.asked import Asked
from got_models.evaluating.formats.benchmarks import BenchmarkName

LOOKUP, LIST, COLUMNS = "dataset_lookup", "edits.jsonl", "metadata.jsonl"

HUB_SIDE = 512
"""Width and height to which ImagenHub's own runner scales inputs and outputs."""

SCENES = {
    "1-Left-Right": "Understand/LeftRight_metrics_1",
    "2-Relative-Size": "Understand/RelativeSize_metrics_2",
    "3-Mirror": "Understand/Mirror_metrics_3",
    "4-Color": "Understand/Color_metrics_4",
    "5-Multiple-Objects": "Understand/MultipleObjects_metrics_5",
    "6-Reasoning": "Reason/Reasoning_metrics_1",
}
"""Folder of Reason-Edit's pictures -> where its scorer looks for what became of them."""

LONGEST_NAME = 180
"""Bytes of a prompt in a file name: T2I-CompBench reads prompts from names, systems limit them."""


class Folder:
    """A folder being filled for one benchmark; `finish` writes what belongs to all pictures."""

    def __init__(self, root: Path, benchmark: BenchmarkName, model: str) -> None:
        self._root, self._benchmark, self._model = root, benchmark, model
        self._pictures = 0
        self._lines: list[dict[str, object]] = []
        self._columns: list[dict[str, object]] = []
        self._lookup: dict[str, dict[str, object]] = {}
        root.mkdir(parents=True, exist_ok=True)

    def add(
        self, asked: Asked, pictures: Sequence[Image.Image], source: Image.Image | None = None
    ) -> None:
        """Lay out the pictures of one prompt, and for an edit the picture it is about."""
        match self._benchmark:
            case "geneval":
                self._geneval(asked, pictures)
            case "t2i-compbench":
                for picture in pictures:
                    self._save(picture, f"samples/{_plain(asked.prompt)}_{self._pictures:06}.png")
            case "dpg-bench":
                self._save(grid_of(pictures), f"{asked.id}.png")
            case "imagenhub":
                self._imagenhub(asked, pictures[0], _given(asked, source))
            case "emu-edit":
                self._emu_edit(asked, pictures[0], _given(asked, source))
            case "reason-edit":
                self._reason_edit(asked, pictures[0], _given(asked, source))

    def finish(self) -> None:
        """Write what belongs to all pictures, where the benchmark has such a thing."""
        if self._lookup:
            text = json.dumps(self._lookup, indent=4, ensure_ascii=False)
            (self._root / f"{LOOKUP}.json").write_text(text + "\n", encoding="utf-8")
            place = self._root / f"{LOOKUP}.csv"
            with place.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["uid"], *([uid] for uid in self._lookup)])
        for name, lines in ((LIST, self._lines), (COLUMNS, self._columns)):
            if lines:
                text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                (self._root / name).write_text(text, encoding="utf-8")

    def _geneval(self, asked: Asked, pictures: Sequence[Image.Image]) -> None:
        if not re.fullmatch(r"[0-9]{5}", asked.id):
            raise BadInput(f"GenEval's ids have five digits, got {asked.id!r}")
        samples = self._root / asked.id / "samples"
        samples.mkdir(parents=True, exist_ok=True)
        key = {**(asked.model_extra or {}), "prompt": asked.prompt}
        line = json.dumps(key, ensure_ascii=False) + "\n"
        (samples.parent / "metadata.jsonl").write_text(line, encoding="utf-8")
        for at, picture in enumerate(pictures):
            self._save(picture, f"{asked.id}/samples/{at:04}.png")

    def _imagenhub(self, asked: Asked, picture: Image.Image, source: Image.Image) -> None:
        uid = f"{asked.id}.jpg"
        edited, given = f"{_plain(self._model)}/{uid}", f"input/{uid}"
        self._save(_hub_sized(picture), edited)
        self._save(_hub_sized(source), given)
        self._lookup[uid] = {"instruction": asked.prompt, **(asked.model_extra or {})}
        self._list(asked, given, edited)

    def _emu_edit(self, asked: Asked, picture: Image.Image, source: Image.Image) -> None:
        edited, given = f"edited/{asked.id}.png", f"image/{asked.id}.png"
        self._save(picture, edited)
        self._save(source, given)
        self._columns.append({
            "image_file_name": given, "edited_image_file_name": edited,
            "instruction": asked.prompt, "model": self._model,
            "idx": int(asked.id) if asked.id.isdecimal() else asked.id,
            **(asked.model_extra or {}),
        })  # fmt: skip
        self._list(asked, given, edited)

    def _reason_edit(self, asked: Asked, picture: Image.Image, source: Image.Image) -> None:
        scene = str((asked.model_extra or {}).get("scene"))
        if scene not in SCENES:
            raise BadInput(
                f'Reason-Edit\'s prompts name their scene: {asked.id!r} needs a "scene", one of '
                f"{', '.join(SCENES)}"
            )
        edited, given = f"{SCENES[scene]}/{asked.id}.png", f"source/{scene}/{asked.id}.png"
        self._save(picture, edited)
        self._save(source, given)
        self._list(asked, given, edited)

    def _list(self, asked: Asked, given: str, edited: str) -> None:
        """Note an edit for our own judge."""
        self._lines.append({"id": asked.id, "instruction": asked.prompt, "source": given,
                            "edited": edited, **(asked.model_extra or {})})  # fmt: skip

    def _save(self, picture: Image.Image, name: str) -> None:
        place = self._root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        picture.convert("RGB").save(place)
        self._pictures += 1


def grid_of(pictures: Sequence[Image.Image]) -> Image.Image:
    """Return four pictures of one size as a 2 x 2 grid, row by row, as DPG-Bench cuts it up.

    Raises:
        BadInput: There are not four.
    """
    if len(pictures) != 4:
        raise BadInput(f"DPG-Bench takes 4 pictures per prompt, got {len(pictures)}")
    width, height = pictures[0].size
    grid = Image.new("RGB", (2 * width, 2 * height))
    for at, picture in enumerate(pictures):
        grid.paste(picture.convert("RGB"), (at % 2 * width, at // 2 * height))
    return grid


def _hub_sized(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").resize((HUB_SIDE, HUB_SIDE), Image.Resampling.LANCZOS)


def _given(asked: Asked, source: Image.Image | None) -> Image.Image:
    if source is None:
        raise BadInput(f"the edit {asked.id!r} needs the picture it is about")
    return source


def _plain(text: str) -> str:
    """Return a text as a file name: no slashes, no underscores (they end a prompt), short."""
    plain = re.sub(r"[/\\_\x00-\x1f]", " ", text).strip()
    return plain.encode()[:LONGEST_NAME].decode(errors="ignore")
