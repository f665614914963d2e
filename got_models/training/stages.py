"""The stages as a run makes them: built from a recipe, each on the weights of those before it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models.errors import WeightsError
from got_models.mllm_input import Sight
from got_models.pipeline import GoTPipeline
from got_models.projector import GuidanceProjector
from got_models.reasoner import GoTReasoner
from got_models.sceneworld.render import Atlas
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.tiny import tiny_mllm, tiny_projector, tiny_scheduler, tiny_unet, tiny_vae
from got_models.training.autoencoder_scaling import keep_scaling, open_autoencoder
from got_models.training.autoencoder_stage import AutoencoderStage
from got_models.training.brush_stage import Brush, BrushStage
from got_models.training.denoising import Denoising
from got_models.training.drawing_stage import DrawingStage, GoTLoss
from got_models.training.even_pictures import read_evenly
from got_models.training.loop import Run, Stage, read_checkpoint
from got_models.training.reasoner_stage import ReasonerStage, Telling
from got_models.training.recipe import Recipe, TrainedStage
from got_models.training.sheets import ShownStage, chain_sheet, drawing_sheet, samples_of
from got_models.training.sight_stage import Looking, SightStage
from got_models.training.stand_in_sprites import StandInSprites
from got_models.training.text_batch import token_ids
from got_models.training.tokenizer_stage import make_tokenizer, open_tokenizer
from got_models.training.warm_start import began_with_model, load_brush, load_telling

ModelT = TypeVar("ModelT", Telling, Brush)


def train_stage(name: TrainedStage, recipe: Recipe, out: Path, *, device: str = "auto") -> Path:
    """Train one stage, or go on with it, and return its folder.

    Raises:
        WeightsError: A stage that it needs has not been trained, or a checkpoint is of another
            model.
    """
    torch.manual_seed(recipe.seed)
    stage = _STAGES[name](recipe, out)
    run = Run(stage, recipe.schedule(name), out / name, device=device)
    run.train()
    if name == "autoencoder" and run.accelerator.is_main_process:
        keep_scaling(
            out / name,
            tiny_vae(recipe.size),
            atlas_of(recipe),
            scenes=recipe.scaling_scenes,
            side=recipe.size.side,
        )
    run.accelerator.end_training()
    return out / name


def train_tokenizer_stage(recipe: Recipe, out: Path) -> Path:
    """Make the tokenizer, unless it is there."""
    make_tokenizer(out / "tokenizer", tasks=recipe.tokenizer_tasks, vocabulary=recipe.vocabulary)
    return out / "tokenizer"


def got_of(recipe: Recipe, out: Path) -> GoTLoss:
    """Build reasoner, projectors and UNet around the trained autoencoder, all of them untrained."""
    tokenizer = open_tokenizer(out / "tokenizer")
    return GoTLoss(
        tiny_mllm(tokenizer, recipe.size),
        tiny_projector(recipe.size),
        tiny_unet(recipe.size).to(memory_format=torch.channels_last),
        vae=open_autoencoder(out / "autoencoder").to(memory_format=torch.channels_last),
        scheduler=tiny_scheduler(),
        tokens=token_ids(tokenizer),
        repeats=recipe.noise_levels,
    )


def atlas_of(recipe: Recipe) -> Atlas:
    """Open the sprites of a recipe."""
    return StandInSprites() if recipe.stand_in_sprites else SpriteAtlas.open()


def _autoencoder(recipe: Recipe, out: Path) -> Stage:
    vae = tiny_vae(recipe.size).to(memory_format=torch.channels_last)
    return AutoencoderStage(vae, atlas_of(recipe), recipe.size.side)


def _sight(recipe: Recipe, out: Path) -> Stage:
    return SightStage(Looking(telling_of(recipe, out).mllm), atlas_of(recipe), _vision(recipe))


def _reasoner(recipe: Recipe, out: Path) -> Stage:
    tokenizer, atlas = open_tokenizer(out / "tokenizer"), atlas_of(recipe)
    if not _has(out, "reasoner"):
        _check_trained(out, "sight")  # its tower stays as it is from here on
    telling = telling_of(recipe, out)
    samples = samples_of(atlas, recipe.sheet_samples, recipe.size.side)
    reasoner = _reasoner_of(recipe, telling.mllm, tokenizer, telling.projector)
    primer = 0 if began_with_model(out) else recipe.primer
    stage = ReasonerStage(telling, tokenizer, atlas, _vision(recipe), primer=primer)
    return ShownStage(stage, chain_sheet(reasoner, samples))


def _brush(recipe: Recipe, out: Path) -> Stage:
    primer = 0 if began_with_model(out) else recipe.brush_primer
    return BrushStage(
        brush_of(recipe, out),
        atlas_of(recipe),
        recipe.size.side,
        primer=primer,
        shown=recipe.sheet_samples,
        steps=recipe.sheet_steps,
    )


def _drawing(recipe: Recipe, out: Path) -> Stage:
    tokenizer, atlas = open_tokenizer(out / "tokenizer"), atlas_of(recipe)
    model = trained_got(recipe, out)
    pipeline = GoTPipeline(
        mllm=model.mllm,
        tokenizer=tokenizer,
        projector=model.projector,
        vae=open_autoencoder(out / "autoencoder"),
        unet=model.unet,
        scheduler=model.denoising.scheduler,
    )
    reasoner = _reasoner_of(recipe, model.mllm, tokenizer, model.projector)
    samples = samples_of(atlas, recipe.sheet_samples, recipe.size.side)
    stage = DrawingStage(model, tokenizer, atlas, _vision(recipe), recipe.size.side)
    return ShownStage(stage, drawing_sheet(pipeline, reasoner, samples, steps=recipe.sheet_steps))


def trained_got(recipe: Recipe, out: Path) -> GoTLoss:
    """Build the whole model as far as this run has got with it.

    Before the drawing stage that is its reasoner and its UNet as they were trained apart.

    Raises:
        WeightsError: One of them has not been trained, or is of another size.
    """
    model = got_of(recipe, out)
    if _has(out, "drawing"):
        averaged = read_checkpoint(out / "drawing" / "checkpoint.pt")["ema"]
        try:
            model.load_state_dict(averaged)
        except RuntimeError as cause:
            raise WeightsError(f"what was trained in {out} is of another size") from cause
    else:
        _check_trained(out, "reasoner", "brush")
        _bring_together(model, telling_of(recipe, out), brush_of(recipe, out))
    return model


def _bring_together(model: GoTLoss, telling: Telling, brush: Brush) -> None:
    """Give a model the reasoner and the UNet that were trained apart.

    What the UNet takes for pooled guidance it made of the scene code; the reasoner's states become
    the code first, and then that.
    """
    model.mllm.load_state_dict(telling.mllm.state_dict())
    model.unet.load_state_dict(brush.unet.state_dict())
    sequence, pooled = telling.projector.sequence, brush.pooled
    model.projector.sequence.load_state_dict(sequence.state_dict())
    with torch.no_grad():
        model.projector.pooled.weight.copy_(pooled.weight @ sequence.weight)
        model.projector.pooled.bias.copy_(pooled(sequence.bias))


def telling_of(recipe: Recipe, out: Path) -> Telling:
    """Build a reasoner and its projectors, as far as this run has got with them."""
    tokenizer = open_tokenizer(out / "tokenizer")
    telling = Telling(
        tiny_mllm(tokenizer, recipe.size), tiny_projector(recipe.size), token_ids(tokenizer)
    )
    read_evenly(telling.mllm.model.visual)
    _load_so_far(telling, out, "reasoner", load_telling)
    if _has(out, "sight") and not _has(out, "reasoner"):
        looked = read_checkpoint(out / "sight" / "checkpoint.pt")["ema"]
        tower = Looking(telling.mllm)
        tower.load_state_dict(looked)
        tower.requires_grad_(False)
    return telling


def brush_of(recipe: Recipe, out: Path) -> Brush:
    """Build a UNet around the trained autoencoder, as far as this run has got with it."""
    vae = open_autoencoder(out / "autoencoder").to(memory_format=torch.channels_last)
    brush = Brush(
        tiny_unet(recipe.size).to(memory_format=torch.channels_last),
        recipe.size.pooled,
        Denoising(vae, tiny_scheduler(), recipe.noise_levels),
    )
    _load_so_far(brush, out, "brush", load_brush)
    return brush


def _load_so_far(
    model: ModelT, out: Path, stage: TrainedStage, load_start: Callable[[ModelT, Path], None]
) -> None:
    """Load a stage's averaged weights; before its first checkpoint, those that the run began with.

    Raises:
        WeightsError: The weights are damaged, or of another size.
    """
    if not _has(out, stage):
        if began_with_model(out):
            load_start(model, out)
        return
    averaged = read_checkpoint(out / stage / "checkpoint.pt")["ema"]
    try:
        model.load_state_dict(averaged)
    except RuntimeError as cause:
        raise WeightsError(f"what was trained in {out / stage} is of another size") from cause


def _has(out: Path, stage: TrainedStage) -> bool:
    return (out / stage / "checkpoint.pt").exists()


def _check_trained(out: Path, *stages: TrainedStage) -> None:
    for stage in stages:
        if not _has(out, stage) and not began_with_model(out):
            raise WeightsError(f"{out} has no {stage} yet; train it with: got train {stage}")


def _reasoner_of(
    recipe: Recipe,
    mllm: Qwen2_5_VLForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    projector: GuidanceProjector,
) -> GoTReasoner:
    return GoTReasoner(
        mllm, tokenizer, projector, side=recipe.size.side, longest=recipe.chain_tokens
    )


def _vision(recipe: Recipe) -> Sight:
    return Sight(side=recipe.size.side, patch=recipe.size.patch, merge=recipe.size.merge)


_STAGES = {
    "autoencoder": _autoencoder,
    "sight": _sight,
    "reasoner": _reasoner,
    "brush": _brush,
    "drawing": _drawing,
}
