"""Draw a new picture from a wish and its chain."""

from collections.abc import Callable, Sequence

from PIL.Image import Image

from got_models.guidance_scales import GuidanceScales
from got_models.thought import Chain
from tools import size as sizes
from tools.ports import Painter


def generate(
    wish: str,
    chain: Chain,
    *,
    painter: Painter,
    seeds: Sequence[int],
    steps: int,
    size: tuple[int, int] | None = None,
    guidance: GuidanceScales | None = None,
    on_step: Callable[[int, int], None] | None = None,
) -> list[Image]:
    """Return one RGB picture per seed, in their order.

    Raises:
        BadSize: The painter cannot draw at `size`.
    """
    return painter.paint(
        wish,
        chain,
        seeds=seeds,
        steps=steps,
        size=sizes.fitting(size, painter),
        guidance=guidance or painter.guidance_for("generate"),
        on_step=on_step,
    )
