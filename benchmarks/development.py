"""What a model does on the development set: the figures of got-tiny's card.

    python benchmarks/development.py                               # the shipped model
    python benchmarks/development.py --model DIR --chains 100 --pictures 24 --edits 6 --looks 30
    python benchmarks/development.py --chains 0 --looks 0 --edits 0 --guidance 4,3,1 --steps 30

Chains are scored as the reasoner writes them, greedily, and as the product mends them. Pictures and
edits are drawn once from true chains, so that planning and painting are measured apart. The judge
has seen the sprites of training: this compares weights, it is not the report card.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image

from got_models import chain_text
from got_models.errors import GotError
from got_models.evaluating.development import Amounts, Report, Subject, evaluate_model
from got_models.evaluating.devset import Group
from got_models.evaluating.intervals import Interval
from got_models.guidance_scales import GuidanceScales
from got_models.loading import LoadedModels, load_models
from got_models.mllm_input import Exchange
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.thought import Chain
from got_models.verifying.crop_judge import CropJudge
from tools import plan as planning

SHIPPED = Path(__file__).parents[1] / "got_models" / "pretrained" / "got-tiny"
DRAWN: tuple[Group, ...] = ("seen", "L2")
"""Groups of wishes whose true chains are drawn."""


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    args = _parser().parse_args(argv)
    begun = time.perf_counter()
    models = load_models(args.model, args.device)
    report = measured(models, args)
    told = {
        "model": args.model.name,
        "weights": models.painter.weights_hash[:12],
        "seconds": round(time.perf_counter() - begun, 1),
        **report.model_dump(mode="json"),
    }
    tables = (f"{told['weights']}: {told['seconds']} s", *_tables(report))
    sys.stdout.write((json.dumps(told) if args.json else "\n\n".join(tables)) + "\n")
    return 0


def measured(models: LoadedModels, args: argparse.Namespace) -> Report:
    """Put the models through the amounts asked for."""
    reasoner, painter = models.reasoner, models.painter

    def plan(wish: str, *, seed: int) -> str:
        if not args.mended:
            return reasoner.think(Exchange(wish, None, None), seed=seed).text
        try:
            return chain_text.write(planning.plan(wish, reasoner=reasoner, seed=seed).chain)
        except GotError:  # refused: that is no plan
            return ""

    def describe(picture: Image.Image, question: str) -> str:
        return reasoner.look(question, picture)

    def paint(wish: str, chain: Chain, *, picture: Image.Image | None, seed: int) -> Image.Image:
        [image] = painter.paint(
            wish,
            chain,
            picture=picture,
            seeds=(seed,),
            steps=args.steps or painter.default_steps,
            size=None if picture is None else picture.size,
            guidance=args.guidance or painter.guidance_for(chain.task),
        )
        return image

    return evaluate_model(
        Subject(plan, describe, paint),
        Amounts(chains=args.chains, pictures=args.pictures, looks=args.looks, edits=args.edits),
        atlas=SpriteAtlas.open(),
        judge=CropJudge.load(),
        drawn=DRAWN,
        seed=args.seed,
        tell=_tell,
    )


def _tables(report: Report) -> Iterator[str]:
    """Yield a Markdown table for everything that was measured."""
    for name, rows in (("chains", report.chains), ("edits", report.edits)):
        if rows:
            yield _table(name, rows)
    for name, row in (("pictures", report.follow), ("looking", report.grounding)):
        if row:
            yield _table(name, {"all": row})


def _table(name: str, rows: Mapping[str, Mapping[str, Interval]]) -> str:
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    lines = [f"| {name} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for group, row in rows.items():
        cells = [_cell(row[column]) if column in row else "" for column in columns]
        lines.append(f"| {group} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(share: Interval) -> str:
    return f"{share.mean:.2f} [{share.low:.2f}, {share.high:.2f}]"


def _tell(what: str, done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{what} {done}/{total}{end}")


def _scales(text: str) -> GuidanceScales:
    words, boxes, reference = (float(one) for one in text.split(","))
    return GuidanceScales(text=words, spatial=boxes, reference=reference)


def add_measuring(parser: argparse.ArgumentParser) -> None:
    """Add the options that `measured` reads."""
    parser.add_argument("--device", help="where to compute; the fastest when not given")
    for name, default in Amounts():
        says = Amounts.model_fields[name].description
        parser.add_argument(f"--{name}", type=int, default=default, help=says)
    parser.add_argument("--mended", action="store_true", help="chains as the product mends them")
    parser.add_argument("--guidance", type=_scales, help="text,spatial,reference for all pictures")
    parser.add_argument("--steps", type=int, help="denoising steps; the model's own by default")
    parser.add_argument("--seed", type=int, default=0, help="another gives another set")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=SHIPPED, help="a model folder")
    add_measuring(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
