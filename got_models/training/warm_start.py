"""Going on with a finished model: its folder becomes the beginning of a new run's drawing stage."""

import shutil
from pathlib import Path

import torch

from got_models.errors import BadInput
from got_models.model_folder import open_models
from got_models.sceneworld.fresh_folder import fresh_folder
from got_models.training.drawing_stage import GoTLoss

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


def load_start(model: GoTLoss, out: Path) -> bool:
    """Give a model the weights that its run began with; False if it began with none."""
    if not (out / START).is_dir():
        return False
    pipeline = open_models(out / START, torch.float32)
    model.mllm.load_state_dict(pipeline.mllm.state_dict())
    model.projector.load_state_dict(pipeline.projector.state_dict())
    model.unet.load_state_dict(pipeline.unet.state_dict())
    return True
