"""The composition root: the one place that knows concrete models. Heavy parts load when asked."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent import weights
from got_models.errors import MissingPackage
from tools.ports import Painter, Reasoner


@dataclass(frozen=True)
class Models:
    """Somebody who plans and somebody who paints, from one model folder."""

    reasoner: Reasoner
    painter: Painter


Load = Callable[[Path, str], Models]
"""Opens a model folder on a device (`auto`, `cpu`, `cuda`, `cuda:N`, `mps`)."""


def load(folder: Path, device: str) -> Models:
    """Load the models of a folder.

    Raises:
        WeightsError: The weights are missing, cut off or of another model.
        MissingPackage: A package the models need cannot be imported.
    """
    weights.check(folder)
    try:
        from got_models.loading import load_models
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    loaded = load_models(folder, device=None if device == "auto" else device)
    return Models(reasoner=loaded.reasoner, painter=loaded.painter)
