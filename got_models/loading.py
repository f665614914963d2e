"""From a model folder to somebody who plans and somebody who paints."""

from dataclasses import dataclass
from pathlib import Path

import torch

from got_models import device_memory, memory_ladder, memory_plan, model_config, quantisers
from got_models.devices import chosen, dtype_on, unet_dtype_on
from got_models.guard import Guard, Unguarded
from got_models.memory_ladder import MemoryLadder, to_stderr
from got_models.memory_plan import RUNGS
from got_models.model_config import ModelConfig
from got_models.model_folder import open_models
from got_models.painter import GoTPainter
from got_models.picture_judge import PictureJudge
from got_models.pipeline import GoTPipeline
from got_models.placement import Placement
from got_models.reasoner import GoTReasoner
from got_models.second_opinion import Trust
from got_models.tool_calls.decider import Decider
from got_models.upstream import layout
from got_models.upstream.opening import open_upstream


@dataclass(frozen=True)
class LoadedModels:
    """One model, ready to plan and to paint."""

    reasoner: GoTReasoner
    painter: GoTPainter
    pipeline: GoTPipeline
    decides: bool
    """Whether it was taught to choose tools in a conversation."""
    trust: Trust | None
    """How far its yes and no about pictures are believed; None if it was not taught to judge."""
    vision_side: int
    """Side in pixels to which it squashes pictures."""

    def decider(self) -> Decider:
        """Return the model as the one that chooses tools."""
        return Decider(self.pipeline.mllm, self.pipeline.tokenizer)

    def judge(self) -> PictureJudge:
        """Return the model as the one that says yes or no about pictures."""
        return PictureJudge(self.pipeline.mllm, self.pipeline.tokenizer, side=self.vision_side)


def load_models(folder: Path, device: str | None = None) -> LoadedModels:
    """Open a model on a device, `cpu`, `cuda`, `cuda:N` or `mps`; None is the fastest.

    Raises:
        BadInput: There is no such device here.
        WeightsError: The folder lacks something, is damaged, or holds another kind of model.
    """
    target = chosen(device)
    pipeline, config = _opened(folder, dtype_on(target), unet_dtype_on(target))
    guard = _placed(pipeline, target)
    vocabulary = None if config.vocabulary is None else frozenset(config.vocabulary)
    reasoner = GoTReasoner(
        pipeline.mllm,
        pipeline.tokenizer,
        pipeline.projector,
        side=config.vision_side,
        vocabulary=vocabulary,
        longest=config.chain_tokens,
        bare_names=config.notation == "bare",
        colours=config.colour_words,
        reads_known_chains=config.reads_known_chains,
        guard=guard,
    )
    painter = GoTPainter(pipeline, reasoner, config, folder, guard=guard)
    return LoadedModels(
        reasoner=reasoner,
        painter=painter,
        pipeline=pipeline,
        decides=config.decides,
        trust=config.judges,
        vision_side=config.vision_side,
    )


def _opened(
    folder: Path, dtype: torch.dtype, unet_dtype: torch.dtype
) -> tuple[GoTPipeline, ModelConfig]:
    """Open a model folder, or GoT-6B's shards as their authors published them."""
    if layout.is_checkpoint(folder):
        return open_upstream(folder, dtype, unet_dtype=unet_dtype)
    config = model_config.read(folder)
    return open_models(folder, dtype, unet_dtype=unet_dtype), config


def _placed(pipeline: GoTPipeline, device: torch.device) -> Guard:
    """Put a model where it computes; on CUDA as its memory allows, stepping down when it runs out.

    Raises:
        MemoryError: It does not fit in any way.
    """
    if device.type != "cuda":
        pipeline.to(device)
        return Unguarded()
    rounding = quantisers.usable(device_memory.capability(device))
    plan = memory_plan.plan(
        memory_ladder.size_of(pipeline),
        device_free=torch.cuda.mem_get_info(device)[0],
        main_free=None,  # the weights are in main memory already
        precisions=rounding.keys(),
    )
    memory_ladder.announce(plan, to_stderr)
    placement = Placement(pipeline, device, rounding)
    return MemoryLadder(placement, device, plan.ladder or RUNGS[-1:])
