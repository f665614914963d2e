"""Pictures under way, as somebody sees them who looks over the painter's shoulder."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PIL.Image import Image


class Sketch(Protocol):
    """What is there after a step; looking at it may cost something."""

    def pictures(self) -> Sequence[Image]:
        """Return what the pictures are expected to become."""
        ...


OnPreview = Callable[[Sketch], None]
"""Hears of every step of a painter that lets itself be watched."""
