"""Which packages can keep weights in fewer bits here. Light: looks at what is installed, no torch.

What was run: torchao in 8 bits, both ways, and bitsandbytes in 8 and 4 bits, on small networks on a
CPU. torchao in 4 bits, and everything of this on a GPU, was not.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Literal, NamedTuple

Precision = Literal["int8", "fp8", "int4"]
"""Whole numbers or floating-point numbers of 8 bits, or whole numbers of 4."""

Capability = tuple[int, int]
"""Generation of a CUDA device, as NVIDIA counts them; `NO_GPU` is a CPU."""

NO_GPU: Capability = (0, 0)


class Quantiser(NamedTuple):
    """One way to one precision."""

    precision: Precision
    package: str
    """Who does it."""
    needs: tuple[str, ...]
    """Packages that must be there."""
    on_cpu: bool
    least: Capability
    """Oldest CUDA device that can do it."""


QUANTISERS = (
    Quantiser("int8", "torchao", ("torchao",), True, (8, 0)),
    Quantiser("int8", "bitsandbytes", ("bitsandbytes",), True, (7, 5)),
    Quantiser("fp8", "torchao", ("torchao",), True, (8, 9)),
    Quantiser("int4", "torchao", ("torchao", "mslk"), False, (9, 0)),
    Quantiser("int4", "bitsandbytes", ("bitsandbytes",), True, (7, 5)),
)
"""Of each precision the ones that are preferred come first. torchao's 4 bits lean on kernels of
mslk; those of bitsandbytes are NF4. The devices are on the safe side: older ones may do as well."""


def usable(
    capability: Capability, installed: Callable[[str], bool] | None = None
) -> dict[Precision, Quantiser]:
    """Return the precisions that can be made on a device, and who makes them.

    Args:
        capability: The device's.
        installed: Says whether a package is there; None looks for it.
    """
    there = installed or _installed
    found: dict[Precision, Quantiser] = {}
    for one in QUANTISERS:
        fits = one.on_cpu if capability == NO_GPU else capability >= one.least
        if fits and all(map(there, one.needs)):
            found.setdefault(one.precision, one)
    return found


def _installed(package: str) -> bool:
    return find_spec(package) is not None
