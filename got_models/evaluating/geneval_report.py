"""The report of an evaluation: both scores beside chance, and what was missing."""

from collections.abc import Iterator, Sequence

from got_models.evaluating.geneval_chance import CHANCE, Chance, overall_chance
from got_models.evaluating.geneval_layout import PICTURES_PER_PROMPT, Layout
from got_models.evaluating.geneval_results import Result
from got_models.evaluating.geneval_run import DAMAGED, MISSING, missing
from got_models.evaluating.geneval_spec import GenevalTask, geneval_specs
from got_models.evaluating.geneval_summary import Summary, rule_marks, strict_marks, summarise
from got_models.evaluating.intervals import Interval
from got_models.value import Value

NOTE = (
    "GenEval's decision rules on the detections given; "
    "with another detector this is not a GenEval score and compares with none."
)


class Coverage(Value):
    """How many of GenEval's prompts have a folder, and the scores with the rest as wrong."""

    prompts: int
    of: int
    rules: Interval
    strict: Interval


class Report(Value):
    """What an evaluation found. `coverage` is None when a prompt is none of GenEval's.

    `mean_extras` is the mean number of objects not asked for, over the pictures that could be read.
    """

    note: str = NOTE
    rules: Summary
    strict: Summary
    mean_extras: float | None
    chance: dict[GenevalTask, Chance]
    overall_chance: float
    coverage: Coverage | None
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    not_four: dict[str, int]


def report_on(layout: Layout, results: Sequence[Result]) -> Report:
    """Sum up the results of a folder."""
    rules, strict = summarise(rule_marks(results)), summarise(strict_marks(results))
    extras = [result.extras for result in results if result.extras is not None]
    return Report(
        rules=rules,
        strict=strict,
        mean_extras=sum(extras) / len(extras) if extras else None,
        chance={task: CHANCE[task] for task in rules.tasks},
        overall_chance=overall_chance(rules.tasks),
        coverage=_coverage(results),
        missing=tuple(result.filename for result in results if result.reason == MISSING),
        damaged=tuple(result.filename for result in results if result.reason == DAMAGED),
        not_four=layout.not_four,
    )


def _coverage(results: Sequence[Result]) -> Coverage | None:
    known = {spec.as_line(): spec for spec in geneval_specs()}
    held = {result.metadata for result in results}
    if not held <= known.keys():
        return None
    absent = [spec for line, spec in known.items() if line not in held]
    padded = [*results, *(missing(spec, "") for spec in absent * PICTURES_PER_PROMPT)]
    return Coverage(
        prompts=len(held),
        of=len(known),
        rules=summarise(rule_marks(padded)).overall,
        strict=summarise(strict_marks(padded)).overall,
    )


def as_lines(report: Report) -> Iterator[str]:
    """Write a report for a person: a table, and a sentence for everything out of order."""
    row = "{:<14} {:>27} {:>27} {:>8} {:>11}".format
    yield row("task", "rules", "strict", "chance", "right/all")
    for task, by_rules in report.rules.tasks.items():
        yield row(
            task,
            _percent(by_rules.score),
            _percent(report.strict.tasks[task].score),
            f"{report.chance[task].score:.2%}",
            f"{by_rules.correct}/{by_rules.images}",
        )
    rules, strict = _percent(report.rules.overall), _percent(report.strict.overall)
    yield row("overall", rules, strict, f"{report.overall_chance:.2%}", "")
    yield (
        f"{report.rules.total_images} pictures of {report.rules.total_prompts} prompts; "
        f"{report.rules.correct_images_fraction:.2%} of the pictures are right by the rules, "
        f"{report.rules.correct_prompts_fraction:.2%} of the prompts have a right one."
    )
    if report.mean_extras is not None:
        yield f"{report.mean_extras:.2f} objects per picture were not asked for."
    yield from _out_of_order(report)
    yield report.note


def _out_of_order(report: Report) -> Iterator[str]:
    if report.coverage is None:
        yield "Some prompts are none of GenEval's."
    elif report.coverage.prompts < report.coverage.of:
        yield (
            f"{report.coverage.prompts} of GenEval's {report.coverage.of} prompts are there; with "
            f"the others as wrong, overall is {_percent(report.coverage.rules)} by the rules and "
            f"{_percent(report.coverage.strict)} strictly."
        )
    for names, fault in ((report.missing, "missing"), (report.damaged, "unreadable")):
        if names:
            yield f"{len(names)} pictures are {fault} and count as wrong, the first: {names[0]}"
    if report.not_four:
        name, number = next(iter(report.not_four.items()))
        yield (
            f"{len(report.not_four)} prompts do not have exactly {PICTURES_PER_PROMPT} pictures, "
            f"the first: {name} has {number}"
        )


def _percent(score: Interval) -> str:
    return f"{score.mean:.2%} [{score.low:.2%}, {score.high:.2%}]"
