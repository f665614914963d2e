"""From a model folder to somebody who plans and somebody who paints."""

from dataclasses import dataclass
from pathlib import Path

from got_models import model_config
from got_models.devices import chosen, dtype_on, unet_dtype_on
from got_models.model_folder import open_models
from got_models.painter import GoTPainter
from got_models.pipeline import GoTPipeline
from got_models.reasoner import GoTReasoner


@dataclass(frozen=True)
class LoadedModels:
    """One model, ready to plan and to paint."""

    reasoner: GoTReasoner
    painter: GoTPainter
    pipeline: GoTPipeline


def load_models(folder: Path, device: str | None = None) -> LoadedModels:
    """Open a model folder on a device, `cpu`, `cuda`, `cuda:N` or `mps`; None is the fastest.

    Raises:
        BadInput: There is no such device here.
        WeightsError: The folder lacks something, is damaged, or holds another kind of model.
    """
    target = chosen(device)
    config = model_config.read(folder)
    dtype, unet_dtype = dtype_on(target), unet_dtype_on(target)
    pipeline = open_models(folder, dtype, unet_dtype=unet_dtype).to(target)
    vocabulary = None if config.vocabulary is None else frozenset(config.vocabulary)
    reasoner = GoTReasoner(
        pipeline.mllm,
        pipeline.tokenizer,
        pipeline.projector,
        side=config.vision_side,
        vocabulary=vocabulary,
    )
    painter = GoTPainter(pipeline, reasoner, config, folder)
    return LoadedModels(reasoner=reasoner, painter=painter, pipeline=pipeline)
