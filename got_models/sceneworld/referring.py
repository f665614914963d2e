"""Referring to one thing of a scene so that nobody can take it for another."""

from collections.abc import Callable

from got_models.sceneworld.scene import Scene, Thing

CLEAR_STEP = 70
"""Grid units by which the outermost thing must stand out before it is called the left one."""

CLEAR_RATIO = 1.4
"""How many times larger than the next the biggest thing must be before it is called so."""

SIDES: dict[str, Callable[[Thing], float]] = {
    "left": lambda thing: -thing.box.centre[0],
    "right": lambda thing: thing.box.centre[0],
    "top": lambda thing: -thing.box.centre[1],
    "bottom": lambda thing: thing.box.centre[1],
}
"""Side -> how far out on it a thing is, in grid units."""


def references(scene: Scene, index: int, noun: str) -> tuple[str, ...]:
    """Return every definite phrase that picks out one thing and no other, plainest first.

    Args:
        scene: What is in sight.
        index: Which of its things is meant.
        noun: The word to use for its kind.
    """
    thing = scene.things[index]
    same_kind = [t for t in scene.things if t.kind == thing.kind]
    alike = [t for t in same_kind if t.colour == thing.colour]
    coloured = f"{thing.colour} {noun}" if thing.colour else noun
    found = _by_name(scene, thing, noun, len(same_kind), len(alike))
    if len(same_kind) > 1:
        found += _outstanding(thing, same_kind, noun)
    if thing.colour and 1 < len(alike) < len(same_kind):
        found += _outstanding(thing, alike, coloured)
    if len(scene.things) == 1:
        found += ["it", "the object"]
    else:
        anything = "one" if len(same_kind) == len(scene.things) else "thing"
        found += _outstanding(thing, list(scene.things), anything)
    return tuple(found)


def _by_name(scene: Scene, thing: Thing, noun: str, same_kind: int, alike: int) -> list[str]:
    """Return phrases by kind and colour, given how many share the kind, and the colour too."""
    found: list[str] = []
    if same_kind == 1:
        found.append(f"the {noun}")
    if thing.colour and alike == 1:
        found.append(f"the {thing.colour} {noun}")
    if thing.colour and sum(t.colour == thing.colour for t in scene.things) == 1:
        found.append(f"the {thing.colour} one")
    return found


def _outstanding(thing: Thing, among: list[Thing], noun: str) -> list[str]:
    """Return phrases by place and size for a thing that stands out among others."""
    found: list[str] = []
    for side, out in SIDES.items():
        if out(thing) - max(out(t) for t in among if t is not thing) >= CLEAR_STEP:
            found += [
                f"the {side}most {noun}" if side in ("left", "right") else f"the {side} {noun}"
            ]
            found += [
                f"the {noun} on the {side}"
                if side in ("left", "right")
                else f"the {side}most {noun}"
            ]
            if len(among) == 2 and side in ("left", "right"):
                found.append(f"the {side} {noun}")
    others = [t.box.area for t in among if t is not thing]
    if thing.box.area >= CLEAR_RATIO * max(others):
        found.append(f"the {'bigger' if len(among) == 2 else 'biggest'} {noun}")
    if thing.box.area * CLEAR_RATIO <= min(others):
        found.append(f"the {'smaller' if len(among) == 2 else 'smallest'} {noun}")
    return found
