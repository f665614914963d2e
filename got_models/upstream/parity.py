"""Hold our classes against upstream's own outputs: `got models parity`.

The checkpoint of the folder is converted and opened like any model; then every case is run and
every number of it compared.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from got_models import model_config, prompts
from got_models.errors import BadInput, GotError
from got_models.model_folder import open_models
from got_models.ssgm import to_pixels
from got_models.upstream.asked import Asked
from got_models.upstream.box_pattern import PlainBox, boxes_in
from got_models.upstream.conversion import convert
from got_models.upstream.drawn import Drawn, Generated
from got_models.upstream.generation import UpstreamGenerator
from got_models.upstream.parity_facts import drawing_facts, writing_facts
from got_models.upstream.parity_folder import ParityCase, cases_of, parser_table
from got_models.upstream.parity_limits import LIMITS, limit_of
from got_models.upstream.parity_report import CaseReport
from got_models.upstream.parity_trace import drawing_tensors, listening, writing_logits

_LEVELS = 255 / 2

_UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a case of another form than is known here may lead to; the others are still compared."""

_AS_UPSTREAM = (
    "computed as upstream does for raw input only: drawing from a chain reads the whole chain, and "
    "a picture keeps the size it was drawn at"
)
_MENDED = "drawing from a chain mends it and reports what was mended"


def run(folder: Path, say: Callable[[str], None] = lambda line: None) -> list[CaseReport]:
    """Convert the checkpoint of a folder and compare all its cases.

    Raises:
        BadInput: The folder holds no cases.
        WeightsError: Its checkpoint cannot be converted.
    """
    cases = cases_of(folder)
    with tempfile.TemporaryDirectory() as room:
        place = Path(room) / "model"
        convert(folder, place, say=say)
        pipeline = open_models(place, torch.float32)
        generator = UpstreamGenerator(pipeline, model_config.read(place), idle_branches=True)
    reports = list(_parser_report(folder))
    for case in cases:
        say(f"comparing {case.name}")
        reports.append(compare_case(generator, case))
    return reports


def compare_case(generator: UpstreamGenerator, case: ParityCase) -> CaseReport:
    """Run one case and compare everything its files hold."""
    report = CaseReport(case.name, quirk=case.quirk, note=case.note)
    raised = case.told.get("raised")
    try:
        _compare(generator, case, report)
    except GotError as error:
        if raised is None:
            report.refuse(f"refused: {error}")
        else:
            report.note += f" {raised['type']}, ours refuses as well: {error}; {_MENDED}"
    except _UNFORESEEN as error:
        report.refuse(f"cannot be compared: {type(error).__name__}: {_short(error)}")
    else:
        if raised is not None:
            report.refuse("upstream fails here, and ours does not")
        elif case.quirk:
            report.note += f"; {_AS_UPSTREAM}"
    return report


def _compare(generator: UpstreamGenerator, case: ParityCase, report: CaseReport) -> None:
    asked, source = case.asked(generator.usual_sampling), case.source()
    with listening(generator.pipeline) as calls:
        answer = generator.generate(asked, source)
    _compare_facts(_prompt_facts(generator, asked, answer, source), case, report)
    if asked.only_return_got:
        _compare_facts(writing_facts(generator, answer), case, report)
        logits = writing_logits(generator, answer.ids, answer.input_length, source)
        _compare_logits(logits, case, report)
        return
    if not answer.drawn:
        report.refuse("no picture was drawn")
        return
    drawn = answer.drawn[0]
    _compare_facts(drawing_facts(generator, answer, drawn, calls, case.told), case, report)
    _compare_tensors(drawing_tensors(generator, asked, drawn, calls, source), case, report)
    _compare_pictures(drawn, case, report)


def _prompt_facts(
    generator: UpstreamGenerator, asked: Asked, answer: Generated, source: Image.Image | None
) -> dict[str, Any]:
    return {
        "prompt_ids": generator.prompt_ids(asked, source),
        "input_length": answer.input_length,
        "got_text": answer.got_text,
        "chat_template_string": prompts.chat(asked.message, image_tokens=int(source is not None)),
    }


def _compare_facts(ours: dict[str, Any], case: ParityCase, report: CaseReport) -> None:
    """Hold everything that must be equal against the case, as far as the case tells it."""
    for name, value in ours.items():
        if name in case.told and value != case.told[name]:
            report.refuse(f"{name} differs: {_short(value)} instead of {_short(case.told[name])}")


def _compare_logits(logits: Tensor, case: ParityCase, report: CaseReport) -> None:
    for name, theirs in _stored(case).items():
        ours = logits[: len(theirs)] if name == "step_logits" else None
        report.compare(name, ours, theirs)
    rows = case.told.get("top4_raw_logits_per_step", [])
    if rows and len(rows) == len(logits):
        tops = torch.tensor([[value for _, value in row] for row in rows])
        at = torch.tensor([[token for token, _ in row] for row in rows], dtype=torch.long)
        report.compare("step_logits", logits.gather(1, at), tops)
    elif rows:
        report.refuse(f"{len(logits)} tokens were written instead of {len(rows)}")


def _compare_tensors(ours: dict[str, Tensor], case: ParityCase, report: CaseReport) -> None:
    stored = _stored(case)
    for name, theirs in stored.items():
        mine = ours.get(name)
        if name == "null_embeds" and mine is not None:
            mine = mine[:, : theirs.shape[1]]
        report.compare(name, mine, theirs)
    sums = case.told.get("checksums_sum_and_abssum", {})
    for name in case.told.get("not_stored", []):
        if name in sums:
            _compare_sums(name, ours.get(name), sums[name], report)


def _compare_sums(name: str, ours: Tensor | None, told: list[float], report: CaseReport) -> None:
    """Hold the sums of a tensor that is not stored against upstream's."""
    limit = limit_of(name)
    if ours is None or limit is None:
        report.refuse(f"{name} is not known here")
        return
    sums = (ours.double().sum(), ours.double().abs().sum())
    apart = max(abs(float(mine) - theirs) for mine, theirs in zip(sums, told, strict=True))
    mean = apart / max(ours.numel(), 1)
    report.max_abs[name] = mean
    if not mean <= limit:
        report.refuse(f"the sum of {name} is {apart:.3g} off, {limit:g} a value is allowed")


def _stored(case: ParityCase) -> dict[str, Tensor]:
    try:
        return dict(load_file(case.tensors))
    except (OSError, SafetensorError) as cause:
        raise BadInput(f"{str(case.tensors)!r} cannot be read: {cause}") from cause


def _compare_pictures(drawn: Drawn, case: ParityCase, report: CaseReport) -> None:
    masks = [("mask", name) for name in case.told.get("mask_files", [])]
    shown = list(zip(drawn.canvases, masks, strict=False))
    pairs: Iterable[tuple[Image.Image, tuple[str, str | None]]] = [
        *shown,
        (drawn.picture, ("output", case.told.get("output_png"))),
        (drawn.fitted, ("final", case.told.get("final_png"))),
    ]
    if len(masks) != len(drawn.canvases):
        report.refuse(f"{len(drawn.canvases)} canvases instead of {len(masks)}")
    for picture, (name, file) in pairs:
        if file is None:
            continue
        theirs = case.picture(file)
        if picture.size != theirs.size:
            report.refuse(f"{name} is {picture.size} instead of {theirs.size}")
            continue
        apart = round(float((to_pixels([picture]) - to_pixels([theirs])).abs().max() * _LEVELS))
        report.max_abs[name] = max(apart, report.max_abs.get(name, 0))
        if apart > LIMITS[name]:
            report.refuse(f"{file} is {apart} levels off")


def _parser_report(folder: Path) -> Iterator[CaseReport]:
    """Hold our finding of boxes against upstream's, where the folder has a table of it."""
    table = parser_table(folder)
    if not table:
        return
    report = CaseReport("parser_table", note="what upstream's parser finds in odd texts")
    for text, told in table:
        expected = [PlainBox((row[0], row[1], row[2], row[3]), row[4]) for row in told]  # type: ignore[arg-type]
        if boxes_in(text) != expected:
            report.refuse(f"boxes in {text[:60]!r}: {boxes_in(text)} instead of {expected}")
    yield report


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:40]} … {text[-30:]}"
