"""Checking a plan before anything is drawn: does it hold what was asked for, and where?

Source of the idea: most wrong pictures of GoT-R1 come from wrong plans, not from the decoder
(https://arxiv.org/abs/2608.21713). Relations follow GenEval's rule. A box cannot leave the canvas,
so there is no check for that: reading a chain brings such boxes back and reports it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from pydantic import Field

from got_models.naming import colour_in, kind_in
from got_models.overlaps import covered_share
from got_models.relations import relations
from got_models.sceneworld.language import counted
from got_models.thought import Box, Chain, Element
from got_models.value import Value
from got_models.wish_facts import WishFacts, WishGroup, WishRelation
from got_models.wish_places import lies

ProblemKind = Literal[
    "missing", "surplus", "unasked", "wrong_colour", "relation", "place", "overlap", "too_small"
]

SAME_BOX = 0.85
"""Intersection over union from which two boxes are one, whatever they hold."""


class Limits(Value):
    """How large and how clear of each other the boxes of a plan must be."""

    overlap: float = Field(default=0.3, ge=0, le=1)
    """Largest share of the smaller of two objects that the other may cover."""
    smallest: int = Field(default=60, ge=1, le=999)
    """Least length of an object's longer side, in grid units."""
    thinnest: int = Field(default=10, ge=1, le=999)
    """Least length of its shorter side, in grid units."""
    gap: int = Field(default=30, ge=0, le=999)
    """Free space that a repair leaves between two objects, in grid units."""


class Problem(Value):
    """One thing wrong with a plan.

    `elements` are the elements concerned, `fact` is the index of the wish's group, relation, or
    place.
    """

    kind: ProblemKind
    message: str
    elements: tuple[int, ...] = ()
    fact: int | None = None


def check_plan(
    chain: Chain, facts: WishFacts | None = None, limits: Limits | None = None
) -> tuple[Problem, ...]:
    """Find what is wrong with a plan; nothing if it is fine.

    Args:
        chain: The plan. Of an edit only the sizes are checked, for its steps may share a place.
        facts: What was asked for; without facts, or if they were not understood, only the boxes
            are checked.
        limits: How large and how clear of each other boxes must be.
    """
    limits = limits or Limits()
    problems = list(_small(chain.elements, limits))
    if chain.task == "edit":
        return tuple(problems)
    if facts is not None and facts.understood:
        claimed = claim(chain.elements, facts.groups)
        problems += _miscounted(chain.elements, facts.groups, claimed)
        problems += _miscoloured(chain.elements, facts.groups, claimed)
        problems += _misplaced(chain.elements, facts, claimed)
        problems += _out_of_place(chain.elements, facts, claimed)
    return (*problems, *_crowded(chain.elements, limits))


def claim(elements: Sequence[Element], groups: Sequence[WishGroup]) -> tuple[tuple[int, ...], ...]:
    """Say which elements are meant by each group; no element is claimed twice.

    A group takes elements of its colour first; only when those run out, others of its kind.
    """
    free = dict(enumerate((kind_in(e.phrase), colour_in(e.phrase)) for e in elements))
    claimed: list[list[int]] = [[] for _ in groups]
    for strict in (True, False):
        order = sorted(range(len(groups)), key=lambda at: groups[at].colour is None)
        for at in order:
            for index in _fitting(groups[at], free, strict=strict):
                if _has_room(groups[at], claimed[at], strict=strict):
                    claimed[at].append(index)
                    del free[index]
    return tuple(tuple(sorted(members)) for members in claimed)


def _fitting(
    group: WishGroup, free: dict[int, tuple[str | None, str | None]], *, strict: bool
) -> list[int]:
    alike = [index for index, (kind, _) in free.items() if kind == group.kind]
    if group.colour is None:
        return sorted(alike, key=lambda index: free[index][1] is not None)
    return [index for index in alike if not strict or free[index][1] == group.colour]


def _has_room(group: WishGroup, members: list[int], *, strict: bool) -> bool:
    if group.count is not None:
        return len(members) < group.count
    return strict or not members


def _small(elements: Sequence[Element], limits: Limits) -> Iterator[Problem]:
    for index, element in enumerate(elements):
        short, long = sorted((element.box.width, element.box.height))
        if long < limits.smallest or short < limits.thinnest:
            message = (
                f"{_named(element)} is only {long} by {short} units large; "
                f"it needs {limits.smallest} by {limits.thinnest}."
            )
            yield Problem(kind="too_small", message=message, elements=(index,))


def _miscounted(
    elements: Sequence[Element], groups: Sequence[WishGroup], claimed: Sequence[tuple[int, ...]]
) -> Iterator[Problem]:
    for at, (group, members) in enumerate(zip(groups, claimed, strict=True)):
        wanted = group.count or 1
        if len(members) < wanted:
            message = (
                f"The wish asks for {_asked(group)}, but the plan has {len(members)} of {wanted}."
            )
            yield Problem(kind="missing", message=message, elements=members, fact=at)
    taken = {index for members in claimed for index in members}
    asked = {group.kind for group in groups}
    for index, element in enumerate(elements):
        kind = kind_in(element.phrase)
        if index in taken or kind is None:
            continue
        if kind in asked:
            message = f"{_named(element)} is one more than the wish asks for."
            yield Problem(kind="surplus", message=message, elements=(index,))
        else:
            message = f"The wish does not ask for the {element.phrase}."
            yield Problem(kind="unasked", message=message, elements=(index,))


def _miscoloured(
    elements: Sequence[Element], groups: Sequence[WishGroup], claimed: Sequence[tuple[int, ...]]
) -> Iterator[Problem]:
    for at, (group, members) in enumerate(zip(groups, claimed, strict=True)):
        for index in members:
            if group.colour not in (None, colour_in(elements[index].phrase)):
                message = f"{_named(elements[index])} should be {group.colour}."
                yield Problem(kind="wrong_colour", message=message, elements=(index,), fact=at)


def _misplaced(
    elements: Sequence[Element], facts: WishFacts, claimed: Sequence[tuple[int, ...]]
) -> Iterator[Problem]:
    for at, wished in enumerate(facts.relations):
        for a in claimed[wished.first]:
            for b in claimed[wished.second]:
                if a != b and not stands(elements[a].box, wished, elements[b].box):
                    first, second = _named(elements[a]), _named(elements[b])
                    message = (
                        f"{first} should be {wished.relation} {second[0].lower()}{second[1:]}."
                    )
                    yield Problem(kind="relation", message=message, elements=(a, b), fact=at)


def _out_of_place(
    elements: Sequence[Element], facts: WishFacts, claimed: Sequence[tuple[int, ...]]
) -> Iterator[Problem]:
    for at, put in enumerate(facts.places):
        for index in claimed[put.group]:
            if not lies(elements[index].box, put.place):
                message = f"{_named(elements[index])} should be {put.place}."
                yield Problem(kind="place", message=message, elements=(index,), fact=at)


def stands(a: Box, wished: WishRelation, b: Box) -> bool:
    """Say whether `a` stands to `b` as wished; "next to" only forbids that they overlap."""
    if wished.relation == "next to":
        return a.intersection(b) == 0
    return wished.relation in relations(a, b)


def _crowded(elements: Sequence[Element], limits: Limits) -> Iterator[Problem]:
    for (i, a), (j, b) in combinations(enumerate(elements), 2):
        if overlap(a, b, limits):
            share = covered_share(a.box, b.box)
            message = (
                f"{_named(a)} and the {b.phrase or 'object'} overlap by {share:.0%} of the smaller."
            )
            yield Problem(kind="overlap", message=message, elements=(i, j))


def overlap(a: Element, b: Element, limits: Limits) -> bool:
    """Say whether known objects overlap; a sky or a crown may lie in another."""
    known = kind_in(a.phrase) is not None and kind_in(b.phrase) is not None
    return (known and covered_share(a.box, b.box) > limits.overlap) or a.box.iou(b.box) > SAME_BOX


def _named(element: Element) -> str:
    return f"The {element.phrase or 'object without a name'}"


def _asked(group: WishGroup) -> str:
    return counted(group.count or 1, group.colour, group.kind)
