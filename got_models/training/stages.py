"""The stages as a run makes them: built from a recipe, each on the weights of those before it."""

from pathlib import Path

import torch
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2TokenizerFast

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
from got_models.training.drawing_stage import DrawingStage, GoTLoss, image_token_of
from got_models.training.loop import Run, Stage, read_checkpoint
from got_models.training.reasoner_stage import ReasonerStage
from got_models.training.recipe import Recipe, TrainedStage
from got_models.training.sheets import ShownStage, chain_sheet, drawing_sheet, samples_of
from got_models.training.stand_in_sprites import StandInSprites
from got_models.training.tokenizer_stage import make_tokenizer, open_tokenizer
from got_models.training.warm_start import load_start


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
        image_token=image_token_of(tokenizer),
        repeats=recipe.noise_levels,
    )


def atlas_of(recipe: Recipe) -> Atlas:
    """Open the sprites of a recipe."""
    return StandInSprites() if recipe.stand_in_sprites else SpriteAtlas.open()


def _autoencoder(recipe: Recipe, out: Path) -> Stage:
    vae = tiny_vae(recipe.size).to(memory_format=torch.channels_last)
    return AutoencoderStage(vae, atlas_of(recipe), recipe.size.side)


def _reasoner(recipe: Recipe, out: Path) -> Stage:
    tokenizer, atlas = open_tokenizer(out / "tokenizer"), atlas_of(recipe)
    mllm = tiny_mllm(tokenizer, recipe.size)
    samples = samples_of(atlas, recipe.sheet_samples, recipe.size.side)
    reasoner = _reasoner_of(recipe, mllm, tokenizer, tiny_projector(recipe.size))
    stage = ReasonerStage(mllm, tokenizer, atlas, _vision(recipe), primer=recipe.primer)
    return ShownStage(stage, chain_sheet(reasoner, samples))


def _drawing(recipe: Recipe, out: Path) -> Stage:
    tokenizer, atlas = open_tokenizer(out / "tokenizer"), atlas_of(recipe)
    model = got_of(recipe, out)
    if not (out / "drawing" / "checkpoint.pt").exists() and not load_start(model, out):
        _load_averaged(model.mllm, out / "reasoner")
    pipeline = GoTPipeline(
        mllm=model.mllm,
        tokenizer=tokenizer,
        projector=model.projector,
        vae=open_autoencoder(out / "autoencoder"),
        unet=model.unet,
        scheduler=model.scheduler,
    )
    reasoner = _reasoner_of(recipe, model.mllm, tokenizer, model.projector)
    samples = samples_of(atlas, recipe.sheet_samples, recipe.size.side)
    stage = DrawingStage(model, tokenizer, atlas, _vision(recipe), recipe.size.side)
    return ShownStage(stage, drawing_sheet(pipeline, reasoner, samples, steps=recipe.sheet_steps))


def _load_averaged(mllm: Qwen2_5_VLForConditionalGeneration, folder: Path) -> None:
    try:
        mllm.load_state_dict(read_checkpoint(folder / "checkpoint.pt")["ema"])
    except RuntimeError as cause:
        raise WeightsError(f"the reasoner in {folder} is of another size or tokenizer") from cause


def _reasoner_of(
    recipe: Recipe,
    mllm: Qwen2_5_VLForConditionalGeneration,
    tokenizer: Qwen2TokenizerFast,
    projector: GuidanceProjector,
) -> GoTReasoner:
    return GoTReasoner(
        mllm, tokenizer, projector, side=recipe.size.side, longest=recipe.chain_tokens
    )


def _vision(recipe: Recipe) -> Sight:
    return Sight(side=recipe.size.side, patch=recipe.size.patch, merge=recipe.size.merge)


_STAGES = {"autoencoder": _autoencoder, "reasoner": _reasoner, "drawing": _drawing}
