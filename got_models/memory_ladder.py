"""Going on when memory runs out: the same work again on a lower rung."""

import sys
from collections.abc import Callable
from typing import TypeVar

import torch

from got_models.memory_plan import ABOUT, MemoryPlan, ModelSize, Rung
from got_models.pipeline import GoTPipeline
from got_models.placement import Placement, let_go

Result = TypeVar("Result")

Say = Callable[[str], None]


def to_stderr(line: str) -> None:
    """Say a line where remarks go."""
    sys.stderr.write(f"{line}\n")


class MemoryLadder:
    """Does work with a model, and steps down as often as memory runs out.

    Args:
        placement: The model's networks and their device.
        device: What it computes on.
        rungs: The rungs to use, highest first; the first is taken at once.
        say: Told when it steps down.

    Raises:
        MemoryError: There is no rung.
    """

    def __init__(
        self,
        placement: Placement,
        device: torch.device,
        rungs: tuple[Rung, ...],
        say: Say = to_stderr,
    ) -> None:
        self._placement, self._device, self._left, self._say = placement, device, list(rungs), say
        self._step("the model does not fit")

    @property
    def rung(self) -> Rung | None:
        """The rung it is on."""
        return self._placement.rung

    def run(self, work: Callable[[], Result]) -> Result:
        """Do the work; begin it again on the next rung each time memory runs out.

        Raises:
            MemoryError: It ran out on the last rung; what was taken is given back.
        """
        while True:
            try:
                return work()
            except torch.OutOfMemoryError as full:
                told = str(full).splitlines()[0][:120]
            # Behind the handler, where its traceback no longer keeps the tensors alive.
            let_go(self._device)
            self._step(told)

    def _step(self, why: str) -> None:
        """Take the next rung that can be taken at all."""
        while self._left:
            rung = self._left.pop(0)
            if self._placement.rung is not None:
                self._say(f"memory ran out ({why}); going on with {ABOUT[rung]}")
            try:
                self._placement.take(rung)
            except torch.OutOfMemoryError as full:
                why = str(full).splitlines()[0][:120]
            else:
                return
        raise MemoryError(f"{why}, on the last rung; try a smaller --size or --n 1")


def size_of(pipeline: GoTPipeline) -> ModelSize:
    """Measure a model that was opened: its weights, and the shapes working memory follows from."""
    parts = {name: getattr(pipeline, name) for name in ("mllm", "projector", "vae", "unet")}
    counts = {
        name: sum(weight.numel() for weight in part.parameters()) for name, part in parts.items()
    }
    text = parts["mllm"].config.get_text_config()
    head = text.hidden_size // text.num_attention_heads
    scale = pipeline.vae_scale_factor
    return ModelSize(
        **counts,
        side=parts["unet"].config.sample_size * scale,
        downscale=scale,
        unet_width=parts["unet"].config.block_out_channels[0],
        vae_width=(parts["vae"].config.get("block_out_channels") or [64])[0],
        cached_per_token=text.num_hidden_layers * 2 * text.num_key_value_heads * head,
    )


def announce(plan: MemoryPlan, say: Say) -> None:
    """Say which rung a plan begins on, unless it is the highest."""
    if plan.rung not in (None, "all"):
        say(f"to fit into memory: {ABOUT[plan.rung]}")
