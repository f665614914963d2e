"""`got plan`: the chain for a wish, to look at or to edit and draw."""

from argparse import Namespace
from pathlib import Path

from agent.build import Load
from agent.commands import bench
from got_models import chain_text
from tools import intake, plan_json
from tools import wish as wishes


def run(args: Namespace, load: Load | None) -> int:
    """Print the chain's text alone, ready to be edited, or with `--json` its parts."""
    held = bench.settings_of(args)
    wish = wishes.read(args.wish)
    picture = intake.open_picture(Path(args.picture)).image if args.picture else None
    progress = bench.progress_of(args)
    studio = bench.studio_of(held, progress, load)
    plan = studio.plan(wish, picture=picture, seed=held.seed)
    if args.json:
        bench.say_json(plan_json.as_json(plan))
        return 0
    for sentence in (*plan.repairs, *plan.problems):
        progress.note(sentence)
    bench.say(chain_text.write(plan.chain))
    return 0
