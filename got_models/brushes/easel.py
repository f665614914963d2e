"""A diffusers pipeline at work: opened when first needed, moved when memory runs out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch

from got_models.brushes.anatomy import Anatomy
from got_models.brushes.placing import LADDER, Rung, free_on, place, rung_for, weights_bytes
from got_models.brushes.quiet import quiet
from got_models.devices import dtype_on
from got_models.errors import MissingPackage, WeightsError

Answer = TypeVar("Answer")


class Easel:
    """Holds one pipeline and, of the same parts, the one that fills masks.

    Args:
        folder: The pipeline's folder; weights are read from safetensors only.
        anatomy: What it holds.
        device: What it draws on.
        on_note: Told, in a sentence, whenever it has to go on more slowly.
    """

    def __init__(
        self,
        folder: Path,
        anatomy: Anatomy,
        device: torch.device,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        self._folder, self._anatomy, self._device = folder, anatomy, device
        self._on_note = on_note
        self._opened: dict[type[Any], Any] = {}
        self._placed: type[Any] | None = None
        self._rung: Rung = "whole"

    def part(self, kind: type[Any], name: str) -> Any:
        """Return a part, such as the UNet, of the pipeline that will run."""
        return getattr(self._pipeline(kind), name)

    def run(self, kind: type[Any], arguments: dict[str, Any]) -> Any:
        """Run a pipeline of the folder's parts.

        Raises:
            WeightsError: The folder cannot be opened.
        """
        with quiet():
            return self._pipeline(kind)(**arguments)

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        """Do work that runs pipelines; where memory runs out, move them and do it again.

        Raises:
            MemoryError: It does not fit in any way.
        """
        while True:
            try:
                return work()
            except torch.OutOfMemoryError as cause:
                if self._device.type != "cuda" or self._rung == LADDER[-1]:
                    raise MemoryError(str(cause)) from cause
            self._step_down()

    def rest(self) -> None:
        """Bring parts back that a run which was broken off has left on the device."""
        for pipeline in self._opened.values():
            pipeline.maybe_free_model_hooks()

    def _step_down(self) -> None:
        self._rung = LADDER[LADDER.index(self._rung) + 1]
        self._placed = None
        if self._on_note:
            self._on_note(f"The device's memory ran out; going on with {self._rung}, more slowly.")

    def _pipeline(self, kind: type[Any]) -> Any:
        """Return a pipeline, opened and placed; those of one folder share their parts."""
        base = self._anatomy.pipeline
        if base not in self._opened:
            self._opened[base] = self._open()
            self._rung = rung_for(weights_bytes(self._folder), free_on(self._device))
        if kind not in self._opened:
            made = kind.from_pipe(self._opened[base], dtype=dtype_on(self._device))
            made.set_progress_bar_config(disable=True)
            self._opened[kind] = made
        if self._placed is not kind:
            place(self._opened[kind], self._device, self._rung)
            self._placed = kind
        return self._opened[kind]

    def _open(self) -> Any:
        kind = self._anatomy.pipeline
        try:
            with quiet():
                pipeline = kind.from_pretrained(
                    str(self._folder),
                    dtype=dtype_on(self._device),
                    use_safetensors=True,
                    local_files_only=True,
                )
        except ImportError as cause:
            raise MissingPackage(cause.name or str(cause).splitlines()[0]) from cause
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as cause:
            first = " ".join(str(cause).split())[:200]
            raise WeightsError(
                f"{str(self._folder)!r} cannot be opened as {kind.__name__}: {first}"
            ) from cause
        pipeline.set_progress_bar_config(disable=True)
        return pipeline
