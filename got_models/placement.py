"""Where the networks of a model lie while it works: on the device, in turns, or layer by layer."""

import gc
from collections.abc import Callable, Mapping
from typing import Any

import torch
from accelerate import cpu_offload
from accelerate.hooks import remove_hook_from_submodules
from torch import nn

from got_models.errors import MissingPackage
from got_models.memory_plan import Rung
from got_models.quantisers import Precision, Quantiser
from got_models.rounding import rounded

_MAIN = torch.device("cpu")


def device_of(network: nn.Module) -> torch.device:
    """Return the device a network computes on, wherever its weights wait."""
    computes = getattr(network, "computes_on", None)
    return computes if isinstance(computes, torch.device) else next(network.parameters()).device


class Placement:
    """The two large networks of a model on one rung; the small ones stay on the device.

    Args:
        pipeline: The model.
        device: What it computes on.
        quantisers: Who rounds weights to which precision here.
    """

    def __init__(
        self,
        pipeline: Any,
        device: torch.device,
        quantisers: Mapping[Precision, Quantiser] | None = None,
    ) -> None:
        self._pipeline, self._device = pipeline, device
        self._quantisers = quantisers or {}
        self._large: tuple[Any, Any] = (pipeline.mllm, pipeline.unet)
        self._hooks: list[Any] = []
        self._there: nn.Module | None = None
        self.rung: Rung | None = None

    def take(self, rung: Rung) -> None:
        """Leave the rung it is on, and put everything where this one wants it.

        Raises:
            MissingPackage: Nobody here rounds weights as this rung wants them.
        """
        self.leave()
        for network in self._large:
            network.computes_on = self._device
        _work_of(rung)(self)
        for small in (self._pipeline.projector, self._pipeline.vae):
            small.to(self._device)
        self.rung = rung

    def leave(self) -> None:
        """Bring the large networks back to main memory, and let go of the device."""
        for hook in self._hooks:
            hook.remove()
        self._hooks, self._there = [], None
        for network in self._large:
            if self.rung == "layers":
                remove_hook_from_submodules(network)
            network.to(_MAIN)
        let_go(self._device)

    def all_at_once(self) -> None:
        """Put both networks on the device."""
        for network in self._large:
            network.to(self._device)

    def in_turns(self) -> None:
        """Let each network come to the device when it is called, and the other one leave."""
        mllm, unet = self._large
        doors = [(mllm, mllm.model), (mllm, mllm.model.language_model), (mllm, mllm.lm_head)]
        for network, door in [*doors, (unet, unet)]:
            self._hooks.append(door.register_forward_pre_hook(self._bringing(network)))

    def by_layers(self) -> None:
        """Let each layer come to the device for as long as it computes."""
        for network in self._large:
            cpu_offload(network, self._device, offload_buffers=False)

    def smaller(self, precision: Precision) -> None:
        """Round the weights of all linear layers; it cannot be taken back."""
        if precision not in self._quantisers:
            raise MissingPackage("torchao")
        for network in self._large:
            rounded(network, self._quantisers[precision])
        self.in_turns()

    def _bringing(self, network: nn.Module) -> Callable[[nn.Module, Any], None]:
        def bring(door: nn.Module, given: Any) -> None:
            if self._there is network:
                return
            if self._there is not None:
                self._there.to(_MAIN)
                let_go(self._device)
            network.to(self._device)
            self._there = network

        return bring


def let_go(device: torch.device) -> None:
    """Give memory that nothing refers to any more back to the device."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


def _work_of(rung: Rung) -> Callable[[Placement], None]:
    works: dict[Rung, Callable[[Placement], None]] = {
        "all": Placement.all_at_once,
        "turns": Placement.in_turns,
        "int8": lambda place: place.smaller("int8"),
        "fp8": lambda place: place.smaller("fp8"),
        "int4": lambda place: place.smaller("int4"),
        "layers": Placement.by_layers,
    }
    return works[rung]
