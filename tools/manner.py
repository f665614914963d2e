"""How a picture is to be drawn, apart from what is on it."""

from dataclasses import dataclass

from got_models.errors import BadInput
from got_models.guidance_scales import GuidanceScales
from got_models.thought import Task
from tools import size as sizes
from tools.ports import Painter, Renderer


@dataclass(frozen=True)
class Manner:
    """Seeds (one picture each), denoising steps, and what the painter may choose itself.

    `size` is width and height in pixels at which the painter works. What is None is left to the
    painter to choose. `interval` and `every` are those of `GuidanceScales`, and where they are
    given they go before those of `guidance`.
    """

    seeds: tuple[int, ...]
    steps: int | None = None
    size: tuple[int, int] | None = None
    guidance: GuidanceScales | None = None
    interval: tuple[float, float] | None = None
    every: int = 1

    def settled(self, painter: Painter, task: Task) -> "SettledManner":
        """Return the manner with the painter's own choices filled in.

        Raises:
            BadSize: The painter cannot draw at `size`.
            BadInput: Guidance is to be had for less, and the painter is no GoT model.
        """
        return SettledManner(
            seeds=self.seeds,
            steps=self.steps or painter.default_steps,
            size=sizes.fitting(self.size, painter),
            guidance=self._guidance(painter, task),
        )

    def _guidance(self, painter: Painter, task: Task) -> GuidanceScales:
        own = self.guidance or painter.guidance_for(task)
        given: dict[str, object] = {} if self.interval is None else {"interval": self.interval}
        given |= {} if self.every == 1 else {"every": self.every}
        scales = GuidanceScales.model_validate(own.model_dump() | given)
        if scales.saves:
            check_savings(painter)
        return scales


def check_savings(painter: Painter) -> None:
    """Refuse to save on guidance where there are no branches of it.

    Raises:
        BadInput: The painter is no GoT model.
    """
    if isinstance(painter, Renderer):
        raise BadInput(
            f"{painter.name} is not guided by branches as GoT models are; "
            "leave out guidance_interval and guidance_every"
        )


@dataclass(frozen=True)
class SettledManner:
    """A manner in which nothing is left open."""

    seeds: tuple[int, ...]
    steps: int
    size: tuple[int, int]
    guidance: GuidanceScales
