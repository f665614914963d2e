"""The development set: wishes, edits and pictures that no training run has seen. Light.

Every case is a function of its name, drawn from a string seed; training draws from whole numbers.
It is for choosing between models while they are made. Final numbers are taken on other sets.
"""

import random
from typing import Literal, get_args

from got_models.sceneworld.captions import Wish, wish_for
from got_models.sceneworld.edit_setting import OPERATIONS, Operation
from got_models.sceneworld.edits import Edit, NoEdit, sample_edit
from got_models.sceneworld.facts import grouped
from got_models.sceneworld.holdout import MAX_TRAINED_THINGS, Level, level_of
from got_models.sceneworld.sampling import Shapes, sample_scene
from got_models.sceneworld.scene import Scene
from got_models.value import Value

Group = Literal["seen", "L1", "L2", "L3", "L4", "L5", "paraphrase"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""`seen`: compositions as in training. L1 to L5: held-out levels, in wordings as in training.
`paraphrase`: compositions as in training, in wordings that are held out."""

PER_GROUP = 100
PER_OPERATION = 40
LOOKS = 100

GENEVAL_SHARE = 0.25
"""Share of wishes in GenEval's templates, as in training."""


class WishCase(Value):
    """A wish for a picture, with the scene it was made from: one right answer among many."""

    id: str
    group: Group
    level: Level | None
    scene: Scene
    wish: Wish


class EditCase(Value):
    """A change of a picture that is held out of training; its result is held out, too."""

    id: str
    operation: Operation
    edit: Edit


class LookCase(Value):
    """A picture without its chain, in which everything is to be found."""

    id: str
    level: Level | None
    scene: Scene


def wish_cases(
    group: Group, count: int = PER_GROUP, *, seed: int = 0, shapes: Shapes | None = None
) -> tuple[WishCase, ...]:
    """Draw the wishes of one group.

    Args:
        group: Which compositions and wordings.
        count: How many.
        seed: Another number gives another set of the same kind.
        shapes: Aspect ratios of the sprites to plan for; the training families' when not given.
    """
    return tuple(_wish_case(group, number, seed, shapes) for number in range(count))


def edit_cases(
    per_operation: int = PER_OPERATION,
    *,
    seed: int = 0,
    heldout: bool = False,
    shapes: Shapes | None = None,
) -> tuple[EditCase, ...]:
    """Draw single edits of held-out scenes, equally many of each operation.

    Args:
        per_operation: How many of each.
        seed: Another number gives another set of the same kind.
        heldout: Use only wordings that training never sees.
        shapes: As in `wish_cases`.
    """
    return tuple(
        _edit_case(operation, number, seed, heldout, shapes)
        for operation in OPERATIONS
        for number in range(per_operation)
    )


def look_cases(
    count: int = LOOKS, *, seed: int = 0, shapes: Shapes | None = None
) -> tuple[LookCase, ...]:
    """Draw pictures to look at, seen and held-out compositions mixed as they come."""
    cases = []
    for number in range(count):
        name = f"development {seed} look {number}"
        scene = sample_scene(random.Random(name), shapes=shapes, held_out=True)
        cases.append(LookCase(id=name, level=level_of(scene), scene=scene))
    return tuple(cases)


def _wish_case(group: Group, number: int, seed: int, shapes: Shapes | None) -> WishCase:
    name = f"development {seed} {group} {number}"
    rng = random.Random(name)
    scene = _scene_of(group, rng, shapes)
    free = group == "paraphrase" or rng.random() >= GENEVAL_SHARE
    wish = wish_for(scene, rng, style="free" if free else "geneval", heldout=group == "paraphrase")
    return WishCase(id=name, group=group, level=level_of(scene), scene=scene, wish=wish)


def _scene_of(group: Group, rng: random.Random, shapes: Shapes | None) -> Scene:
    if group in ("seen", "paraphrase"):
        return sample_scene(rng, shapes=shapes)
    while True:
        things = rng.randint(MAX_TRAINED_THINGS + 1, MAX_TRAINED_THINGS + 2)
        many = things if group == "L5" else None
        scene = sample_scene(rng, shapes=shapes, things=many, held_out=True)
        countable = all(len(alike.members) <= MAX_TRAINED_THINGS for alike in grouped(scene))
        if level_of(scene) == group and countable:
            return scene


def _edit_case(
    operation: Operation, number: int, seed: int, heldout: bool, shapes: Shapes | None
) -> EditCase:
    name = f"development {seed} {operation} {number}" + " paraphrase" * heldout
    rng = random.Random(name)
    while True:
        scene = sample_scene(rng, shapes=shapes, held_out=True)
        if level_of(scene) is None:
            continue
        try:
            edit = sample_edit(
                scene,
                rng,
                operation=operation,
                heldout=heldout,
                held_out_scenes=True,
                shapes=shapes,
            )
        except NoEdit:  # such as no room left; another scene will do
            continue
        return EditCase(id=name, operation=operation, edit=edit)
