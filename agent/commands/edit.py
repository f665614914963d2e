"""`got edit`: a picture and an instruction become a changed picture."""

from argparse import Namespace
from pathlib import Path

from agent.build import Load
from agent.commands import bench
from agent.commands.answer import save, show
from agent.places import places
from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Chain
from tools import intake, png
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
    spared = [source, *bench.spared(args)]
    targets = places(args.output, words=words, seeds=manner.seeds, spared=spared)
    mask = bench.mask_of(args, picture.image.size)
    progress = bench.progress_of(args)
    for note in picture.notes:
        progress.note(note)
    references = bench.references_of(args, progress)
    studio = bench.studio_of(held, progress, load)
    studio.able("edit", size=manner.size, references=len(references), masked=mask is not None)
    if given:
        plan = studio.check(given)
    else:
        known = _known_of(source)
        plan = studio.plan(instruction, picture=picture.image, known=known, seed=held.seed)
        if known:
            progress.note("what is where in the picture was taken from its own recipe")
    shots = studio.edit(
        picture.image, instruction, plan.chain, manner, references=references, mask=mask
    )
    with progress.stage("save"):
        saved = save(shots, targets, plan.chain if args.overlay else None)
    return show(args, plan, saved, progress)


def _known_of(picture: Path) -> Chain | None:
    """Return what a picture was drawn from if its file says so; None for an edited one."""
    try:
        recipe = png.read_recipe(picture)
        return chain_text.read(recipe.chain).chain if recipe.task == "generate" else None
    except BadInput:
        return None
