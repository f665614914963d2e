"""`got evaluate`: measure pictures and rules; nothing is drawn, and no model is loaded."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent.commands import bench
from got_models.command_line import CommandParser
from got_models.errors import BadInput


def main(argv: Sequence[str]) -> int:
    """Run one evaluation and return its exit code; `argv` are the words after `got evaluate`."""
    args = _parser().parse_args(argv)
    return {"rules": _rules, "geneval": _geneval}[args.evaluation](args)


def _parser() -> CommandParser:
    root = CommandParser(prog="got evaluate", description="Measure pictures and rules.")
    evaluations = root.add_subparsers(dest="evaluation", required=True, metavar="EVALUATION")
    rules = evaluations.add_parser(
        "rules", help="say whether our GenEval rules agree with recorded verdicts"
    )
    rules.add_argument("cases", metavar="FILE", help="one recorded verdict per line, as JSON")
    geneval = evaluations.add_parser(
        "geneval", help="score a folder of pictures by GenEval's decision rules"
    )
    geneval.add_argument(
        "--images", metavar="DIR", required=True, help="pictures in GenEval's folder layout"
    )
    geneval.add_argument(
        "--detections",
        metavar="FILE",
        required=True,
        help='what a detector saw: a line {"image": "00000/samples/0000.png", "detections": '
        '[{"class", "box", "confidence", "color"}, ...]} per picture',
    )
    geneval.add_argument(
        "-o", "--output", metavar="FILE", help="write a verdict per picture, as GenEval does"
    )
    for command in (rules, geneval):
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return root


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

    layout = read_layout(Path(args.images))
    results = geneval_run.evaluate(layout, geneval_run.told(Path(args.detections)))
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
