"""Judge a picture against its plan, its wish and what was promised, by questions with yes or no.

Who looks is a small detector, perhaps joined by the reasoner; never the rules that measure the
project's own results.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PIL.Image import Image

from got_models.judge_questions import NO, YES
from got_models.naming import colour_in, kind_in
from got_models.plan_check import claim, stands
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.language import counted
from got_models.thought import Chain, Element
from got_models.wish_facts import WishFacts, facts_of_wish
from tools.eyesight import EVEN, Eye, Found, SecondOpinion, Sight, Sighting
from tools.promises import Promise, upright
from tools.promises import concerned as concerned_by
from tools.verdict import Finding, Verdict

IN_PLACE = 0.5
"""Intersection over union that a locked object's box must keep."""


class Critic(Protocol):
    """Somebody who judges pictures."""

    def judge(
        self,
        picture: Image,
        scene: Chain,
        *,
        wish: str = "",
        promises: Sequence[Promise] = (),
        changed_outside_px: int | None = None,
    ) -> Verdict:
        """Return the findings about a picture.

        Args:
            picture: The picture.
            scene: What should be in it, with boxes.
            wish: The words it was drawn from; empty where they are about something else.
            promises: What must hold besides.
            changed_outside_px: Pixels an edit changed outside its region; None where it had none.
        """
        ...

    def kept(
        self, picture: Image, scene: Chain, promises: Sequence[Promise]
    ) -> tuple[Finding, ...]:
        """Return a finding for every promise that can be checked, and look for nothing else.

        Args:
            picture: The picture.
            scene: What is known to be in it; no element where nothing is.
            promises: What must hold.
        """
        ...


class DetectorCritic:
    """A critic with a detector's eye, perhaps joined by somebody who says yes or no."""

    def __init__(self, eye: Eye, opinion: SecondOpinion | None = None) -> None:
        self._eye, self._opinion = eye, opinion

    def judge(
        self,
        picture: Image,
        scene: Chain,
        *,
        wish: str = "",
        promises: Sequence[Promise] = (),
        changed_outside_px: int | None = None,
    ) -> Verdict:
        """Return the findings about a picture; see `Critic.judge`."""
        sight = Sight(picture, self._eye, self._opinion)
        found = sight.find(scene.elements)
        facts = facts_of_wish(wish) if wish else None
        shows_colours = not is_colourless(scene)
        return Verdict(
            findings=(
                *_elements(found, scene.elements, shows_colours),
                *_wished(found, scene.elements, facts, shows_colours),
                *unchanged(changed_outside_px),
                *(_promised(found, scene, promise) for promise in promises if promise.group),
            )
        )

    def kept(
        self, picture: Image, scene: Chain, promises: Sequence[Promise]
    ) -> tuple[Finding, ...]:
        """Return the findings about promises; see `Critic.kept`."""
        found = Sight(picture, self._eye, self._opinion).find(scene.elements)
        return tuple(_promised(found, scene, promise) for promise in promises if promise.group)


def is_colourless(scene: Chain) -> bool:
    """Say whether the words of a plan ask for a style in which no colour can be seen."""
    words = " ".join(part.lower() for part in scene.parts if isinstance(part, str))
    return any(style in words for style in COLOURLESS)


def _elements(found: Found, elements: Sequence[Element], shows_colours: bool) -> Iterator[Finding]:
    """Ask of every known thing whether it is there, in its box, and in its colour."""
    for index, (element, thing) in enumerate(zip(elements, found.things, strict=True)):
        colour = colour_in(element.phrase) if shows_colours else None
        if (kind := kind_in(element.phrase)) is None:
            continue
        glimpse = found.sight.at(element.box)
        seen = f"the box shows {_what(glimpse.kind, glimpse.colour)} ({glimpse.certainty:.0%} sure)"
        if (said := found.sight.said.get((kind, element.box))) is not None:
            seen += f"; asked, the reasoner says {YES if said >= EVEN else NO} ({said:.0%} yes)"
        where = f"seen at {thing.box.corners}" if thing else "seen nowhere"
        in_box = thing is not None and thing.planned
        yield Finding(
            kind="present",
            name=f"{element.phrase} is there",
            passed=thing is not None,
            evidence=seen if in_box else where,
            element=index,
        )
        yield Finding(
            kind="in_box",
            name=f"{element.phrase} is in its box",
            passed=in_box,
            evidence=seen,
            element=index,
        )
        if colour is not None:
            yield Finding(
                kind="colour",
                name=f"{element.phrase} is {colour}",
                passed=thing is not None and thing.colour == colour,
                evidence=f"looks {thing.colour}" if thing else where,
                element=index,
            )


def _wished(
    found: Found, elements: Sequence[Element], facts: WishFacts | None, shows_colours: bool
) -> Iterator[Finding]:
    """Ask for the numbers and relations of the wish, counting only what is seen."""
    if facts is None or not facts.understood:
        return
    for group in facts.groups:
        if group.count is None:
            continue
        colour = group.colour if shows_colours else None
        planned = [one for one in found.things if one and one.kind == group.kind]
        alike = [one for one in planned if colour in (None, one.colour)]
        others = [one for one in found.besides(group.kind) if colour in (None, one.colour)]
        total = len(alike) + len(others)
        words = counted(group.count, group.colour, group.kind)
        yield Finding(
            kind="count",
            name=f"there are {words}" if group.count > 1 else f"there is {words}",
            passed=total == group.count,
            evidence=f"{total} seen" + (f", {len(others)} of them not planned" if others else ""),
        )
    claimed = claim(elements, facts.groups)
    for relation in facts.relations:
        first, second = facts.groups[relation.first], facts.groups[relation.second]
        ones, twos = (
            [one for index in claimed[at] if (one := found.things[index])]
            for at in (relation.first, relation.second)
        )
        holding = [stands(a.box, relation, b.box) for a in ones for b in twos if a != b]
        yield Finding(
            kind="relation",
            name=f"{first.kind} {relation.relation} {second.kind}",
            passed=bool(holding) and all(holding),
            evidence=f"{sum(holding)} of {len(holding)} pairs stand so"
            if holding
            else "not both seen",
        )


def unchanged(changed_outside_px: int | None) -> Iterator[Finding]:
    """Tell how many pixels an edit changed outside its region; nothing where it had none."""
    if changed_outside_px is not None:
        yield Finding(
            kind="unchanged",
            name="nothing changed outside the region",
            passed=changed_outside_px == 0,
            evidence=f"{changed_outside_px} pixels changed",
        )


def cut_away(promise: Promise) -> Finding:
    """Tell that a promise is broken because what it is about is outside of what is left."""
    evidence = "its place was cut away"
    return Finding(kind="promise", name=promise.text, passed=False, evidence=evidence)


def _promised(found: Found, scene: Chain, promise: Promise) -> Finding:
    """Ask whether a promise still holds, in the picture the way round in which it was made."""
    if promise.cut_away:
        return cut_away(promise)
    if promise.quarter_turns:
        picture, scene, promise = upright(found.sight.picture, scene, promise)
        found = Sight(picture, found.sight.eye, found.sight.opinion).find(scene.elements)
    return _kept(found, scene, promise)


def _kept(found: Found, scene: Chain, promise: Promise) -> Finding:
    """Ask whether a promise still holds: all it is about are seen, as they should be."""
    assert promise.group is not None, "only promises that can be checked are asked about"
    place = promise.box
    concerned = concerned_by(promise, scene)
    if not concerned:
        return _answer(promise, [_unplanned(found.sight, promise)])
    if place is not None:
        concerned = tuple(i for i in concerned if scene.elements[i].box.iou(place) >= IN_PLACE)
    things = [found.things[index] for index in concerned]
    if place is not None:
        things = [one if one and one.box.iou(place) >= IN_PLACE else None for one in things]
    return _answer(promise, things)


def _unplanned(sight: Sight, promise: Promise) -> Sighting | None:
    """Look for what a promise is about where nothing is known of such a thing."""
    assert promise.group is not None, "only promises that can be checked are asked about"
    kind, place = promise.group.kind, promise.box
    return sight.best(kind, promise.group.colour) if place is None else sight.in_box(kind, place)


def _answer(promise: Promise, things: Sequence[Sighting | None]) -> Finding:
    """Say whether all that a promise is about is seen, and in its colour."""
    assert promise.group is not None, "only promises that can be checked are asked about"
    wanted = promise.group.colour
    seen = [one for one in things if one]
    looks = ", ".join(_what(one.kind, one.colour) for one in seen)
    where = "there" if promise.box is None else f"in its place, {promise.box.corners}"
    return Finding(
        kind="promise",
        name=promise.text,
        passed=bool(things)
        and len(seen) == len(things)
        and all(wanted in (None, one.colour) for one in seen),
        evidence=f"seen: {looks}" if looks else f"no {promise.group.kind} is {where}",
    )


def _what(kind: str | None, colour: str) -> str:
    return "nothing it knows" if kind is None else f"a {colour} {kind}"
