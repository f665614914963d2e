"""Edits: a scene before and after, the instruction between them, and its chain of thought."""

import random
from collections.abc import Sequence

from got_models.errors import GotError
from got_models.sceneworld import edit_wordings
from got_models.sceneworld.chain_writing import ChainWriter, background_phrase, groups_phrase, link
from got_models.sceneworld.edit_setting import OPERATIONS, Operation, Setting, Step
from got_models.sceneworld.edit_steps import STEPS
from got_models.sceneworld.facts import grouped
from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.sampling import Shapes, shipped_shapes
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.typos import typed
from got_models.sceneworld.vocabulary import Style
from got_models.thought import WHOLE, Box, Chain
from got_models.value import Value

OPERATION_WEIGHTS = (30, 11, 15, 13, 22, 14, 7, 5)
"""How often each operation is tried, in the order of `OPERATIONS`; some often find no room."""

ATTEMPTS = 60

STYLE_PHRASES: dict[Style, str] = {
    "natural": "",
    "pixel art": " in pixel art",
    "sepia": " in sepia",
    "black and white": " in black and white",
    "night": " at night",
}

ORDINALS = ("first", "second", "third")


class NoEdit(GotError):
    """The scene offers no room or no clear reference for the operation asked for."""


class Edit(Value):
    """A change of a picture; `regions` are the boxes outside which nothing changes."""

    before: Scene
    after: Scene
    instruction: str
    chain: Chain
    operations: tuple[Operation, ...]
    regions: tuple[Box, ...]
    heldout: bool = False
    """Whether its wording is kept out of training."""
    reference: str = ""
    """The words the first step uses for what it changes; empty for whole-picture edits."""


def sample_edit(
    scene: Scene,
    rng: random.Random,
    *,
    operation: Operation | None = None,
    steps: int = 1,
    heldout: bool = False,
    held_out_scenes: bool = False,
    shapes: Shapes | None = None,
    only: Thing | None = None,
) -> Edit:
    """Draw an edit of a scene.

    Args:
        scene: The picture before.
        rng: The only source of chance.
        operation: What to do in the first step; drawn when not given.
        steps: How many changes one instruction asks for, 1 to 3.
        heldout: Use only wordings that training never sees.
        held_out_scenes: Allow results that are held out of training as pictures.
        shapes: Aspect ratios of new things' sprites; the training families' when not given.
        only: A thing of the scene; all others are left alone.

    Raises:
        NoEdit: Nothing was found, such as room to add a thing.
    """
    spared = () if only is None else tuple(thing for thing in scene.things if thing != only)
    start = Setting(scene, scene, spared, rng, heldout, shapes or shipped_shapes())
    for _ in range(ATTEMPTS):
        found = _draw_steps(start, operation, steps)
        if found and (held_out_scenes or level_of(found[-1].after) is None):
            return _edit(scene, found, rng, heldout)
    raise NoEdit(f"no {operation or 'edit'} in {steps} steps for {len(scene.things)} things")


def _draw_steps(start: Setting, operation: Operation | None, count: int) -> list[Step] | None:
    """Draw `count` steps, the first of the given operation; None when one of them fails."""
    steps: list[Step] = []
    setting = start
    for _ in range(count):
        drawn = start.rng.choices(OPERATIONS, OPERATION_WEIGHTS)[0]
        wanted = operation if operation and not steps else drawn
        if wanted in ("background", "style") and any(s.operation == wanted for s in steps):
            return None
        step = STEPS[wanted](setting)
        if step is None:
            return None
        steps.append(step)
        setting = setting._replace(now=step.after, touched=setting.touched + step.touched)
    return steps


def _edit(scene: Scene, steps: list[Step], rng: random.Random, heldout: bool) -> Edit:
    said = [step.instruction for step in steps]
    if len(said) > 1:
        said = [words.rstrip("?") for words in said]
        joint = edit_wordings.JOINTS[len(said)].pick(rng, heldout=heldout)
        said = [joint.format(*said)]
    return Edit(
        before=scene,
        after=steps[-1].after,
        instruction=typed(said[0], rng),
        chain=edit_chain(scene, steps),
        operations=tuple(step.operation for step in steps),
        regions=tuple(region for step in steps for region in step.regions),
        heldout=heldout,
        reference=steps[0].reference,
    )


def edit_chain(scene: Scene, steps: Sequence[Step]) -> Chain:
    """Write the numbered chain of an edit: the source, each change with its boxes, the result."""
    writer = ChainWriter()
    writer.say(f"1. The source image shows {scene_phrase(scene)}.")
    if len(steps) == 1:
        writer.say(f"\n2. {steps[0].lead.capitalize()} ")
        _say_focus(writer, steps[0])
        writer.say("\n3. ")
        _say_change(writer, steps[0])
        last = 4
    else:
        for number, step in enumerate(steps, start=2):
            writer.say(f"\n{number}. For the {ORDINALS[number - 2]} step, {step.lead} ")
            _say_focus(writer, step)
            writer.say(" ")
            _say_change(writer, step)
        last = len(steps) + 2
    writer.say(f"\n{last}. The edited image shows {scene_phrase(steps[-1].after)}.")
    return writer.finish("edit")


def scene_phrase(scene: Scene) -> str:
    """Return a whole picture in one phrase, its groups from left to right."""
    ground = background_phrase(scene.background)
    style = STYLE_PHRASES[scene.style]
    return f"{groups_phrase(scene, grouped(scene))} on a {ground} background{style}"


def _say_focus(writer: ChainWriter, step: Step) -> None:
    if not step.focus:
        writer.say("the ")
        writer.ground("whole image", WHOLE)
    for at, thing in enumerate(step.focus):
        writer.say(link(at, len(step.focus)))
        if step.operation == "add":
            writer.ground_one(thing)
        else:
            writer.say("the ")
            writer.ground(thing.phrase, thing.box)
    writer.say(".")


def _say_change(writer: ChainWriter, step: Step) -> None:
    before, _, behind = step.change.partition("{}")
    writer.say(before)
    if step.target:
        writer.ground(*step.target)
        writer.say(behind)
