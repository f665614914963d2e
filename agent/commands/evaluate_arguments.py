"""The words that `got evaluate` understands."""

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from got_models.command_line import CommandParser, whole

if TYPE_CHECKING:
    from got_models.evaluating.report.running import Sizes

HEAVY_HELP = {
    "train-detector": "train the detector that looks at pictures; interrupted, it goes on",
    "gate": "say what the detector gets right, before its scores are believed",
    "export": "write pictures as a public benchmark's scorer reads them",
    "import": "read a public scorer's results back",
    "judge": "score edits with a chat model that sees, by GoT's two scores",
}


def parser(delegates: Iterable[str]) -> CommandParser:
    """Return the parser; what is delegated has a parser of its own and is only listed here."""
    root = CommandParser(prog="got evaluate", description="Measure pictures, models and rules.")
    evaluations = root.add_subparsers(dest="evaluation", required=True, metavar="EVALUATION")
    _add_rules(evaluations.add_parser("rules", help="hold our GenEval rules to recorded verdicts"))
    _add_geneval(evaluations.add_parser("geneval", help="score pictures by GenEval's rules"))
    _add_all(evaluations.add_parser("all", help="draw and score everything; write a report card"))
    pages = evaluations.add_parser("pages", help="write a report's pages again from its rows")
    pages.add_argument("report", metavar="DIR")
    diff = evaluations.add_parser("diff", help="pair two reports, prompt by prompt")
    diff.add_argument("first", metavar="A")
    diff.add_argument("second", metavar="B")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    agree = evaluations.add_parser("agree", help="compare a report with a person's ratings")
    agree.add_argument("report", metavar="DIR")
    agree.add_argument("ratings", metavar="FILE", help="what the rating page exported")
    agree.add_argument("--keep", action="store_true", help="keep the agreement for report cards")
    for name in delegates:
        evaluations.add_parser(name, help=HEAVY_HELP[name], add_help=False)
    return root


def sizes_of(args: Namespace) -> "Sizes":
    """Return how many cases of each suite are asked for."""
    from got_models.evaluating.report.running import FULL, QUICK

    sizes = QUICK if args.quick else FULL
    asked = {} if args.n is None else {"pictures": args.n}
    given = {"geneval": args.prompts, "truth": args.prompts} if args.prompts else {}
    return sizes.model_copy(update=asked | given)


def _add_rules(rules: CommandParser) -> None:
    rules.add_argument("cases", metavar="FILE", help="one recorded verdict per line, as JSON")
    rules.add_argument("--json", action="store_true", help="print one JSON object")


def _add_geneval(geneval: CommandParser) -> None:
    geneval.add_argument("--images", metavar="DIR", help="pictures in GenEval's folder layout")
    geneval.add_argument(
        "--detections",
        metavar="FILE",
        help='what a detector saw: a line {"image": "00000/samples/0000.png", "detections": '
        '[{"class", "box", "confidence", "color"}, ...]} per picture; else --detector looks',
    )
    geneval.add_argument(
        "-o", "--output", metavar="FILE", help="write a verdict per picture, as GenEval does"
    )
    geneval.add_argument("--json", action="store_true", help="print one JSON object")
    _add_model(geneval)
    geneval.add_argument("--out", metavar="DIR", help="with --model: where the report goes")


def _add_all(every: CommandParser) -> None:
    every.add_argument("--out", metavar="DIR", default="report", help="default: report")
    every.add_argument("--suites", metavar="NAME", nargs="+", help="only these suites")
    _add_model(every)


def _add_model(parser: CommandParser) -> None:
    from got_models.evaluating.detectors import NAMES

    parser.add_argument("--model", metavar="NAME", help="model to draw with")
    parser.add_argument("--n", type=whole(1, 64), help="pictures per prompt; 4 in the real test")
    parser.add_argument("--quick", action="store_true", help="a stratified sample, one try each")
    parser.add_argument("--prompts", type=whole(6, 553), help="GenEval prompts, stratified")
    parser.add_argument("--steps", type=whole(1, 1000), help="denoising steps")
    parser.add_argument("--device", metavar="NAME", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--config", metavar="FILE", help="another agent.yaml")
    parser.add_argument("--profile", metavar="NAME", help="a set of settings by its name")
    parser.add_argument("--reasoner", metavar="NAME", help="who writes the chains")
    parser.add_argument("--renderer", metavar="NAME", help="who draws")
    parser.add_argument(
        "--detector", metavar="NAME", default="own",
        help=f"who looks: {NAMES}; default: own",
    )  # fmt: skip
