"""From rows to tables: shares with intervals, chance, ceiling and shuffled prompts."""

import random
from collections.abc import Sequence
from typing import get_args

from got_models.evaluating.geneval_chance import CHANCE, overall_chance
from got_models.evaluating.geneval_rules import judge
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, GenevalTask
from got_models.evaluating.intervals import Interval, interval
from got_models.evaluating.report import agreements
from got_models.evaluating.report.agreements import Agreed
from got_models.evaluating.report.pairing import Paired, compare
from got_models.evaluating.report.rows import Row, RunFacts
from got_models.evaluating.report.suite_ablation import BASELINE
from got_models.evaluating.seeing.gate_figures import GateFigures, kept
from got_models.value import Value

SHUFFLES = 20
"""How often the prompts of a task are dealt out anew."""

UNSEEN = ("L2", "L3", "L4")
"""Levels whose mean is the headline."""

WORDING = (
    "On our closed sprite domain, GenEval's decision rules with our own detector give {score}; "
    "this is not the GenEval benchmark and compares with no published score."
)


NOBODY_RATED = (
    "agreement with people: nobody has rated pictures that this detector judged; rate.html beside "
    "the report takes ratings, `got evaluate agree` compares them"
)


class Line(Value):
    """A named row of a table."""

    name: str
    cells: dict[str, Interval]


class Table(Value):
    """A titled table; `note` says what a reader must know."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


class Ablation(Value):
    """A variant against the baseline, on the same prompts and seeds."""

    variant: str
    rule: Paired
    strict: Paired


class ReportCard(Value):
    """All that a report says in numbers."""

    facts: RunFacts
    headline: str
    tables: tuple[Table, ...]
    ablations: tuple[Ablation, ...]
    drift: tuple[tuple[str, Interval, Interval, Interval], ...]
    """Per turn: success, share of the scene that is still right, and drift."""
    not_run: tuple[str, ...]
    nfe: int
    seconds: float


def card_of(facts: RunFacts, rows: Sequence[Row], not_run: Sequence[str] = ()) -> ReportCard:
    """Sum up the rows of a report."""
    suites = {name: [row for row in rows if row.suite == name] for name in _names(rows)}
    tables = [_geneval_table(suites), _levels_table(suites.get("levels", []))]
    tables += [
        _plain_table(title, suites.get(name, []), _NOTES.get(name, ""))
        for name, title in _TITLES.items()
    ]
    tables += [_gate_table(figures) for figures in kept() if figures.detector == facts.detector]
    people = [one for one in agreements.kept() if one.run.detector == facts.detector]
    tables += [_agreement_table(one) for one in people]
    if not people:
        not_run = (*not_run, NOBODY_RATED)
    return ReportCard(
        facts=facts,
        headline=_headline(suites.get("levels", [])),
        tables=tuple(table for table in tables if table.lines),
        ablations=_ablations(suites.get("ablation", [])),
        drift=_drift(suites.get("turns", [])),
        not_run=tuple(not_run),
        nfe=sum(row.nfe for row in rows),
        seconds=round(sum(row.seconds for row in rows), 1),
    )


_TITLES = {
    "chain": "Plans against wishes",
    "follow": "Pictures against true plans",
    "edit": "Edits",
    "turns": "Sessions of edits, turn by turn",
    "interactive": "Changing one box or one word",
    "ablation": "Ablations: all variants",
}

_NOTES = {
    "chain": "Plans as the product mends them, so that no box lies off the canvas; what the "
    "reasoner wrote is measured by benchmarks/development.py. box_iou: overlap of planned boxes "
    "with the one scene the wish was made from, of which a wish says only part. overlap: largest "
    "share of a planned thing that another covers.",
}


def share(rows: Sequence[Row], mark: str) -> Interval | None:
    """Return the mean of a mark over the rows that have it, resampled by cluster."""
    held = [row for row in rows if mark in row.marks]
    if not held:
        return None
    return interval([row.marks[mark] for row in held], [row.cluster for row in held])


def shuffled_share(rows: Sequence[Row], task: GenevalTask) -> Interval | None:
    """Return how often pictures of a task pass for other prompts of the task: chance, as drawn."""
    held = [row for row in rows if row.group == task and row.spec]
    if len(held) < 2:
        return None
    rng = random.Random(f"shuffle {task}")
    marks: list[float] = []
    names: list[str] = []
    for _ in range(SHUFFLES):
        shift = rng.randrange(1, len(held))
        for at, row in enumerate(held):
            other = held[(at + shift) % len(held)]
            if other.spec and other.prompt != row.prompt:
                marks.append(float(judge(other.spec, row.seen).correct))
                names.append(row.cluster)
    return interval(marks, names) if marks else None


def oracle_share(rows: Sequence[Row]) -> Interval | None:
    """Return how many prompts have a right picture among theirs: what the best choice would score.

    None where a prompt has one picture, so that there is nothing to choose.
    """
    tries: dict[str, list[float]] = {}
    for row in rows:
        tries.setdefault(row.prompt, []).append(row.marks.get("rule", 0.0))
    if not tries or max(map(len, tries.values())) < 2:
        return None
    return interval([max(marks) for marks in tries.values()])


def _names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.suite for row in rows))


def _cells(rows: Sequence[Row], marks: Sequence[str]) -> dict[str, Interval]:
    found = {mark: share(rows, mark) for mark in marks}
    return {mark: one for mark, one in found.items() if one is not None}


def _geneval_table(suites: dict[str, list[Row]]) -> Table:
    drawn, truth = suites.get("geneval", []), suites.get("truth", [])
    lines = []
    for task in GENEVAL_TASKS:
        mine, true = ([r for r in rows if r.group == task] for rows in (drawn, truth))
        cells = _cells(mine, ("rule", "strict", "extras"))
        if cells:
            cells["chance"] = _exactly(CHANCE[task].score)
        if (ceiling := share(true, "rule")) is not None:
            cells["ceiling"] = ceiling
        if (best := oracle_share(mine)) is not None:
            cells["oracle@N"] = best
        if (shuffled := shuffled_share(mine, task)) is not None:
            cells["other prompt"] = shuffled
        if cells:
            lines.append(Line(name=task, cells=cells))
    if lines:
        lines.append(Line(name="overall", cells=_overall(lines)))
    return Table(
        title="GenEval's prompts",
        lines=tuple(lines),
        note=(
            "Rules as GenEval's, detector ours: not the GenEval benchmark. Classes the model "
            "cannot draw count as wrong. Overall weighs tasks equally. Chance: the right picture "
            "with the one thing the task is about guessed. Ceiling: ground-truth renders. "
            "oracle@N: prompts with a right picture among their N, chosen by this detector. Other "
            "prompt: the same pictures held to other prompts of the task."
        ),
    )


def _overall(lines: Sequence[Line]) -> dict[str, Interval]:
    """Return the unweighted mean over tasks; half-widths add up as for independent means."""
    marks = dict.fromkeys(mark for line in lines for mark in line.cells)
    cells = {}
    for mark in marks:
        held = [line.cells[mark] for line in lines if mark in line.cells]
        mean = sum(one.mean for one in held) / len(held)
        down = sum((one.mean - one.low) ** 2 for one in held) ** 0.5 / len(held)
        up = sum((one.high - one.mean) ** 2 for one in held) ** 0.5 / len(held)
        count = sum(one.prompts for one in held)
        cells[mark] = Interval(mean=mean, low=mean - down, high=mean + up, prompts=count)
    if "chance" in cells:
        tasks = [task for task in get_args(GenevalTask) if any(line.name == task for line in lines)]
        cells["chance"] = _exactly(overall_chance(tasks))
    return cells


def _levels_table(rows: Sequence[Row]) -> Table:
    groups = list(dict.fromkeys(row.group for row in rows))
    marks = ("rule", "strict", "extras")
    lines = [
        Line(name=group, cells=_cells([row for row in rows if row.group == group], marks))
        for group in sorted(groups)
    ]
    unseen = [row for row in rows if row.group in UNSEEN]
    if unseen:
        lines.append(Line(name="L2 to L4", cells=_cells(unseen, marks)))
    return Table(
        title="Held-out levels",
        lines=tuple(lines),
        note="L0 seen, L1 unseen combination, L2 unseen pair, L3 unseen class and colour, "
        "L4 unseen relation or count, L5 more than six objects, paraphrase unseen wordings.",
    )


def _plain_table(title: str, rows: Sequence[Row], note: str) -> Table:
    marks = list(dict.fromkeys(mark for row in rows for mark in row.marks))
    by_variant = bool({row.variant for row in rows} - {"default"})
    names = list(dict.fromkeys(row.variant if by_variant else row.group for row in rows))
    lines = [
        Line(name=name,
             cells=_cells([r for r in rows if (r.variant if by_variant else r.group) == name],
                          marks))
        for name in names
    ]  # fmt: skip
    if len(lines) > 1 and not by_variant:
        lines.append(Line(name="all", cells=_cells(rows, marks)))
    return Table(title=title, lines=tuple(lines), note=note)


def _gate_table(figures: GateFigures) -> Table:
    lines = [
        Line(
            name=task,
            cells={
                "truth passes": true,
                "wrong one fails": figures.counterfactuals[task],
                "prompts shuffled": figures.shuffled[task],
                "chance": _exactly(CHANCE[task].score),
            },
        )
        for task, true in figures.truth.items()
    ]
    bounds = "; ".join(figures.failures) or "all bounds are met"
    return Table(
        title=f"The detector's gate on {', '.join(figures.families)}",
        lines=tuple(lines),
        note=f"Renders of sprites that the detector has not learned from. {bounds}. Calibration "
        f"error {figures.calibration_error:.3f}. `got evaluate gate` prints all figures.",
    )


def _agreement_table(agreed: Agreed) -> Table:
    found, run = agreed.agreement, agreed.run
    lines = [Line(name=task, cells={"same verdict": one}) for task, one in found.by_task.items()]
    kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
    return Table(
        title=f"Agreement with {agreed.rater or 'a person'}",
        lines=(*lines, Line(name="all", cells={"same verdict": found.overall})),
        note=f"{found.rated} pictures of {run.model} with weights {run.weights_hash[:12]}, as "
        f"evenly as can be from tasks and verdicts. Cohen's kappa {kappa}; {found.false_passes} "
        f"passed by the rules alone, {found.false_fails} by the person alone.",
    )


def _ablations(rows: Sequence[Row]) -> tuple[Ablation, ...]:
    base = [row for row in rows if row.variant == BASELINE]
    found = []
    for name in dict.fromkeys(row.variant for row in rows):
        held = [row for row in rows if row.variant == name]
        rule, strict = (compare(base, held, mark) for mark in ("rule", "strict"))
        if name != BASELINE and rule and strict:
            found.append(Ablation(variant=name, rule=rule, strict=strict))
    return tuple(found)


def _drift(rows: Sequence[Row]) -> tuple[tuple[str, Interval, Interval, Interval], ...]:
    found = []
    for turn in sorted({row.group for row in rows}):
        held = [row for row in rows if row.group == turn]
        cells = [share(held, mark) for mark in ("done", "scene", "drift")]
        if all(cells):
            done, scene, drift = (cell for cell in cells if cell is not None)
            found.append((turn, done, scene, drift))
    return tuple(found)


def _headline(rows: Sequence[Row]) -> str:
    found = share([row for row in rows if row.group in UNSEEN], "rule")
    if found is None:
        return "Unseen compositions (L2 to L4) were not run."
    score = (
        f"{found.mean:.2f} [{found.low:.2f}, {found.high:.2f}] on unseen compositions (L2 to L4)"
    )
    return WORDING.format(score=score)


def _exactly(score: float) -> Interval:
    return Interval(mean=score, low=score, high=score, prompts=0)
