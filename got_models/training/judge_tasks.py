"""What the model is asked in training as a judge: yes/no questions about a rendered scene.

Every task is a pure function of a seed. Half of the answers to every kind of question are yes, and
the wrong things asked for are near misses: another colour, another place, one too many.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from got_models import judge_questions as ask
from got_models.errors import GotError
from got_models.relations import INVERSE, Relation, relations
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.facts import CLEAR_REACH, grouped
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import COORDINATE_MAX, Box
from got_models.tokens import IM_END

ELSEWHERE = 0.15
"""Largest overlap (IoU) of a wrong box with any thing that would make it right."""

JITTER = 30
"""Grid units by which the corners of a right box may be off."""


COUNTS = ((1, 2, 3, 4), (4, 3, 2, 1))
"""Numbers asked for, and how often."""


class NoQuestion(GotError):
    """The scene gives no occasion for the question."""


@dataclass(frozen=True)
class JudgeTask:
    """One question about a picture. `prompt` has no chat form around it yet, as in `Task`."""

    prompt: str
    answer: str  # yes or no, with the token that ends it
    seen: Scene

    @property
    def is_yes(self) -> bool:
        """Whether the right answer is yes."""
        return self.answer.startswith(ask.YES)


def judge_task(rng: random.Random) -> JudgeTask:
    """Draw a question about a scene that is not held out."""
    kind, truth = rng.choice(tuple(QUESTIONS)), rng.random() < 0.5
    question = QUESTIONS[kind]
    if kind == "count":
        question = partial(_counted, asked=rng.choices(*COUNTS)[0])
    while True:
        scene = sample_scene(rng)
        with suppress(NoQuestion):
            return _task(question(scene, truth, rng), scene, truth)


def judge_task_for(scene: Scene, kind: str, truth: bool, rng: random.Random) -> JudgeTask:
    """Ask one kind of question about a given scene.

    Raises:
        NoQuestion: The scene gives no occasion for it.
    """
    return _task(QUESTIONS[kind](scene, truth, rng), scene, truth)


def _task(question: str, scene: Scene, truth: bool) -> JudgeTask:
    answer = ask.YES if truth else ask.NO
    return JudgeTask(prompt=question, answer=answer + IM_END, seen=scene)


def _present(scene: Scene, truth: bool, rng: random.Random) -> str:
    thing = _thing(scene, rng)
    if truth:
        return ask.is_there(thing.kind, _shown_colour(scene, thing) if rng.random() < 0.7 else None)
    return ask.is_there(*_absent(scene, thing, rng))


def _in_box(scene: Scene, truth: bool, rng: random.Random) -> str:
    thing = _thing(scene, rng)
    colour = _shown_colour(scene, thing) if rng.random() < 0.7 else None
    if truth:
        return ask.is_there(thing.kind, colour, _jittered(thing.box, rng))
    if rng.random() < 0.5:
        return ask.is_there(*_absent(scene, thing, rng), _jittered(thing.box, rng))
    alike = [other.box for other in scene.things if other.kind == thing.kind]
    other = _elsewhere(thing.box, alike, rng)
    neighbours = [o.box for o in scene.things if all(o.box.iou(b) <= ELSEWHERE for b in alike)]
    return ask.is_there(thing.kind, colour, rng.choice([other, *neighbours]))


def _coloured(scene: Scene, truth: bool, rng: random.Random) -> str:
    if scene.style in COLOURLESS:
        raise NoQuestion
    thing = _thing(scene, rng)
    if thing.colour is None:
        raise NoQuestion
    alone = sum(other.kind == thing.kind for other in scene.things) == 1
    box = None if alone and rng.random() < 0.5 else _jittered(thing.box, rng)
    colour = thing.colour if truth else rng.choice([c for c in COLOURS if c != thing.colour])
    return ask.is_coloured(thing.kind, colour, box)


def _counted(scene: Scene, truth: bool, rng: random.Random, asked: int | None = None) -> str:
    """Ask for a number; `asked` fixes it, so that the number alone tells nothing."""
    found = [
        (group, number)
        for group in grouped(scene)
        for number in _numbers(len(group.members), truth)
        if asked in (None, number)
    ]
    if not found:
        raise NoQuestion
    group, number = rng.choice(found)
    mixed = sum(thing.kind == group.kind for thing in scene.things) != len(group.members)
    colour = group.colour if scene.style not in COLOURLESS else None
    if mixed and (colour is None or _has_natural(scene, group.kind)):
        raise NoQuestion
    return ask.are_there(number, group.kind, colour if mixed or rng.random() < 0.6 else None)


def _numbers(count: int, truth: bool) -> tuple[int, ...]:
    """Return the numbers to ask for when there are `count`."""
    return (count,) if truth else tuple(n for n in (count - 1, count + 1) if 1 <= n <= 6)


def _related(scene: Scene, truth: bool, rng: random.Random) -> str:
    kinds = [thing.kind for thing in scene.things]
    single = [thing for thing in scene.things if kinds.count(thing.kind) == 1]
    if len(single) < 2:
        raise NoQuestion
    a, b = rng.sample(single, 2)
    held = relations(a.box, b.box, reach=CLEAR_REACH)
    if not held:
        raise NoQuestion
    relation: Relation = rng.choice(sorted(held))
    return ask.stands(a.kind, relation if truth else INVERSE[relation], b.kind)


QUESTIONS: dict[str, Callable[[Scene, bool, random.Random], str]] = {
    "present": _present,
    "box": _in_box,
    "colour": _coloured,
    "count": _counted,
    "relation": _related,
}
"""Kind of check -> what asks for it, with the truth wanted."""


def _thing(scene: Scene, rng: random.Random) -> Thing:
    if not scene.things:
        raise NoQuestion
    return rng.choice(scene.things)


def _shown_colour(scene: Scene, thing: Thing) -> str | None:
    return None if scene.style in COLOURLESS else thing.colour


def _has_natural(scene: Scene, kind: str) -> bool:
    return any(thing.kind == kind and thing.colour is None for thing in scene.things)


def _absent(scene: Scene, thing: Thing, rng: random.Random) -> tuple[str, str | None]:
    """Name something that is not there: the thing in another colour, or another kind in its."""
    colour = _shown_colour(scene, thing)
    there = {other.colour for other in scene.things if other.kind == thing.kind}
    if colour is not None and None not in there and rng.random() < 0.5:
        return thing.kind, rng.choice([c for c in COLOURS if c not in there])
    kinds = {other.kind for other in scene.things}
    return rng.choice([kind for kind in CLASSES if kind not in kinds]), colour


def _jittered(box: Box, rng: random.Random) -> Box:
    def near(at: int) -> int:
        return min(max(at + rng.randint(-JITTER, JITTER), 0), COORDINATE_MAX)

    x0, y0, x1, y1 = (near(at) for at in box.corners)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x0 < x1 and y0 < y1 else box


def _elsewhere(box: Box, alike: list[Box], rng: random.Random) -> Box:
    """Return a box of the same size away from all of `alike`."""
    for _ in range(20):
        x0 = rng.randint(0, COORDINATE_MAX - box.width)
        y0 = rng.randint(0, COORDINATE_MAX - box.height)
        found = Box(x0=x0, y0=y0, x1=x0 + box.width, y1=y0 + box.height)
        if all(found.iou(other) <= ELSEWHERE for other in alike):
            return found
    raise NoQuestion
