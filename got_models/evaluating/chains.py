"""Whether a chain plans what its wish asks for. Light.

A chain is right when it can be read and its objects, counts, colours and relations are those of
the wish; background, style and the state of its boxes are scored beside that.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from got_models import chain_text
from got_models.chain_text import Reading
from got_models.errors import ThoughtError
from got_models.evaluating.devset import WishCase
from got_models.evaluating.intervals import Interval, interval
from got_models.naming import colour_in, kind_in
from got_models.overlaps import covered_share
from got_models.plan_check import check_plan
from got_models.relations import relations
from got_models.repairs import RepairKind
from got_models.sceneworld.facts import Fact, Said
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.vocabulary import STYLES
from got_models.thought import COORDINATE_MAX, Box, Chain
from got_models.value import Value

NEAR = 250
"""Largest gap between two things next to each other, in grid units."""

TOUCH = 0.2
"""Largest share of the smaller one that they may cover of each other, as in training's scenes."""

MIDDLE = (0.3, 0.7)
"""Where along x and y the centre of a thing "in the middle" lies."""

_UNREADABLE: frozenset[RepairKind] = frozenset({"lost_box"})
_OFF_CANVAS: frozenset[RepairKind] = frozenset({"clamped", "widened"})
_BACKGROUND = re.compile(r"The background is ([^.]*)\.")
_STYLE = re.compile(r"The style is ([^.]*)\.")

Name = tuple[str | None, str | None]
"""Class and colour."""


class ChainScore(Value):
    """What is right about one chain."""

    id: str
    readable: bool
    """A chain with elements, each naming a known object, and no box lost."""
    clean: bool = False
    """Readable without any mending."""
    objects: bool = False
    """Exactly the classes asked for."""
    counts: bool = False
    """Of every class as many as asked for."""
    colours: bool = False
    """Every thing in the colour asked for, and in no colour where none was."""
    own_colours: bool = False
    """Wrong about colours only in that things asked for without one were given one."""
    relations: bool | None = False
    """Every relation (GenEval's rule) and place that the wish states holds between the boxes; None
    when it states none."""
    background: bool | None = False
    """Colour and pattern of the background as far as the wish names them; None when it does not."""
    style: bool = False
    on_canvas: bool = False
    """No box had to be moved back onto the canvas or be given an area."""
    apart: bool = False
    large_enough: bool = False

    @property
    def all_right(self) -> bool:
        """Objects, counts, colours and relations are all right."""
        things = self.objects and self.counts and self.colours
        return self.readable and things and self.relations is not False

    @property
    def flawless(self) -> bool:
        """All right, and so are background, style and boxes."""
        setting = self.background is not False and self.style
        return self.all_right and setting and self.on_canvas and self.apart and self.large_enough


FIELDS = (*(name for name in ChainScore.model_fields if name != "id"), "all_right", "flawless")


def score_chain(case: WishCase, text: str) -> ChainScore:
    """Compare the text of a chain with the scene its wish was made from."""
    try:
        reading = chain_text.read(text)
    except ThoughtError:
        return ChainScore(id=case.id, readable=False)
    chain = reading.chain
    names = [(kind_in(e.phrase), colour_in(e.phrase)) for e in chain.elements]
    asked: list[Name] = [(thing.kind, thing.colour) for thing in case.scene.things]
    kinds, asked_kinds = Counter(k for k, _ in names), Counter(k for k, _ in asked)
    mended = {repair.kind for repair in reading.repairs}
    problems = {problem.kind for problem in check_plan(chain)}
    colours = Counter(names) == Counter(asked)
    readable = _is_readable(reading, names)
    return ChainScore(
        id=case.id,
        readable=readable,
        clean=readable and not mended,
        objects=set(kinds) == set(asked_kinds),
        counts=kinds == asked_kinds,
        colours=colours,
        own_colours=not colours and kinds == asked_kinds and _only_added(names, asked),
        relations=_facts_hold(case, chain),
        background=_background_is_right(case, text),
        style=_said(_STYLE, text, STYLES[0]) == case.scene.style,
        on_canvas=not mended & _OFF_CANVAS,
        apart="overlap" not in problems,
        large_enough="too_small" not in problems,
    )


def summarise(scores: Sequence[ChainScore]) -> dict[str, Interval]:
    """Return the share of right chains in every respect, among those where it was asked for."""
    marks = {name: [getattr(score, name) for score in scores] for name in FIELDS}
    asked = {name: [mark for mark in found if mark is not None] for name, found in marks.items()}
    return {name: interval(found) for name, found in asked.items() if found}


def summarise_groups(
    cases: Sequence[WishCase], texts: Mapping[str, str]
) -> dict[str, dict[str, Interval]]:
    """Score the texts, by case id, and return each group's shares; a missing text is unreadable."""
    groups: dict[str, list[ChainScore]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(score_chain(case, texts.get(case.id, "")))
    return {group: summarise(scores) for group, scores in groups.items()}


def _is_readable(reading: Reading, names: Sequence[Name]) -> bool:
    known = bool(names) and all(kind is not None for kind, _ in names)
    return known and not {repair.kind for repair in reading.repairs} & _UNREADABLE


def _only_added(names: Sequence[Name], asked: Sequence[Name]) -> bool:
    """Whether every colour asked for is there; the others of its kind were asked without one."""
    missing = Counter(asked) - Counter(names)
    return all(colour is None for _, colour in missing)


def _facts_hold(case: WishCase, chain: Chain) -> bool | None:
    facts = case.wish.facts
    return all(_is_true(fact, case.scene, chain) for fact in facts) if facts else None


def _is_true(fact: Fact, scene: Scene, chain: Chain) -> bool:
    subject = _boxes_of(scene, fact.subject, chain)
    if not fact.reference:
        return bool(subject) and all(_lies(box, fact.said) for box in subject)
    reference = _boxes_of(scene, fact.reference, chain)
    return bool(subject and reference) and all(
        _stands(a, fact.said, b) for a in subject for b in reference
    )


def _boxes_of(scene: Scene, members: Sequence[int], chain: Chain) -> list[Box]:
    """Return the boxes planned for a group: by name, or by class where no colour fits."""
    thing = scene.things[members[0]]
    alike = [e for e in chain.elements if kind_in(e.phrase) == thing.kind]
    exact = [e.box for e in alike if colour_in(e.phrase) == thing.colour]
    return exact or [e.box for e in alike]


def _stands(a: Box, said: Said, b: Box) -> bool:
    if said != "next to":
        return said in relations(a, b)
    across = max(a.x0, b.x0) - min(a.x1, b.x1)
    down = max(a.y0, b.y0) - min(a.y1, b.y1)
    return covered_share(a, b) <= TOUCH and max(across, down) <= NEAR


def _lies(box: Box, said: Said) -> bool:
    """Whether the centre lies in the half of the picture that was named, or in its middle."""
    x, y = (along / COORDINATE_MAX for along in box.centre)
    low, high = MIDDLE
    held: dict[Said, bool] = {
        "on the left": x < 0.5,
        "on the right": x > 0.5,
        "at the top": y < 0.5,
        "at the bottom": y > 0.5,
        "in the middle": low < x < high and low < y < high,
    }
    return held[said]


def _said(pattern: re.Pattern[str], text: str, default: str) -> str:
    found = pattern.search(text)
    return found[1] if found else default


def _background_is_right(case: WishCase, text: str) -> bool | None:
    part, background = case.wish.background, case.scene.background
    if part is None:
        return None
    kind, _, colour = _said(_BACKGROUND, text, "").partition(" ")
    return (part == "colour" or kind == background.kind) and (
        part == "kind" or colour == background.colour
    )
