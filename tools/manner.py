"""How a picture is to be drawn, apart from what is on it."""

from dataclasses import dataclass

from got_models.guidance_scales import GuidanceScales
from got_models.thought import Task
from tools import size as sizes
from tools.ports import Painter


@dataclass(frozen=True)
class Manner:
    """Seeds (one picture each), denoising steps, and what the painter may choose itself.

    `size` is width and height in pixels at which the painter works. What is None is left to the
    painter to choose.
    """

    seeds: tuple[int, ...]
    steps: int | None = None
    size: tuple[int, int] | None = None
    guidance: GuidanceScales | None = None

    def settled(self, painter: Painter, task: Task) -> "SettledManner":
        """Return the manner with the painter's own choices filled in.

        Raises:
            BadSize: The painter cannot draw at `size`.
        """
        return SettledManner(
            seeds=self.seeds,
            steps=self.steps or painter.default_steps,
            size=sizes.fitting(self.size, painter),
            guidance=self.guidance or painter.guidance_for(task),
        )


@dataclass(frozen=True)
class SettledManner:
    """A manner in which nothing is left open."""

    seeds: tuple[int, ...]
    steps: int
    size: tuple[int, int]
    guidance: GuidanceScales
