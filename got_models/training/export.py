"""From a training folder to the model folder that the product opens."""

from pathlib import Path

import torch
from PIL import Image

from got_models.guidance_scales import GuidanceScales
from got_models.loading import load_models
from got_models.model_config import ModelConfig
from got_models.model_folder import save_models
from got_models.sceneworld.vocabulary import CLASSES
from got_models.thought import Box, Chain, Element, Task
from got_models.training.autoencoder_scaling import open_autoencoder
from got_models.training.recipe import Recipe
from got_models.training.stages import trained_got
from got_models.training.tokenizer_stage import open_tokenizer

GUIDANCE: dict[Task, GuidanceScales] = {
    "generate": GuidanceScales(text=3.0, spatial=2.0, reference=1.0),
    "edit": GuidanceScales(text=3.0, spatial=2.0, reference=1.2),
}
"""What got-tiny draws best with."""

PROOF = Chain(
    parts=(
        "The image shows an ",
        Element(phrase="red apple", box=Box(x0=100, y0=200, x1=500, y1=600), colour="red"),
        ".",
    )
)
"""What an exported model must be able to draw, well or badly."""


def export(recipe: Recipe, out: Path, folder: Path, *, dtype: torch.dtype = torch.bfloat16) -> Path:
    """Write the averaged weights, with all they need, as a model folder.

    Raises:
        WeightsError: Reasoner or UNet has not been trained, or is of another size.
    """
    model = trained_got(recipe, out)
    side = recipe.size.side
    save_models(
        folder,
        mllm=model.mllm,
        tokenizer=open_tokenizer(out / "tokenizer"),
        projector=model.projector,
        unet=model.unet,
        vae=open_autoencoder(out / "autoencoder"),
        scheduler=model.denoising.scheduler,
        config=ModelConfig(
            name=folder.name,
            side=side,
            max_side=2 * side,
            vision_side=side,
            default_steps=recipe.sheet_steps,
            guidance=GUIDANCE,
            vocabulary=CLASSES,
            decides=True,
        ),
        dtype=dtype,
    )
    return folder


def draw_once(folder: Path, *, steps: int) -> Image.Image:
    """Open a model folder and draw one picture with it, to see that it can be used."""
    loaded = load_models(folder, device="cpu")
    painter = loaded.painter
    pictures = painter.paint(
        "a red apple",
        PROOF,
        seeds=(0,),
        steps=steps,
        size=None,
        guidance=painter.guidance_for("generate"),
    )
    return pictures[0]
