"""What a wish or a chain may say about a scene: groups of things alike, relations, places."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from got_models.relations import relations
from got_models.sceneworld.scene import Scene, Thing
from got_models.thought import COORDINATE_MAX, Box
from got_models.value import Value

CLEAR_REACH = 0.6
"""Share of an offset along an axis from which a relation is put into words; GenEval asks less."""

NEXT_TO, LEVEL = 160, 0.5
"""Gap in grid units below which neighbours are next to each other, and the share of the lower one's
height that they must be level by."""

EDGE = 0.33
"""Share of the picture from each edge in which a thing's centre lies "on the left" and so on."""

MIDDLE = (0.4, 0.6)
"""Where along x and y the centre of a thing "in the middle" lies."""

Said = Literal[
    "left of",
    "right of",
    "above",
    "below",
    "next to",
    "on the left",
    "on the right",
    "at the top",
    "at the bottom",
    "in the middle",
]
"""Relations between two groups, then places of one group in the picture."""


class Group(NamedTuple):
    """Things of one kind and colour: indices into `Scene.things`, from left to right."""

    kind: str
    colour: str | None
    members: tuple[int, ...]


class Fact(Value):
    """Every thing of `subject` stands in relation `said` to every thing of `reference`.

    Things are indices into `Scene.things`. `reference` is empty when `said` is a place.
    """

    subject: tuple[int, ...]
    said: Said
    reference: tuple[int, ...] = ()


def reading_order(things: tuple[Thing, ...]) -> list[int]:
    """Return the indices of `things` from left to right, upper ones first where level."""
    return sorted(range(len(things)), key=lambda i: (things[i].box.centre, i))


def grouped(scene: Scene) -> list[Group]:
    """Gather things of the same kind and colour; groups and members go from left to right."""
    members: dict[tuple[str, str | None], list[int]] = {}
    for index in reading_order(scene.things):
        thing = scene.things[index]
        members.setdefault((thing.kind, thing.colour), []).append(index)
    return [Group(kind, colour, tuple(found)) for (kind, colour), found in members.items()]


def is_clear(group: Group, groups: list[Group]) -> bool:
    """Whether the group's words mean no other: "the cup" beside a red cup is not clear."""
    return group.colour is not None or sum(other.kind == group.kind for other in groups) == 1


def related(scene: Scene, a: Group, b: Group) -> tuple[Said, ...]:
    """Return what holds between all things of `a` and all of `b`."""
    held: set[Said] | None = None
    for i in a.members:
        for j in b.members:
            pair = _stands(scene.things[i].box, scene.things[j].box)
            held = pair if held is None else held & pair
    return tuple(sorted(held or ()))


def facts_between(scene: Scene, groups: list[Group]) -> Iterator[tuple[Group, Said, Group]]:
    """Yield every true relation between two groups that can be told apart in words."""
    clear = [group for group in groups if is_clear(group, groups)]
    for a in clear:
        for b in clear:
            if a is not b:
                for said in related(scene, a, b):
                    yield a, said, b


def places(scene: Scene, group: Group) -> tuple[Said, ...]:
    """Return the parts of the picture in which the whole group clearly lies."""
    held: set[Said] | None = None
    for i in group.members:
        here = place_of(scene.things[i].box)
        held = here if held is None else held & here
    return tuple(sorted(held or ()))


def place_of(box: Box) -> set[Said]:
    """Return the parts of the picture in which a box clearly lies."""
    x, y = (c / COORDINATE_MAX for c in box.centre)
    held: dict[Said, bool] = {
        "on the left": x < EDGE,
        "on the right": x > 1 - EDGE,
        "at the top": y < EDGE,
        "at the bottom": y > 1 - EDGE,
        "in the middle": all(MIDDLE[0] < at < MIDDLE[1] for at in (x, y)),
    }
    return {said for said, true in held.items() if true}


def holds(scene: Scene, fact: Fact) -> bool:
    """Whether a fact is clearly true in a scene."""
    if not fact.reference:
        return all(fact.said in place_of(scene.things[i].box) for i in fact.subject)
    return all(
        fact.said in _stands(scene.things[i].box, scene.things[j].box)
        for i in fact.subject
        for j in fact.reference
    )


def _stands(a: Box, b: Box) -> set[Said]:
    """Return the relations of `a` to `b`; "next to" means side by side, level and close."""
    held: set[Said] = set(relations(a, b, reach=CLEAR_REACH))
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    level = min(a.y1, b.y1) - max(a.y0, b.y0)
    if held & {"left of", "right of"} and gap < NEXT_TO and level > LEVEL * min(a.height, b.height):
        held.add("next to")
    return held
