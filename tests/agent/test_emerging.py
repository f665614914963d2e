"""Previews of a picture under way: small, seldom enough, and never kept."""

import base64
from io import BytesIO

from PIL import Image

from agent.emerging import EVERY_S, SHARE, SIDE, Emerging
from agent.events import Painting


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Sketch:
    """A picture that takes a while to be looked at."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.looks = clock, seconds, 0

    def pictures(self) -> list[Image.Image]:
        self.looks += 1
        self.clock.now += self.seconds
        return [Image.new("RGB", (1024, 512), "teal")]


def drawn(sketch: Sketch, clock: Clock, steps: int, seconds: float) -> list[Painting]:
    told: list[Painting] = []
    emerging = Emerging(told.append, 0, clock=clock)
    for step in range(steps):
        clock.now += seconds
        emerging.step(step + 1, steps)
        emerging.look(sketch)
    return told


def test_a_preview_is_a_small_picture_of_the_same_shape() -> None:
    clock = Clock()

    told = drawn(Sketch(clock, 0.0), clock, 3, 1.0)
    preview = next(event.preview for event in told if event.preview)

    with Image.open(BytesIO(base64.b64decode(preview.partition(",")[2]))) as small:
        assert small.size == (SIDE, SIDE // 2)


def test_quick_steps_have_few_previews() -> None:
    clock = Clock()
    sketch = Sketch(clock, 0.0)

    told = drawn(sketch, clock, 100, 0.01)

    assert sketch.looks <= 100 * 0.01 / EVERY_S + 1
    assert [event.done for event in told if not event.preview] == list(range(1, 101))


def test_costly_previews_take_a_small_part_of_the_time() -> None:
    clock = Clock()
    sketch = Sketch(clock, 5.0)

    drawn(sketch, clock, 200, 1.0)

    assert sketch.looks >= 2
    assert sketch.looks * 5.0 <= SHARE * clock.now + 5.0


def test_the_last_step_needs_no_preview() -> None:
    clock = Clock()

    told = drawn(Sketch(clock, 0.0), clock, 1, 1.0)

    assert [event.preview for event in told] == [""]
