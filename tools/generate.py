"""Draw a new picture from a wish and its chain."""

from collections.abc import Callable

from PIL.Image import Image

from got_models.thought import Chain
from tools.manner import SettledManner
from tools.ports import Painter


def generate(
    wish: str,
    chain: Chain,
    manner: SettledManner,
    *,
    painter: Painter,
    on_step: Callable[[int, int], None] | None = None,
) -> list[Image]:
    """Return one RGB picture per seed, in their order."""
    images = painter.paint(
        wish,
        chain,
        seeds=manner.seeds,
        steps=manner.steps,
        size=manner.size,
        guidance=manner.guidance,
        on_step=on_step,
    )
    return [image.convert("RGB") for image in images]
