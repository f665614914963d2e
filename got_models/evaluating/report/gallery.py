"""Samples for a person to look at: the worst, the best and some at random, with their reasons."""

import base64
import random
from collections.abc import Sequence
from html import escape
from pathlib import Path

from got_models.evaluating.geneval_rules import DEFAULTS
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.sight import THRESHOLD
from got_models.thought import COORDINATE_MAX

EACH = 12
"""Pictures in each part of a gallery."""

DRAWN_SIDE = 128


def chosen(rows: Sequence[Row], *, each: int = EACH) -> dict[str, list[Row]]:
    """Return the best, the worst and random rows with a picture; best and worst never overlap.

    A right picture is the better the surer the detector is of all it saw; a wrong one is the worse
    the more was wrong.
    """
    shown = [row for row in rows if row.picture]
    right = sorted((row for row in shown if row.right), key=_sureness, reverse=True)
    wrong = sorted((row for row in shown if not row.right), key=_faults, reverse=True)
    drawn = random.Random(len(shown)).sample(shown, min(each, len(shown)))
    return {"best": right[:each], "worst": wrong[:each], "random": drawn}


def figure(row: Row, folder: Path) -> str:
    """Return one picture with plan, detections, prompt and reason as HTML."""
    assert row.picture
    image = _data(folder / row.picture)
    verdict = "right" if row.right else "wrong"
    marks = ", ".join(f"{name} {value:.2g}" for name, value in row.marks.items())
    seen = ", ".join(
        f"{one.colour or ''} {one.kind} {one.confidence:.2f}".strip() for one in row.seen[:8]
    )
    reason = escape(row.reason).replace("\n", "<br>") or "nothing wrong"
    return (
        f'<figure class="{verdict}"><svg viewBox="0 0 1000 1000">'
        f'<image href="{image}" width="1000" height="1000" '
        f'preserveAspectRatio="none" style="image-rendering:pixelated"/>'
        f"{_plan(row)}{_detections(row)}</svg>{_before(row, folder)}"
        f"<figcaption><b>{escape(row.prompt)}</b>"
        f"<p class=verdict>{verdict}: {reason}</p><p>{escape(marks)}</p>"
        f"<p>seen: {escape(seen) or 'nothing'}</p>"
        f"<p class=id>{escape(row.suite)} / {escape(row.group)} / {escape(row.id)}, "
        f"seed {row.seed}</p></figcaption></figure>"
    )


def _before(row: Row, folder: Path) -> str:
    """Return the picture that an edit was of."""
    if row.before is None:
        return ""
    return f'<p><img class=before alt="before" src="{_data(folder / row.before)}"> before</p>'


def _data(picture: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _plan(row: Row) -> str:
    return "".join(
        f'<rect x="{e.box.x0}" y="{e.box.y0}" width="{e.box.width}" height="{e.box.height}" '
        f'class="plan"><title>planned: {escape(e.phrase)}</title></rect>'
        for e in row.planned
    )


def _detections(row: Row) -> str:
    scale = (COORDINATE_MAX + 1) / DRAWN_SIDE
    return "".join(
        f'<rect x="{one.box.x0 * scale:.0f}" y="{one.box.y0 * scale:.0f}" '
        f'width="{one.box.width * scale:.0f}" height="{one.box.height * scale:.0f}" class="seen">'
        f"<title>seen: {escape(one.kind)} {one.confidence:.2f}</title></rect>"
        for one in row.seen
        if one.confidence > THRESHOLD
    )


def _sureness(row: Row) -> float:
    return min((one.confidence for one in row.seen), default=0.0)


def _faults(row: Row) -> tuple[int, float]:
    sure = sum(one.confidence > DEFAULTS.threshold for one in row.seen)
    return len(row.reason.splitlines()), -float(sure)
