"""Pictures with known truth for a critic: as planned, or with one defect planted.

A case's picture is a render of what is really there; its plan, wish and promises say what should
be. What is true about each question follows from the two scenes
and never from looking. Everything is a function of a seed.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from PIL import Image

from got_models.errors import GotError
from got_models.relations import RELATIONS, relations
from got_models.sceneworld import placing
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.facts import Group, Said, facts_between, grouped
from got_models.sceneworld.language import PAIRED, counted
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.sceneworld.sampling import (
    LARGEST,
    Shapes,
    sample_name,
    sample_scene,
    sample_thing,
)
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Box, Chain
from tools import promises
from tools.promises import Promise
from tools.region import Region
from tools.verdict import FindingKind

SIDE = 128
"""Width and height of the pictures in pixels, as got-tiny draws them."""

BESIDE, WITHIN = 0.25, 0.5
"""A thing is out of its box below the first and in it from the second intersection over union on;
no case has one in between."""

MELTED = 4
"""Patches along a side of a melted thing."""

MOST_SPECKS = 40
"""Most pixels that are changed outside a region."""

GROWN = (0.75, 1.35)
"""By what a thing that stands elsewhere may be smaller or larger."""

Finish = Callable[[Image.Image, random.Random], Image.Image]

Truth = dict[FindingKind, tuple[bool, ...]]
"""What is true, in the order in which a critic asks: by element, group, relation, promise."""


class NoRoom(GotError):
    """A scene gives no occasion for a defect."""


class Case(NamedTuple):
    """Something to judge and the truth about it."""

    picture: Image.Image
    plan: Chain
    wish: str
    promises: tuple[Promise, ...]
    changed_outside_px: int
    truth: Truth


class _Shown(NamedTuple):
    """What is really there: each planned thing as it is shown, or None, and things besides.

    `melted` are things drawn so badly that nobody can tell what they are.
    """

    planned: tuple[Thing | None, ...]
    extra: tuple[Thing, ...] = ()
    melted: tuple[Thing, ...] = ()

    @property
    def things(self) -> tuple[Thing, ...]:
        """Everything in the picture."""
        return (*(thing for thing in self.planned if thing), *self.extra)


class _Draft(NamedTuple):
    """A scene under work, and what is asked for besides its things.

    `promised` is a thing that stays as it is: in its place if `placed`, else in its colour.
    """

    plan: Scene
    shown: _Shown
    rng: random.Random
    shapes: Shapes
    relation: tuple[Group, Said, Group] | None
    promised: int | None
    placed: bool


def case(
    defect: FindingKind | None,
    *,
    seed: object,
    atlas: Atlas,
    shapes: Shapes,
    finish: Finish = lambda picture, rng: picture,
) -> Case:
    """Draw a case.

    Args:
        defect: The kind of check that its defect is for; None for a picture that is as planned.
        seed: What decides everything else.
        atlas: Where the sprites come from.
        shapes: Their aspect ratios; its families are the ones drawn.
        finish: What is done to the picture, such as making it softer.
    """
    attempt = 0
    while True:
        rng = random.Random(f"planted {defect} {seed} {attempt}")
        attempt += 1
        draft = _draft(rng, shapes)
        with suppress(NoRoom):
            return _case(DEFECTS[defect](draft) if defect else draft, defect, atlas, finish)


def _case(draft: _Draft, defect: FindingKind | None, atlas: Atlas, finish: Finish) -> Case:
    things = draft.shown.things + draft.shown.melted
    shown = draft.plan.model_copy(update={"things": things})
    picture = render(shown, atlas, width=SIDE, height=SIDE)
    for thing in draft.shown.melted:
        _melt(picture, thing.box)
    picture = finish(picture, draft.rng)
    outside = _changed(picture, draft, specks=defect == "unchanged")
    return Case(
        picture=picture,
        plan=chain_for(draft.plan, range(len(draft.plan.things))),
        wish=_wish(draft),
        promises=_promises(draft),
        changed_outside_px=outside,
        truth=_truth(draft, outside),
    )


def _melt(picture: Image.Image, box: Box) -> None:
    """Leave of a box only a few patches of colour."""
    edges = pixels_of(box, *picture.size)
    cells = picture.crop(edges).resize((MELTED, MELTED), Image.Resampling.BOX)
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    picture.paste(cells.resize((width, height), Image.Resampling.BILINEAR), edges)


def _draft(rng: random.Random, shapes: Shapes) -> _Draft:
    """Draw a scene in which words mean one thing, with a relation and a promise if it has any.

    A red cup beside one in its own colours is ambiguous, and "a pair of skis" is not a number that
    is asked for.
    """
    while True:
        scene = sample_scene(rng, shapes=shapes, held_out=True)
        natural = {thing.kind for thing in scene.things if thing.colour is None}
        mixed = any(thing.kind in natural for thing in scene.things if thing.colour)
        if not mixed and not any(thing.kind in PAIRED for thing in scene.things):
            break
    groups = grouped(scene)
    things = tuple(scene.things[index] for group in groups for index in group.members)
    scene = scene.model_copy(update={"style": "natural", "things": things})
    facts = facts_between(scene, grouped(scene))
    held = [(a, said, b) for a, said, b in facts if said in RELATIONS and a.kind != b.kind]
    alone = [at for at, thing in enumerate(things) if thing.colour and _alone(scene, at)]
    return _Draft(
        scene,
        _Shown(things),
        rng,
        shapes,
        relation=rng.choice(held) if held else None,
        promised=rng.choice(alone) if alone else None,
        placed=rng.random() < 0.5,
    )


def _alone(scene: Scene, at: int) -> bool:
    return sum(thing.kind == scene.things[at].kind for thing in scene.things) == 1


def _missing(draft: _Draft) -> _Draft:
    """Leave a thing out, melt it, or show one of another kind in its place."""
    at = draft.rng.randrange(len(draft.shown.planned))
    gone, old = _put(draft, at, None), draft.plan.things[at]
    match draft.rng.randrange(3):
        case 0:
            return gone
        case 1:
            return gone._replace(shown=gone.shown._replace(melted=(old,)))
    kinds = {thing.kind for thing in draft.plan.things}
    kind, _ = sample_name(draft.rng, held_out=True)
    if kind in kinds:
        raise NoRoom
    side = max(old.box.width, old.box.height)
    new = sample_thing(draft.rng, kind, old.colour, shapes=draft.shapes, side=side)
    new = new.model_copy(update={"box": placing.centred(old.box, new.box.width, new.box.height)})
    return gone._replace(shown=gone.shown._replace(extra=(new,)))


def _elsewhere(draft: _Draft) -> _Draft:
    """Show a thing out of its box."""
    return _moved(draft, draft.rng.randrange(len(draft.plan.things)))


def _moved(draft: _Draft, at: int) -> _Draft:
    thing = draft.plan.things[at]
    others = [other.box for k, other in enumerate(draft.plan.things) if k != at]
    box = _free_box(draft, thing.box, others)
    if box.iou(thing.box) >= BESIDE:
        raise NoRoom
    return _put(draft, at, thing.model_copy(update={"box": box}))


def _free_box(draft: _Draft, like: Box, others: Sequence[Box]) -> Box:
    """Return a free place about as large as a box."""
    grown = draft.rng.uniform(*GROWN)
    width, height = (min(round(side * grown), LARGEST) for side in (like.width, like.height))
    box = placing.anywhere(draft.rng, width, height, others)
    if box is None:
        raise NoRoom
    return box


def _recoloured(draft: _Draft) -> _Draft:
    coloured = [at for at, thing in enumerate(draft.plan.things) if thing.colour]
    if not coloured:
        raise NoRoom
    return _dyed(draft, draft.rng.choice(coloured))


def _dyed(draft: _Draft, at: int) -> _Draft:
    """Show a thing in a colour that none of its kind should have."""
    thing = draft.plan.things[at]
    taken = {other.colour for other in draft.plan.things if other.kind == thing.kind}
    colour = draft.rng.choice([colour for colour in COLOURS if colour not in taken])
    return _put(draft, at, thing.model_copy(update={"colour": colour}))


def _miscounted(draft: _Draft) -> _Draft:
    """Show one of a group more, or one fewer."""
    at = draft.rng.randrange(len(draft.plan.things))
    if draft.rng.random() < 0.5:
        return _put(draft, at, None)
    thing = draft.plan.things[at]
    box = _free_box(draft, thing.box, [other.box for other in draft.plan.things])
    one_more = thing.model_copy(update={"box": box})
    return draft._replace(shown=draft.shown._replace(extra=(one_more,)))


def _turned(draft: _Draft) -> _Draft:
    """Let two things change places, in the picture alone or in the plan as well."""
    if draft.relation is None or any(len(g.members) != 1 for g in draft.relation[::2]):
        raise NoRoom
    i, j = (_index(draft.plan, group) for group in draft.relation[::2])
    a, b = draft.plan.things[i].box, draft.plan.things[j].box
    others = [thing.box for k, thing in enumerate(draft.plan.things) if k not in (i, j)]
    for at, old, new in ((i, a, b), (j, b, a)):
        box = placing.centred(new, old.width, old.height)
        if not placing.fits(box, others) or box.iou(old) >= BESIDE:
            raise NoRoom
        draft = _put(draft, at, draft.plan.things[at].model_copy(update={"box": box}))
    if draft.rng.random() < 0.5:
        return draft
    things = tuple(thing for thing in draft.shown.planned if thing)
    return draft._replace(plan=draft.plan.model_copy(update={"things": things}))


def _index(scene: Scene, group: Group) -> int:
    """Return the first thing of a group."""
    names = [(thing.kind, thing.colour) for thing in scene.things]
    return names.index((group.kind, group.colour))


def _broken(draft: _Draft) -> _Draft:
    """Break a promise: the thing is gone, has another colour, or stands elsewhere."""
    if draft.promised is None:
        raise NoRoom
    match draft.rng.randrange(3 if draft.placed else 2):
        case 0:
            return _put(draft, draft.promised, None)
        case 1:
            return _dyed(draft, draft.promised)
        case _:
            return _moved(draft, draft.promised)


def _as_it_is(draft: _Draft) -> _Draft:
    """Plant nothing in the scene: what is wrong is outside the region."""
    return draft


DEFECTS: dict[FindingKind, Callable[[_Draft], _Draft]] = {
    "present": _missing,
    "in_box": _elsewhere,
    "colour": _recoloured,
    "count": _miscounted,
    "relation": _turned,
    "unchanged": _as_it_is,
    "promise": _broken,
}
"""Kind of check -> what plants the defect it must find."""


def _put(draft: _Draft, at: int, thing: Thing | None) -> _Draft:
    planned = tuple(thing if k == at else old for k, old in enumerate(draft.shown.planned))
    return draft._replace(shown=draft.shown._replace(planned=planned))


def _wish(draft: _Draft) -> str:
    """Word what the plan was made for: every group with its number, and the relation first."""
    groups = [(g.kind, g.colour, len(g.members)) for g in _groups(draft)]
    words = [counted(count, colour, kind) for kind, colour, count in groups]
    if draft.relation is not None:
        words = [f"{words[0]} {draft.relation[1]} {words[1]}", *words[2:]]
    return " and ".join(words)


def _groups(draft: _Draft) -> list[Group]:
    """Return the groups in the order of the wish."""
    groups = grouped(draft.plan)
    if draft.relation is None:
        return groups
    first = [(group.kind, group.colour) for group in draft.relation[::2]]
    return sorted(groups, key=lambda g: (*first, (g.kind, g.colour)).index((g.kind, g.colour)))


def _promises(draft: _Draft) -> tuple[Promise, ...]:
    if draft.promised is None:
        return ()
    thing = draft.plan.things[draft.promised]
    if not draft.placed:
        return (promises.read(f"the {thing.kind} stays {thing.colour}"),)
    elements = chain_for(draft.plan, range(len(draft.plan.things))).elements
    return (promises.read(promises.lock(elements[draft.promised])),)


def _changed(before: Image.Image, draft: _Draft, *, specks: bool) -> int:
    """Count what an edit of one thing's box changed outside, with a few specks there or without."""
    region = Region(boxes=(draft.rng.choice(draft.plan.things).box,))
    noise = np.random.default_rng(draft.rng.randrange(1 << 30))
    fresh = Image.fromarray(noise.integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8))
    after = np.array(region.composite(before, fresh))
    if specks:
        rows, columns = np.nonzero(region.opacity(SIDE, SIDE) == 0)
        at = noise.choice(len(rows), size=draft.rng.randint(1, MOST_SPECKS), replace=False)
        after[rows[at], columns[at]] ^= 1
    return region.changed_outside(before, Image.fromarray(after))


def _truth(draft: _Draft, outside: int) -> Truth:
    pairs = list(zip(draft.plan.things, draft.shown.planned, strict=True))
    truth: Truth = {
        "unchanged": (outside == 0,),
        "present": tuple(shown is not None for _, shown in pairs),
        "in_box": tuple(_in_place(plan.box, shown) for plan, shown in pairs),
        "colour": tuple(
            shown is not None and shown.colour == plan.colour
            for plan, shown in pairs
            if plan.colour
        ),
        "count": tuple(
            len(_alike(draft.shown.things, group)) == len(group.members) for group in _groups(draft)
        ),
    }
    if draft.relation is not None:
        said = draft.relation[1]
        found = [_members(draft, group) for group in draft.relation[::2]]
        held = [said in relations(a, b) for a in found[0] for b in found[1]]
        truth["relation"] = (bool(held) and all(held),)
    if draft.promised is not None:
        plan, shown = pairs[draft.promised]
        kept = shown is not None and shown.colour == plan.colour
        truth["promise"] = (kept and (_in_place(plan.box, shown) or not draft.placed),)
    return truth


def _in_place(box: Box, shown: Thing | None) -> bool:
    return shown is not None and box.iou(shown.box) >= WITHIN


def _alike(things: Sequence[Thing], group: Group) -> list[Box]:
    return [t.box for t in things if (t.kind, t.colour) == (group.kind, group.colour)]


def _members(draft: _Draft, group: Group) -> list[Box]:
    """Return where the planned things of a group are shown, in whatever colour."""
    pairs = zip(draft.plan.things, draft.shown.planned, strict=True)
    names = (group.kind, group.colour)
    return [shown.box for plan, shown in pairs if shown and (plan.kind, plan.colour) == names]
