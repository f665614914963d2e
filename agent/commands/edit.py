"""`got edit`: a picture and an instruction become a changed picture."""

from argparse import Namespace
from pathlib import Path

from agent.build import Load
from agent.commands import bench
from agent.commands.answer import save, show
from agent.places import places
from tools import intake
from tools import wish as wishes


def run(args: Namespace, load: Load | None) -> int:
    """Edit and save; everything that can be refused without a model is refused first."""
    held = bench.settings_of(args)
    instruction = wishes.read(args.wish)
    manner = bench.manner_of(args, held)
    given = bench.given_chain(args.chain, "edit")
    source = Path(args.picture)
    picture = intake.open_picture(source)
    words = f"{source.stem} {instruction}"
    targets = places(args.output, words=words, seeds=manner.seeds, spared=[source])
    progress = bench.progress_of(args)
    for note in picture.notes:
        progress.note(note)
    assistant = bench.assistant_of(held, progress, load)
    plan = assistant.check(given) if given else None
    plan = plan or assistant.plan(instruction, picture=picture.image, seed=held.seed)
    shots = assistant.edit(picture.image, instruction, plan.chain, manner)
    with progress.stage("save"):
        saved = save(shots, targets, plan.chain if args.overlay else None)
    return show(args, plan, saved, progress)
