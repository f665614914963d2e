"""The composition root: the one place that knows concrete models. Heavy parts load when asked."""

from collections.abc import Callable
from dataclasses import dataclass

from agent import weights
from got_models.errors import MissingPackage
from tools.ports import Painter, Reasoner


@dataclass(frozen=True)
class Models:
    """Somebody who plans and somebody who paints, from one model folder."""

    reasoner: Reasoner
    painter: Painter


Load = Callable[[str, str], Models]
"""Opens a model, given by name or path, on a device (`auto`, `cpu`, `cuda`, `cuda:N`, `mps`)."""


def load(model: str, device: str) -> Models:
    """Load a model given by name or path; its weights are looked at before anything heavy loads.

    Raises:
        WeightsError: The weights are missing, cut off or of another model.
        MissingPackage: A package the models need cannot be imported.
    """
    folder = weights.folder_of(model)
    weights.check(folder)
    try:
        from got_models.loading import load_models
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    loaded = load_models(folder, device=None if device == "auto" else device)
    return Models(reasoner=loaded.reasoner, painter=loaded.painter)


def device() -> str:
    """Name the device `auto` means.

    Raises:
        MissingPackage: torch cannot be imported.
    """
    try:
        from got_models.devices import describe
    except (ImportError, OSError) as cause:
        raise MissingPackage("torch") from cause
    return describe()
