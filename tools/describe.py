"""Say what a picture shows and where things are."""

from collections.abc import Callable
from typing import Protocol

from PIL.Image import Image

from got_models.naming import colour_in, kind_in
from got_models.thought import Box, Chain
from tools.desk import Held
from tools.eyesight import Sight
from tools.pointing import matching


class Looker(Protocol):
    """Somebody who says what is where in a picture that comes without its chain."""

    def ground(self, picture: Image, *, on_text: Callable[[str], None] | None = None) -> Chain:
        """Return what is in the picture, with boxes; `on_text` hears each new piece of text."""
        ...


def look(
    held: Held, looker: Looker | None, *, on_text: Callable[[str], None] | None = None
) -> Chain | None:
    """Return what is in a picture: what is known about it, else what a model sees in it."""
    if held.scene is not None:
        return held.scene
    return looker.ground(held.image, on_text=on_text) if looker else None


def describe(scene: Chain | None) -> str:
    """Say in a sentence what a scene holds and where."""
    if scene is None or not scene.elements:
        return "I cannot make out anything in the picture that I have a name for."
    things = ", ".join(f"{e.phrase} ({where(e.box)})" for e in scene.elements)
    return f"The picture shows: {things}."


def locate(scene: Chain | None, phrase: str, sight: Sight | None = None) -> tuple[Box, ...]:
    """Return where the things are that `phrase` names.

    Args:
        scene: What is known to be in the picture.
        phrase: Words such as "red apple".
        sight: Where to look when nothing is known of such a thing.
    """
    known = scene.elements if scene else ()
    found = tuple(known[index].box for index in matching(scene, phrase)) if scene else ()
    kind = kind_in(phrase)
    if found or sight is None or kind is None:
        return found
    colour = colour_in(phrase)
    seen = sight.elsewhere(kind, ())
    return tuple(one.box for one in seen if colour in (None, one.colour))


def where(box: Box) -> str:
    """Name the part of the picture in which the middle of a box lies."""
    x, y = box.centre
    across = "left" if x < 360 else "right" if x > 640 else "centre"
    down = "top" if y < 360 else "bottom" if y > 640 else "middle"
    if (across, down) == ("centre", "middle"):
        return "in the middle"
    parts = [part for part in (down, across) if part not in ("centre", "middle")]
    return f"{' '.join(parts)}" if len(parts) == 2 else f"{parts[0]}"
