"""`got world`: look at the world got-tiny is trained on, and at what is kept from its training."""

import json
import random
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from got_models import chain_text
from got_models.command_line import CommandParser, whole
from got_models.sceneworld import holdout
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.sampling import sample_scene

HOLDOUT = Path(__file__).with_name("holdout.json")
HOLDOUT_HASH = Path(__file__).with_name("holdout.sha256")

MAX_SEED = 2**31 - 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` are the words after `got world`."""
    try:
        args = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    commands = {"sheet": _sheet, "holdout": _holdout, "describe": _describe}
    return commands[args.command](args)


def _parser() -> CommandParser:
    root = CommandParser(prog="got world", description="Look at the world got-tiny is trained on.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    sheet = commands.add_parser("sheet", help="write contact sheets for a person to look at")
    sheet.add_argument(
        "-o", "--output", metavar="DIR", default="runs/sheets", help="folder for the PNG files"
    )
    sheet.add_argument("--seed", type=whole(0, MAX_SEED), default=0, help="seed of the first scene")
    sheet.add_argument(
        "--edits", action="store_true", help="edits too: before and after, with the instruction"
    )
    sheet.add_argument(
        "--families",
        action="store_true",
        help="sprites too: every object in every colour, per family",
    )
    held = commands.add_parser("holdout", help="print what training never sees, and its hash")
    held.add_argument(
        "--write", action="store_true", help="write the list and its hash beside the code"
    )
    describe = commands.add_parser("describe", help="print one scene: facts, caption, chain")
    describe.add_argument("--seed", type=whole(0, MAX_SEED), default=0, help="which scene")
    return root


def _sheet(args: Namespace) -> int:
    from got_models.sceneworld import contact_sheet
    from got_models.sceneworld.sprites import SpriteAtlas

    folder = Path(args.output)
    folder.mkdir(parents=True, exist_ok=True)
    atlas = SpriteAtlas.open()
    sheets = {"scenes": contact_sheet.scenes(atlas, args.seed)}
    if args.edits:
        sheets["edits"] = contact_sheet.edits(atlas, args.seed)
    if args.families:
        for family in atlas.families:
            kinds = [kind for kind, shapes in atlas.shapes().items() if family in shapes]
            sheets[f"sprites-{family}"] = contact_sheet.sprites(atlas, family, kinds)
    for name, sheet in sheets.items():
        sheet.save(folder / f"{name}.png")
        sys.stdout.write(f"{folder / name}.png\n")
    return 0


def _holdout(args: Namespace) -> int:
    digest = holdout.manifest_hash()
    if args.write:
        text = json.dumps(holdout.manifest(), indent=1, ensure_ascii=False)
        HOLDOUT.write_text(f"{text}\n", "utf-8")
        HOLDOUT_HASH.write_text(f"{digest}\n", "utf-8")
    else:
        sys.stdout.write(json.dumps(holdout.manifest(), indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{digest}\n")
    return 0


def _describe(args: Namespace) -> int:
    rng = random.Random(args.seed)
    scene = sample_scene(rng)
    wish = wish_for(scene, rng)
    chain = chain_for(scene, wish.order, wish.facts)
    said = {
        "scene": scene.model_dump(mode="json"),
        "spec": holdout.spec_of(scene),
        "caption": wish.text,
        "chain": chain_text.write(chain),
    }
    sys.stdout.write(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
