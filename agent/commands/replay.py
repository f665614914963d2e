"""`got replay`: draw a picture again from the recipe inside it, and say whether it is the same."""

from argparse import Namespace
from pathlib import Path

from agent.build import Load
from agent.commands import bench
from agent.commands.answer import save
from agent.places import places
from agent.weights import is_path
from got_models.errors import BadPicture
from tools import intake, png
from tools.recipe import Recipe


def run(args: Namespace, load: Load | None) -> int:
    """Draw the recipe of a PNG again and compare."""
    original = Path(args.picture)
    recipe = png.read_recipe(original)
    before = intake.open_picture(original).digest
    held = bench.settings_of(args)
    if args.model is None and held.renderer is None:
        args.model = _model_of(recipe)
        held = bench.settings_of(args)
    sources = [Path(args.source)] if args.source else []
    source = intake.open_picture(sources[0]).image if sources else None
    mask = None if source is None else bench.mask_of(args, source.size)
    words = f"{original.stem} again"
    spared = [original, *sources, *bench.spared(args)]
    targets = places(args.output, words=words, seeds=[recipe.seed], spared=spared)
    progress = bench.progress_of(args)
    references = bench.references_of(args, progress)
    studio = bench.studio_of(held, progress, load)
    shot = studio.replay(recipe, source=source, references=references, mask=mask)
    identical = intake.digest(shot.image) == before
    same_weights = shot.recipe.weights_hash == recipe.weights_hash
    with progress.stage("save"):
        saved = save([shot], targets, None)
    if not same_weights:
        progress.note("the weights are not those the picture was drawn with")
    if args.json:
        bench.say_json(
            {
                "path": str(saved[0].path),
                "identical": identical,
                "same_weights": same_weights,
                "seconds": progress.seconds,
            }
        )
    else:
        likeness = "identical to" if identical else "differs from"
        bench.say(f"{saved[0].path} ({likeness} {original})")
    return 0


def _model_of(recipe: Recipe) -> str:
    if is_path(recipe.model):
        raise BadPicture(
            f"it was drawn by the model {recipe.model!r}; give its folder with --model, "
            "or whoever drew it with --renderer"
        )
    return recipe.model
