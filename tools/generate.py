"""Draw a new picture from a wish and its chain."""

from collections.abc import Callable, Sequence

from PIL.Image import Image

from got_models.sketch import OnPreview
from got_models.thought import Chain
from tools.abilities import paint_of
from tools.manner import SettledManner
from tools.ports import Painter


def generate(
    wish: str,
    chain: Chain,
    manner: SettledManner,
    *,
    painter: Painter,
    references: Sequence[Image] = (),
    on_step: Callable[[int, int], None] | None = None,
    on_preview: OnPreview | None = None,
) -> list[Image]:
    """Return one RGB picture per seed, in their order.

    Raises:
        BadInput: The painter cannot look at so many references.
    """
    images = paint_of(painter, references=references)(
        wish,
        chain,
        seeds=manner.seeds,
        steps=manner.steps,
        size=manner.size,
        guidance=manner.guidance,
        on_step=on_step,
        on_preview=on_preview,
    )
    return [image.convert("RGB") for image in images]
