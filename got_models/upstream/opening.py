"""Opening upstream's own layout as it is, without converting it first.

Slower to open than a model folder, and the bytes of the shards are not checked; what is computed is
the same.
"""

from pathlib import Path

import torch
from accelerate import init_empty_weights
from accelerate.utils import set_module_tensor_to_device

from got_models.model_config import ModelConfig
from got_models.pipeline import GoTPipeline
from got_models.upstream import layout, shards
from got_models.upstream.base_models import ours
from got_models.upstream.conversion import survey
from got_models.upstream.file_plan import files_of, strays
from got_models.upstream.folder_files import configuration
from got_models.upstream.key_plan import PARTS, Part
from got_models.upstream.merging import gathered, merged


def open_upstream(
    folder: Path, dtype: torch.dtype, *, unet_dtype: torch.dtype | None = None
) -> tuple[GoTPipeline, ModelConfig]:
    """Read a checkpoint onto the CPU, one shard after the other.

    Args:
        folder: The folder with the shards.
        dtype: What the parts will compute with.
        unet_dtype: The same for the UNet, if it differs.

    Raises:
        WeightsError: Something is missing, damaged, left over, or does not fit.
    """
    # Weights stay empty until they are read; buffers are computed at once, as they are not stored.
    with init_empty_weights(include_buffers=False):
        known = survey(layout.find(folder), thorough=False)
    dtypes: dict[Part, torch.dtype] = dict.fromkeys(PARTS, dtype)
    dtypes["unet"] = unet_dtype or dtype
    files = files_of(known.plan, known.facts, None)
    strayed = dict(gathered(known.index, strays(files, known.facts)))
    for file in files:
        network = known.models.part(file.part)
        with shards.opened(known.index.path(file.shard)) as tensors:
            held = {**strayed, **tensors}
            for origin in file.origins:
                value = merged(origin, held, dtypes[file.part])
                name = ours(file.part, origin.name)
                set_module_tensor_to_device(network, name, "cpu", value=value.clone())
    for part in PARTS:
        known.models.part(part).eval().requires_grad_(False)
    models = known.models
    pipeline = GoTPipeline(
        mllm=models.mllm,
        tokenizer=models.tokenizer,
        projector=models.projector,
        vae=models.vae,
        unet=models.unet,
        scheduler=models.scheduler,
    )
    return pipeline, configuration(folder.name, models)
