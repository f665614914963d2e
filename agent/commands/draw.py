"""`got draw`: a wish becomes a plan, the plan a picture."""

from argparse import Namespace

from agent.build import Load
from agent.commands import bench
from agent.commands.answer import save, show
from agent.places import places
from tools import wish as wishes


def run(args: Namespace, load: Load | None) -> int:
    """Draw and save; everything that can be refused without a model is refused first."""
    held = bench.settings_of(args)
    wish = wishes.read(args.wish)
    manner = bench.manner_of(args, held)
    given = bench.given_chain(args.chain, "generate")
    targets = places(args.output, words=wish, seeds=manner.seeds, spared=bench.spared(args))
    progress = bench.progress_of(args)
    references = bench.references_of(args, progress)
    studio = bench.studio_of(held, progress, load)
    studio.able("generate", size=manner.size, references=len(references))
    plan = studio.check(given) if given else studio.plan(wish, seed=held.seed)
    shots = studio.draw(wish, plan.chain, manner, references=references)
    with progress.stage("save"):
        saved = save(shots, targets, plan.chain if args.overlay else None)
    return show(args, plan, saved, progress)
