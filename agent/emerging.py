"""Telling how far a picture is, and now and then what it looks like already."""

import base64
import time
from collections.abc import Callable
from io import BytesIO

from PIL.Image import Image, Resampling

from agent.events import Painting
from got_models.sketch import Sketch

SIDE = 192
"""Longest side of a preview in pixels."""

EVERY_S = 0.25
"""Least seconds between two previews."""

SHARE = 0.1
"""Most of the time of drawing that may go into previews."""

_QUALITY = 70


class Emerging:
    """Hears of a painter's steps; previews are made only as often as costs little.

    Args:
        tell: Told what there is to tell.
        number: The round.
        clock: Tells seconds.
    """

    def __init__(
        self,
        tell: Callable[[Painting], None],
        number: int,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._tell, self._clock = tell, clock
        self._now = Painting(done=0, total=0, round=number)
        self._due = clock()

    def step(self, done: int, total: int) -> None:
        """Tell that a step is done."""
        self._now = self._now.model_copy(update={"done": done, "total": total})
        self._tell(self._now)

    def look(self, sketch: Sketch) -> None:
        """Tell what the first picture looks like, if it is time; not after the last step."""
        start = self._clock()
        if start < self._due or self._now.done == self._now.total:
            return
        preview = data_url(sketch.pictures()[0])
        self._tell(self._now.model_copy(update={"preview": preview}))
        end = self._clock()
        self._due = end + max(EVERY_S, (end - start) / SHARE)


def data_url(image: Image) -> str:
    """Return a small WebP of a picture, to be shown without being asked for."""
    small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE), Resampling.BILINEAR)
    stream = BytesIO()
    small.save(stream, "WEBP", quality=_QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(stream.getvalue()).decode()}"
