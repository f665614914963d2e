"""What a judge of cuttings must get right before anyone relies on it.

It looks at ground-truth renders of scenes that it has not learnt from, once at each object's own
box and once at a box pushed half off it.
"""

import random
from collections.abc import Sequence

from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.render import Atlas, render
from got_models.sceneworld.sampling import Shapes, sample_scene
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Box
from got_models.value import Value
from got_models.verifying.crops import Glimpse, Judge
from got_models.verifying.judge_cuttings import NEVER_IOU, PICTURE_SIDE, shoved

LEAST_RIGHT = 0.97
"""Share of objects, and of colours, that must be read right."""

MOST_FOOLED = 0.02
"""Share of wrong objects, and of wrong colours, that may pass for right."""

SCENES = 300


class GateReport(Value):
    """Shares over objects, all at their true boxes but `pushed`."""

    objects: int
    kinds: float
    """Objects whose class is read right."""
    colours: float
    """Coloured objects whose colour is read right; styles that hide colours are left out."""
    wrong_kinds: float
    """Objects that pass for another one, drawn at random from the eighty."""
    wrong_colours: float
    """Coloured objects that pass for being of another colour, drawn at random."""
    pushed: float
    """Objects still seen at a box that lies more than half beside them."""

    @property
    def passed(self) -> bool:
        """Whether the judge may be relied on for sprites of this kind."""
        right = min(self.kinds, self.colours) >= LEAST_RIGHT
        return right and max(self.wrong_kinds, self.wrong_colours) <= MOST_FOOLED


def examine(judge: Judge, families: Sequence[str], *, scenes: int = SCENES) -> GateReport:
    """Hold a judge to renders in the given sprite families."""
    atlas = SpriteAtlas.open(families)
    return examine_on(judge, atlas, atlas.shapes(), scenes=scenes)


def examine_on(judge: Judge, atlas: Atlas, shapes: Shapes, *, scenes: int) -> GateReport:
    """Hold a judge to renders in the sprites of an atlas."""
    marks: dict[str, list[bool]] = {
        name: [] for name in ("kinds", "colours", "wrong_kinds", "wrong_colours", "pushed")
    }
    for number in range(scenes):
        rng = random.Random(f"crop judge gate {number}")
        scene = sample_scene(rng, shapes=shapes, held_out=True)
        picture = render(scene, atlas, width=PICTURE_SIDE, height=PICTURE_SIDE)
        pushed = [_pushed(scene, at, rng) for at in range(len(scene.things))]
        boxes = [thing.box for thing in scene.things] + [box for box in pushed if box]
        seen = judge.look(picture, boxes)
        _mark(marks, scene, seen, rng)
        kinds = [t.kind for t, box in zip(scene.things, pushed, strict=True) if box]
        beside = seen[len(scene.things) :]
        marks["pushed"] += [g.kind == kind for g, kind in zip(beside, kinds, strict=True)]
    shares = {name: sum(values) / max(len(values), 1) for name, values in marks.items()}
    return GateReport(objects=len(marks["kinds"]), **shares)


def _mark(
    marks: dict[str, list[bool]], scene: Scene, seen: Sequence[Glimpse], rng: random.Random
) -> None:
    for thing, glimpse in zip(scene.things, seen, strict=False):
        other = rng.choice([kind for kind in CLASSES if kind != thing.kind])
        marks["kinds"].append(glimpse.kind == thing.kind)
        marks["wrong_kinds"].append(glimpse.kind == other)
        if thing.colour and scene.style not in COLOURLESS:
            wrong = rng.choice([colour for colour in COLOURS if colour != thing.colour])
            marks["colours"].append(glimpse.colour == thing.colour)
            marks["wrong_colours"].append(glimpse.colour == wrong)


def _pushed(scene: Scene, at: int, rng: random.Random) -> Box | None:
    """Return a box beside a thing that meets no other of its kind; None when there is none."""
    thing = scene.things[at]
    box = shoved(thing.box, rng)
    alike = [other.box for other in scene.things if other.kind == thing.kind]
    return box if box and all(box.iou(other) < NEVER_IOU for other in alike) else None
