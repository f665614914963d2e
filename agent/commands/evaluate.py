"""`got evaluate`: measure pictures, models and rules; what is heavy loads when it is needed."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands import bench, evaluate_arguments
from got_models.errors import BadInput

if TYPE_CHECKING:
    from got_models.evaluating.detections import Perception

_DELEGATES = {
    "train-detector": "got_models.evaluating.seeing.cli",
    "gate": "got_models.evaluating.seeing.cli",
    "export": "got_models.evaluating.formats.cli",
    "import": "got_models.evaluating.formats.cli",
    "judge": "got_models.evaluating.formats.cli",
}
"""Evaluations with a command line of their own."""


def main(argv: Sequence[str]) -> int:
    """Run one evaluation and return its exit code; `argv` are the words after `got evaluate`."""
    if argv and argv[0] in _DELEGATES:
        return int(import_module(_DELEGATES[argv[0]]).main(list(argv)))
    args = evaluate_arguments.parser(_DELEGATES).parse_args(argv)
    run = {
        "rules": _rules, "geneval": _geneval, "all": _all, "pages": _pages, "diff": _diff,
        "agree": _agree,
    }  # fmt: skip
    return run[args.evaluation](args)


def _rules(args: Namespace) -> int:
    from got_models.evaluating import rule_cases

    agreement = rule_cases.compare(rule_cases.read_cases(Path(args.cases)))
    if args.json:
        bench.say_json(agreement.model_dump(mode="json"))
    else:
        bench.say(f"{agreement.agree} of {agreement.cases} verdicts agree.")
        for case in agreement.disagree:
            bench.say(f"differs: {case}")
    return 0


def _geneval(args: Namespace) -> int:
    from got_models.evaluating import geneval_report, geneval_results, geneval_run
    from got_models.evaluating.geneval_layout import read_layout

    if args.model:
        args.suites, args.out = ["geneval"], args.out or "report"
        return _all(args)
    if not args.images:
        raise BadInput("name pictures with --images, or a model to draw them with --model")
    layout = read_layout(Path(args.images))
    if args.detections:
        see = geneval_run.told(Path(args.detections))
    else:
        see = geneval_run.looking(_eye(args.detector))
    results = geneval_run.evaluate(layout, see)
    if args.output:
        try:
            geneval_results.write_results(results, Path(args.output))
        except OSError as cause:
            raise BadInput(f"cannot write {args.output!r}: {cause.strerror}") from cause
    report = geneval_report.report_on(layout, results)
    if args.json:
        bench.say_json(report.model_dump(mode="json"))
    else:
        for line in geneval_report.as_lines(report):
            bench.say(line)
    return 0


def _all(args: Namespace) -> int:
    from agent import build
    from agent.commands.measured import MeasuredMaker
    from got_models.evaluating.report import running

    held = bench.settings_of(args)
    eye = _eye(args.detector)
    maker = MeasuredMaker(build.models(held), steps=args.steps)
    sizes = evaluate_arguments.sizes_of(args)
    book, desk = running.open_run(
        Path(args.out), maker, eye, pictures=sizes.pictures, quick=args.quick
    )
    skipped = running.run_suites(
        book, desk, sizes, args.suites or running.SUITES,
        stream=sys.stderr, shown=sys.stderr.isatty(),
    )  # fmt: skip
    return _written(Path(args.out), tuple(f"{name}: no sprites here" for name in skipped))


def _pages(args: Namespace) -> int:
    return _written(Path(args.report), ())


def _written(folder: Path, not_run: tuple[str, ...]) -> int:
    from got_models.evaluating.formats.benchmarks import not_run_here
    from got_models.evaluating.report import writing

    card = writing.write_report(folder, not_run=(*not_run, *not_run_here()))
    bench.say(card.headline)
    for name in (writing.PAGE, writing.TEXT, writing.NUMBERS, writing.RATE):
        bench.say(str(folder / name))
    return 0


def _diff(args: Namespace) -> int:
    from got_models.evaluating.report import writing

    found = writing.difference(Path(args.first), Path(args.second))
    if args.json:
        bench.say_json({"differences": [one.model_dump(mode="json") for one in found]})
    else:
        for line in writing.difference_lines(found):
            bench.say(line)
    return 0


def _agree(args: Namespace) -> int:
    from got_models.evaluating.report import agreements, rating, rows

    folder, said = Path(args.report), rating.read_ratings(Path(args.ratings))
    run = rows.read_facts(folder)
    found = rating.agreement(run, rows.read_rows(folder), said)
    if args.keep:
        agreements.keep(agreements.Agreed(run=run, rater=said.rater, agreement=found))
    bench.say_json(found.model_dump(mode="json"))
    return 0


def _eye(name: str) -> "Perception":
    """Open a detector; torch must not load with the command line."""
    opening = import_module("got_models.evaluating.seeing.opening")
    eye: Perception = opening.open_eye(name)
    return eye
