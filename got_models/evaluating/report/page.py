"""The report as one HTML page that needs no other file, and as Markdown."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from got_models.evaluating.intervals import Interval
from got_models.evaluating.report import gallery, svg
from got_models.evaluating.report.pairing import Paired
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.tables import ReportCard, Table

STYLE = """
body{font:15px/1.45 system-ui,sans-serif;max-width:1080px;margin:2em auto;padding:0 1em;color:#222}
table{display:block;overflow-x:auto;border-collapse:collapse;margin:.6em 0}
th,td{padding:.25em .7em;border-bottom:1px solid #ddd;
text-align:right;white-space:nowrap}th:first-child,td:first-child{text-align:left}
small{color:#777}.note{color:#555;max-width:52em}svg{max-width:640px;width:100%}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:14px}
figure{margin:0;border:1px solid #ddd;border-top:4px solid #2e8b57;padding:8px;font-size:12px}
figure.wrong{border-top-color:#c03030}figure p{margin:.25em 0}.id{color:#888}
.plan{fill:none;stroke:#fff;stroke-width:8;stroke-dasharray:22 14;paint-order:stroke}
img.before{width:45%;vertical-align:middle;image-rendering:pixelated}
.seen{fill:none;stroke:#ff2fd0;stroke-width:7}.headline{font-size:1.1em;background:#f3f6fa;
padding:.8em 1em;border-left:4px solid #2f6db3}code{font-size:.92em}
"""


def html(card: ReportCard, rows: Sequence[Row], folder: Path) -> str:
    """Return the page: headline, tables, plots, galleries, and what was not run."""
    facts = card.facts
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>Report card of {escape(facts.model)}</title><style>{STYLE}</style>",
        f"<h1>Report card of {escape(facts.model)}</h1>",
        f'<p class="headline">{escape(card.headline)}</p>{_facts(card)}',
        *(_section(table) for table in card.tables),
        _ablations(card),
        _drift(card),
        _missing(card),
        *_galleries(rows, folder),
        "</html>",
    ]
    return "\n".join(part for part in parts if part)


def markdown(card: ReportCard) -> str:
    """Return the same numbers as Markdown, without pictures."""
    lines = [f"# Report card of {card.facts.model}", "", card.headline, ""]
    lines += [f"- {name}: {value}" for name, value in _told(card)]
    for table in card.tables:
        lines += ["", f"## {table.title}", ""]
        marks = _marks(table)
        lines += [f"| | {' | '.join(marks)} |", f"|---{'|---' * len(marks)}|"]
        for line in table.lines:
            cells = [_say(line.cells.get(mark)) for mark in marks]
            lines.append(f"| {line.name} | {' | '.join(cells)} |")
        lines += ["", table.note] if table.note else []
    if card.ablations:
        lines += ["", "## Ablations, paired with chain + SSGM", "", _ABLATION_HEAD, "|---|---|---|"]
        lines += [f"| {a.variant} | {_paired(a.rule)} | {_paired(a.strict)} |"
                  for a in card.ablations]  # fmt: skip
    lines += ["", *(f"Not run here: {name}" for name in card.not_run)]
    return "\n".join(lines).rstrip() + "\n"


_ABLATION_HEAD = "| variant | rule | strict |"


def _told(card: ReportCard) -> list[tuple[str, str]]:
    facts = card.facts
    return [
        ("weights", facts.weights_hash),
        ("detector", facts.detector),
        ("got-agent", facts.version),
        ("seed", str(facts.seed)),
        ("denoising steps", str(facts.steps)),
        ("quick", "yes: a small sample" if facts.quick else "no"),
        ("truth rendered with", facts.sprites),
        ("passes of the UNet", f"{card.nfe:,}"),
        ("seconds", f"{card.seconds:,.0f}"),
    ]


def _facts(card: ReportCard) -> str:
    rows = "".join(f"<tr><td>{n}</td><td><code>{escape(v)}</code></td></tr>"
                   for n, v in _told(card))  # fmt: skip
    return f"<table>{rows}</table>"


def _marks(table: Table) -> list[str]:
    return list(dict.fromkeys(mark for line in table.lines for mark in line.cells))


def _section(table: Table) -> str:
    marks = _marks(table)
    head = "".join(f"<th>{escape(mark)}</th>" for mark in marks)
    body = "".join(
        f"<tr><td>{escape(line.name)}</td>"
        + "".join(f"<td>{_cell(line.cells.get(mark))}</td>" for mark in marks)
        + "</tr>"
        for line in table.lines
    )
    main = marks[0] if marks else ""
    bars = svg.bars(table.title, [
        (line.name, line.cells[main], line.cells["chance"].mean if "chance" in line.cells else None)
        for line in table.lines if main in line.cells
    ])  # fmt: skip
    return (
        f"<h2>{escape(table.title)}</h2><table><tr><th></th>{head}</tr>{body}</table>"
        f'<p class="note">{escape(table.note)}</p><h3>{escape(main)}</h3>{bars}'
    )


def _ablations(card: ReportCard) -> str:
    if not card.ablations:
        return ""
    body = "".join(
        f"<tr><td>{escape(a.variant)}</td><td>{_paired(a.rule)}</td><td>{_paired(a.strict)}</td></tr>"
        for a in card.ablations
    )
    return (
        "<h2>Ablations, paired with chain + SSGM</h2><table><tr><th>variant</th><th>rule</th>"
        f"<th>strict</th></tr>{body}</table><p class=note>Same prompts and seeds. Difference with "
        "its interval over prompts, cases won and lost, and the exact McNemar p.</p>"
    )


def _drift(card: ReportCard) -> str:
    if not card.drift:
        return ""
    turns = [turn for turn, *_ in card.drift]
    values = [[cells[at].mean for _, *cells in card.drift] for at in range(3)]
    plot = svg.curves("Drift", ("edit succeeded", "scene still right", "drift"), turns, values)
    return f"<h2>Drift over a session</h2>{plot}"


def _missing(card: ReportCard) -> str:
    if not card.not_run:
        return ""
    items = "".join(f"<li>{escape(name)}</li>" for name in card.not_run)
    return f"<h2>Not run here</h2><ul>{items}</ul>"


def _galleries(rows: Sequence[Row], folder: Path) -> list[str]:
    parts = []
    for suite in dict.fromkeys(row.suite for row in rows if row.picture):
        held = [row for row in rows if row.suite == suite]
        for name, shown in gallery.chosen(held).items():
            if shown:
                figures = "".join(gallery.figure(row, folder) for row in shown)
                parts.append(f"<h2>{suite}: {name}</h2><div class=gallery>{figures}</div>")
    legend = "<p class=note>Dashed white: planned box. Pink: what the detector saw.</p>"
    return [legend, *parts] if parts else []


def _cell(share: Interval | None) -> str:
    if share is None:
        return ""
    if not share.prompts:
        return f"{share.mean:.3f}"
    return f"{share.mean:.3f} <small>[{share.low:.3f}, {share.high:.3f}]</small>"


def _say(share: Interval | None) -> str:
    return _cell(share).replace("<small>", "").replace("</small>", "")


def _paired(pair: Paired) -> str:
    return (
        f"{pair.second:.3f} ({pair.difference:+.3f} [{pair.low:+.3f}, {pair.high:+.3f}], "
        f"won {pair.won}, lost {pair.lost}, p = {pair.p:.3g})"
    )
