"""Scenes that are what a GenEval prompt asks for, and scenes with one thing wrong. Light."""

import random
from collections.abc import Sequence

from got_models.evaluating.geneval_spec import Clause, Crowd, GenevalTask, Spec, geneval_specs
from got_models.relations import INVERSE, relations
from got_models.sceneworld.facts import CLEAR_REACH
from got_models.sceneworld.sampling import OVERLAP_LIMIT, Shapes, crowded, sample_background
from got_models.sceneworld.sampling import sample_thing as place_thing
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import COORDINATE_MAX, Box

SMALLEST = 170
"""Longest side of a thing in grid units: small ones are a matter of the detector's resolution."""

TRIES = 400


def spec_for(task: GenevalTask, rng: random.Random) -> Spec:
    """Draw one of GenEval's own prompts of a task."""
    return rng.choice([spec for spec in geneval_specs() if spec.tag == task])


def scene_for(spec: Spec, rng: random.Random, shapes: Shapes) -> Scene:
    """Return a scene with exactly the objects a prompt asks for, in the relation it asks for."""
    while True:
        things = _things(spec.include, rng, shapes)
        if things is not None and _stands(spec, things):
            return Scene(things=things, background=sample_background(rng))


def counterfactual(spec: Spec, scene: Scene, rng: random.Random, shapes: Shapes) -> Scene:
    """Return a scene as near to the right one as can be that breaks the prompt."""
    match spec.tag:
        case "counting":
            return _with(scene, scene.things[:-1]) if len(scene.things) > 1 else scene
        case "single_object":
            return scene_for(_renamed(spec, _other_kind(spec, rng)), rng, shapes)
        case "two_object":
            return _with(scene, scene.things[:1])
        case "colors":
            clause = spec.include[0]
            colour = rng.choice([name for name in COLOURS if name != clause.colour])
            return _with(scene, tuple(_dyed(thing, colour) for thing in scene.things))
        case "color_attr":
            first, second = scene.things
            return _with(scene, (_dyed(first, second.colour), _dyed(second, first.colour)))
        case "position":
            return _with(scene, tuple(_turned(thing) for thing in scene.things))


def dealt(spec: Spec, other: Spec) -> Spec:
    """Return a prompt with what its task is about taken from another prompt of the task.

    Colours, relation or number change and the objects stay, so that chance is that of guessing
    the one thing; where the objects are the task, the other prompt is the answer.
    """
    if spec.tag in ("single_object", "two_object"):
        return other
    mine, theirs = spec.include, other.include
    match spec.tag:
        case "counting":
            count = theirs[0].count
            return spec.model_copy(
                update={
                    "include": (mine[0].model_copy(update={"count": count}),),
                    "exclude": (Crowd(kind=mine[0].kind, count=count + 1),),
                }
            )
        case "position":
            return spec.model_copy(
                update={"include": (mine[0], mine[1].model_copy(
                    update={"position": theirs[1].position}))}
            )  # fmt: skip
        case _:
            coloured = tuple(
                clause.model_copy(update={"colour": one.colour})
                for clause, one in zip(mine, theirs, strict=True)
            )
            return spec.model_copy(update={"include": coloured})


def flipped(spec: Spec) -> Spec:
    """Return the prompt that a picture turned by half a circle fulfils."""
    clauses = tuple(
        clause.model_copy(update={"position": (INVERSE[clause.position[0]], clause.position[1])})
        if clause.position
        else clause
        for clause in spec.include
    )
    return spec.model_copy(update={"include": clauses})


def crowd_of(kinds: Sequence[str], rng: random.Random, shapes: Shapes) -> Scene:
    """Return one thing of each kind on a grid: the picture that every lenient rule passes."""
    columns = 7
    cell = COORDINATE_MAX // columns
    things = []
    for at, kind in enumerate(kinds):
        thing = place_thing(rng, kind, None, shapes=shapes, side=cell - 10)
        x, y = at % columns * cell, at // columns * cell
        box = Box(x0=x, y0=y, x1=x + thing.box.width, y1=min(y + thing.box.height, COORDINATE_MAX))
        things.append(thing.model_copy(update={"box": box}))
    return Scene(things=tuple(things), background=sample_background(rng))


def _things(
    clauses: Sequence[Clause], rng: random.Random, shapes: Shapes
) -> tuple[Thing, ...] | None:
    wanted = [clause for clause in clauses for _ in range(clause.count)]
    largest = min(480, int(1100 / len(wanted) ** 0.5))
    placed: list[Thing] = []
    for clause in wanted:
        for _ in range(TRIES):
            side = rng.randint(min(SMALLEST, largest), largest)
            thing = place_thing(rng, clause.kind, clause.colour, shapes=shapes, side=side)
            if not crowded(thing.box, tuple(t.box for t in placed), OVERLAP_LIMIT):
                placed.append(thing)
                break
        else:
            return None
    return tuple(placed)


def _stands(spec: Spec, things: Sequence[Thing]) -> bool:
    """Whether every relation asked for holds with some room to spare."""
    return all(
        clause.position is None
        or clause.position[0]
        in relations(things[at].box, things[clause.position[1]].box, reach=CLEAR_REACH)
        for at, clause in enumerate(spec.include)
    )


def _with(scene: Scene, things: Sequence[Thing]) -> Scene:
    return scene.model_copy(update={"things": tuple(things)})


def _dyed(thing: Thing, colour: str | None) -> Thing:
    return thing.model_copy(update={"colour": colour})


def _turned(thing: Thing) -> Thing:
    box = thing.box
    turned = Box(
        x0=COORDINATE_MAX - box.x1,
        y0=COORDINATE_MAX - box.y1,
        x1=COORDINATE_MAX - box.x0,
        y1=COORDINATE_MAX - box.y0,
    )
    return thing.model_copy(update={"box": turned})


def _other_kind(spec: Spec, rng: random.Random) -> str:
    return rng.choice([kind for kind in CLASSES if kind != spec.include[0].kind])


def _renamed(spec: Spec, kind: str) -> Spec:
    clause = spec.include[0].model_copy(update={"kind": kind})
    return spec.model_copy(update={"include": (clause,), "exclude": (_crowd(kind),)})


def _crowd(kind: str) -> Crowd:
    return Crowd(kind=kind, count=2)
