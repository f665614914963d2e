"""Going on with a finished model: its folder becomes the beginning of a new run."""

import shutil
from pathlib import Path

import torch

from got_models.errors import BadInput
from got_models.model_folder import open_models
from got_models.sceneworld.fresh_folder import fresh_folder
from got_models.training.brush_stage import Brush
from got_models.training.reasoner_stage import Telling

START = "start"
"""Folder of a run that holds the model it began with."""


def start_from(folder: Path, out: Path) -> None:
    """Lay a model folder into an empty training folder: tokenizer, autoencoder and first weights.

    Optimiser and averages start anew. A run that began with this call is left as it is.

    Raises:
        BadInput: The training folder holds a run that began otherwise.
        WeightsError: The model folder cannot be read.
    """
    if (out / START).is_dir():
        return
    if out.exists() and any(out.iterdir()):
        raise BadInput(f"{out} holds a run already; to go on from {folder}, give a new --out")
    pipeline = open_models(folder, torch.float32)
    with fresh_folder(out) as fresh:
        shutil.copytree(folder, fresh / START)
        pipeline.tokenizer.save_pretrained(fresh / "tokenizer")
        pipeline.vae.save_config(fresh / "autoencoder")
        weights = pipeline.vae.state_dict()
        torch.save({"step": 0, "ema": weights}, fresh / "autoencoder" / "checkpoint.pt")


def began_with_model(out: Path) -> bool:
    """Whether a run began with a model folder."""
    return (out / START).is_dir()


def load_telling(telling: Telling, out: Path) -> None:
    """Give a reasoner the weights that its run began with; what it saw is read anew."""
    pipeline = open_models(out / START, torch.float32)
    telling.mllm.load_state_dict(pipeline.mllm.state_dict())
    telling.projector.load_state_dict(pipeline.projector.state_dict())


def load_brush(brush: Brush, out: Path) -> None:
    """Give a UNet the weights that its run began with.

    A model folder makes pooled guidance of the reasoner's states, a brush of the scene code; the
    states are taken back from the code.
    """
    pipeline = open_models(out / START, torch.float32)
    brush.unet.load_state_dict(pipeline.unet.state_dict())
    sequence, pooled = pipeline.projector.sequence, pipeline.projector.pooled
    with torch.no_grad():
        weight = pooled.weight @ torch.linalg.pinv(sequence.weight.double()).float()
        brush.pooled.weight.copy_(weight)
        brush.pooled.bias.copy_(pooled.bias - weight @ sequence.bias)
