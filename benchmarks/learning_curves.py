"""What is the limit, data, size or compute: curves of learning, their laws, and a plot.

    python benchmarks/learning_curves.py models 20000=DIR 36800=DIR --out DIR
    python benchmarks/learning_curves.py sizes --out DIR --widths 64 128 192 --minutes 20
    python benchmarks/learning_curves.py sizes --out DIR --minutes 0      # what there is, once more

`models` puts several model folders, each named with the samples it has learned from, through the
same development cases, and fits to every figure `1 - figure = factor * samples ** -exponent`, with
an interval and with what it foretells. `sizes` trains the UNet from nothing at several widths on
the same small pictures: where losses on scenes trained on and held out part, data is the limit;
where a wider one is better after the same samples, size is; where it is better at the same number
of operations, a training should be wider rather than longer. Both write `curves.json` and
`curves.png` into `--out`, and go on where they were stopped.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import development
import model_sizes
from log_plot import Curve, Panel, plot
from power_law import NORMAL_95, Point, PowerLaw, fitted

from got_models.autoencoder import PatchAutoencoder
from got_models.evaluating.development import Amounts, Report
from got_models.evaluating.intervals import Interval
from got_models.loading import load_models
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.training.log import Row, TrainingLog

FIGURES = (
    "chains.L2.all_right",
    "chains.L3.all_right",
    "chains.L4.all_right",
    "looking.all.named",
    "pictures.all.right",
    "edits.all.done",
)
"""Default figures of `models`: table, row and column as `development.py` prints them."""

WIDTHS = (64, 128, 192)
"""First widths of the UNets; got-tiny's is the middle one."""

AHEAD = (2, 4, 8)
"""How many times the most that was measured is foretold."""

Told = dict[str, Any]


def main(argv: list[str] | None = None) -> int:
    """Measure what is missing, fit, plot and print."""
    args = _parser().parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    told, panels = _models(args) if args.command == "models" else _sizes(args)
    (args.out / "curves.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    plot(panels, args.out / "curves.png")
    sys.stdout.write("".join(f"{line}\n" for line in told["said"]))
    return 0


def _models(args: argparse.Namespace) -> tuple[Told, list[Panel]]:
    reports = [(count, _report(folder, args)) for count, folder in sorted(args.models)]
    told: Told = {"amounts": {name: getattr(args, name) for name, _ in Amounts()}, "said": []}
    panels = []
    for name in args.figures:
        shares = {count: share for count, report in reports if (share := figure(report, name))}
        points = [Point(count, 1 - share.mean, _spread(share)) for count, share in shares.items()]
        law = fitted(points)
        told[name] = {
            "points": {count: share.model_dump() for count, share in shares.items()},
            "law": _law_told(law, points, args.target),
        }
        told["said"] += [f"{name}: {_shares_said(shares)}", *_law_said(law, points, args.target)]
        panels.append(Panel(f"1 - {name}", "samples learned from", [_curve(name, points, law)]))
    return told, panels


def figure(report: Report, name: str) -> Interval | None:
    """Return a share of a report by table, row and column; None where it was not measured."""
    tables: Mapping[str, Mapping[str, Mapping[str, Interval]]] = {
        "chains": report.chains,
        "edits": report.edits,
        "looking": {"all": report.grounding},
        "pictures": {"all": report.follow},
    }
    table, row, column = name.split(".")
    return tables[table].get(row, {}).get(column)


def _report(folder: Path, args: argparse.Namespace) -> Report:
    """Return what was measured on a model, measured now when it was not."""
    models = load_models(folder, args.device)
    amounts = "-".join(str(getattr(args, name)) for name, _ in Amounts())
    weights = f"{models.painter.weights_hash[:12]}-{folder.name}"
    place: Path = args.out / f"{weights}-{amounts}-{args.seed}.json"
    if not place.exists():
        place.write_text(development.measured(models, args).model_dump_json(indent=1), "utf-8")
    return Report.model_validate_json(place.read_bytes())


def _sizes(args: argparse.Namespace) -> tuple[Told, list[Panel]]:
    amounts = model_sizes.Amounts(args.samples, args.batch, args.scenes, args.points)
    if args.minutes != 0:
        _train(args, amounts)
    rows = {width: _rows(args.out / f"width-{width}") for width in args.widths}
    rows = {width: found for width, found in rows.items() if found}
    told: Told = {"amounts": vars(amounts), "widths": rows, "laws": {}, "said": []}
    curves: dict[str, list[Curve]] = {"samples": [], "flops": []}
    for width, found in rows.items():
        for along, drawn in curves.items():
            points = _points(found, along, "held_out")
            law = fitted(points)
            told["laws"][width] = _law_told(law, points, None)
            drawn.append(_curve(f"width {width}, held out", points, law))
        seen = _points(found, "samples", "seen")
        curves["samples"].append(Curve(f"width {width}, seen", _whiskers(seen), pale=True))
    laws = [_law_line(width, law) for width, law in told["laws"].items() if law]
    told["said"] = [*_sizes_said(rows), *laws]
    titles = {"samples": "samples learned from", "flops": "operations spent"}
    return told, [Panel("loss", titles[along], drawn) for along, drawn in curves.items()]


def _train(args: argparse.Namespace, amounts: model_sizes.Amounts) -> None:
    """Train the widths in their order, until all are through or the minutes are over."""
    vae = PatchAutoencoder.from_pretrained(args.vae).eval().requires_grad_(False)
    atlas = SpriteAtlas.open()
    started = time.monotonic()
    for width in args.widths:
        minutes = args.minutes and max(args.minutes - (time.monotonic() - started) / 60, 0.0)
        folder = args.out / f"width-{width}"
        if not model_sizes.train(width, vae, atlas, folder, amounts, minutes=minutes):
            return


def _rows(folder: Path) -> list[Row]:
    return TrainingLog(folder / "measured").rows()


def _points(rows: Sequence[Row], along: str, loss: str) -> list[Point]:
    return [Point(row[along], row[loss], row[f"{loss}_spread"]) for row in rows]


def _sizes_said(rows: Mapping[int, Sequence[Row]]) -> list[str]:
    """Compare at the last samples and at the operations that all widths have reached."""
    lines = []
    for width, found in rows.items():
        last = found[-1]
        gap = last["held_out"] - last["seen"]
        doubt = NORMAL_95 * math.hypot(last["held_out_spread"], last["seen_spread"])
        lines.append(
            f"width {width}, {last['samples']:.0f} samples, {last['flops']:.3g} operations: "
            f"held out {last['held_out']:.4f}, seen {last['seen']:.4f}, "
            f"gap {gap:+.4f} +- {doubt:.4f}"
        )
    for along in ("samples", "flops"):
        common = min((found[-1][along] for found in rows.values()), default=0)
        losses = [f"width {width} {_between(found, along, common):.4f}"
                  for width, found in rows.items() if found[0][along] <= common]  # fmt: skip
        lines.append(f"held out at {common:.3g} {along}: {', '.join(losses)}")
    return lines


def _between(rows: Sequence[Row], along: str, amount: float) -> float:
    """Return the held-out loss at an amount, on the straight line in logarithms around it."""
    for before, after in pairwise(rows):
        if before[along] <= amount <= after[along]:
            share = math.log(amount / before[along]) / math.log(after[along] / before[along])
            loss: float = before["held_out"] ** (1 - share) * after["held_out"] ** share
            return loss
    return rows[0]["held_out"]


def _spread(share: Interval) -> float:
    return (share.high - share.low) / (2 * NORMAL_95)


def _whiskers(points: Sequence[Point]) -> list[tuple[float, ...]]:
    return [(one.amount, max(one.error, 1e-3), NORMAL_95 * one.spread) for one in points]


def _curve(name: str, points: Sequence[Point], law: PowerLaw | None) -> Curve:
    if law is None:
        return Curve(name, _whiskers(points))
    first, last = (edge(point.amount for point in points) for edge in (min, max))
    ends = [first, last, last * AHEAD[0]]
    return Curve(name, _whiskers(points), [(amount, law.error(amount)) for amount in ends])


def _law_told(law: PowerLaw | None, points: Sequence[Point], target: float | None) -> Told | None:
    if law is None:
        return None
    most = max(point.amount for point in points)
    told = vars(law) | {
        "falls": law.falls,
        "foretold": {round(most * times): law.error(most * times) for times in AHEAD},
    }
    if target is not None:
        told["samples_to_target"] = law.amount(1 - target)
    return told


def _law_line(width: int, law: Told) -> str:
    return (
        f"width {width}: the loss falls with the samples to the power of -{law['exponent']:.3f} "
        f"[{law['low']:.3f}, {law['high']:.3f}]"
    )


def _law_said(law: PowerLaw | None, points: Sequence[Point], target: float) -> list[str]:
    if law is None:
        return []
    most = max(point.amount for point in points)
    ahead = ", ".join(f"{1 - law.error(most * times):.2f} at {times} times" for times in AHEAD)
    needed = law.amount(1 - target)
    when = "never reached" if needed is None else f"after {needed:.3g} samples"
    exponent = f"{law.exponent:.3f} [{law.low:.3f}, {law.high:.3f}]"
    return [f"  exponent {exponent}; foretold {ahead} the most; {target:.2f} {when}"]


def _shares_said(shares: Mapping[int, Interval]) -> str:
    return ", ".join(f"{count}: {one.mean:.2f} [{one.low:.2f}, {one.high:.2f}]"
                     for count, one in shares.items())  # fmt: skip


def _model(text: str) -> tuple[int, Path]:
    count, _, folder = text.partition("=")
    if not folder or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"SAMPLES=FOLDER of a model is needed, got {text!r}")
    return int(count), Path(folder)


def _parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = root.add_subparsers(dest="command", required=True)
    models = commands.add_parser("models", help="finished models after more and more samples")
    models.add_argument("models", nargs="+", type=_model, metavar="SAMPLES=FOLDER")
    models.add_argument("--figures", nargs="+", default=FIGURES)
    models.add_argument("--target", type=float, default=0.8, help="share to be reached")
    development.add_measuring(models)
    sizes = commands.add_parser("sizes", help="UNets of several widths, trained here")
    sizes.add_argument("--widths", nargs="+", type=int, default=WIDTHS)
    sizes.add_argument("--samples", type=int, default=4000, help="of each training")
    sizes.add_argument("--batch", type=int, default=20)
    sizes.add_argument("--points", type=int, default=10, help="measurements along a training")
    sizes.add_argument("--scenes", type=int, default=160, help="of a measurement, seen and not")
    sizes.add_argument("--minutes", type=float, help="stop (resumable) after these; 0: only read")
    sizes.add_argument("--vae", type=Path, default=development.SHIPPED / "vae")
    for command in (models, sizes):
        command.add_argument("--out", type=Path, required=True)
    return root


if __name__ == "__main__":
    raise SystemExit(main())
