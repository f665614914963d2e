"""Mending a plan: swap, push apart, insert a colour word, or find other places for all objects.

Objects are never invented or dropped; what is missing or too many needs a new plan.
"""

from collections.abc import Callable, Iterator

from got_models import layout
from got_models.arranging import arranged
from got_models.chain_words import recolour
from got_models.naming import kind_in
from got_models.overlaps import separate, space_between
from got_models.plan_check import (
    Limits,
    Problem,
    ProblemKind,
    check_plan,
    claim,
    overlap,
    stands,
)
from got_models.thought import COORDINATE_MAX, Box, Chain
from got_models.value import Value
from got_models.wish_facts import WishFacts, WishRelation
from got_models.wish_places import lies

_Proposal = tuple[Chain, str]

_SHRINKS = (1.0, 0.85, 0.7, 0.55)
"""Sizes at which all objects are laid out again, until there is room for them."""


class Repaired(Value):
    """A plan after mending: what was done, in sentences, and what is still wrong."""

    chain: Chain
    repairs: tuple[str, ...]
    unrepaired: tuple[Problem, ...]


def repair(chain: Chain, facts: WishFacts | None = None, limits: Limits | None = None) -> Repaired:
    """Mend what changes of one or two objects can mend, else of all objects' places and sizes.

    A change is kept only if fewer problems are left.

    Args:
        chain: The plan; never made worse.
        facts: What was asked for; see `check_plan`.
        limits: How large and how clear of each other boxes must be.
    """
    limits = limits or Limits()
    plain = _mended(chain, (), facts, limits)
    if not any(problem.kind == "too_small" for problem in plain.unrepaired):
        return plain
    grown = _mended(*_all_enlarged(chain, limits), facts, limits)
    return grown if len(grown.unrepaired) < len(plain.unrepaired) else plain


def _mended(
    chain: Chain, done: tuple[str, ...], facts: WishFacts | None, limits: Limits
) -> Repaired:
    problems = check_plan(chain, facts, limits)
    while better := _first_better(chain, problems, facts, limits):
        chain, sentence = better
        done = (*done, sentence)
        problems = check_plan(chain, facts, limits)
    return Repaired(chain=chain, repairs=done, unrepaired=problems)


def _all_enlarged(chain: Chain, limits: Limits) -> tuple[Chain, tuple[str, ...]]:
    """Enlarge whatever is too small before anything is moved, to make room for it afterwards."""
    done: list[str] = []
    for problem in check_plan(chain, None, limits):
        if problem.kind == "too_small":
            chain, sentence = _enlarged(chain, problem.elements[0], limits)
            done.append(sentence)
    return chain, tuple(done)


def _first_better(
    chain: Chain, problems: tuple[Problem, ...], facts: WishFacts | None, limits: Limits
) -> _Proposal | None:
    for problem in problems:
        for proposal in _proposals(chain, problem, facts, limits):
            if len(check_plan(proposal[0], facts, limits)) < len(problems):
                return proposal
    kinds = {problem.kind for problem in problems}
    for proposal in _of_the_whole(chain, kinds, facts, limits):
        if len(check_plan(proposal[0], facts, limits)) < len(problems):
            return proposal
    return None


def _of_the_whole(
    chain: Chain, kinds: set[ProblemKind], facts: WishFacts | None, limits: Limits
) -> Iterator[_Proposal]:
    """Propose what changes all objects at once, where no change of one or two was enough."""
    if "overlap" in kinds:
        sentence = "pushed the objects apart"
        yield separate(chain, gap=limits.gap, allowed=limits.overlap).chain, sentence
        yield separate(chain).chain, sentence
    if kinds & {"relation", "place", "overlap"}:
        yield from _laid_out(chain, facts, limits)


def _laid_out(chain: Chain, facts: WishFacts | None, limits: Limits) -> Iterator[_Proposal]:
    """Propose places for all objects at once that keep to the wish and apart."""
    rules = _Rules(chain, facts, limits)
    for shrink in _SHRINKS:
        smaller = _shrunk(chain, shrink) if shrink < 1 else chain
        boxes = [element.box for element in smaller.elements]
        found = arranged(boxes, rules.may, rules.agree, rules.order)
        if found is not None:
            after = zip(smaller.elements, found, strict=True)
            moved = " and the ".join(e.phrase for e, box in after if e.box != box)
            done = ["made everything smaller"] if shrink < 1 else []
            done += [f"found another place for the {moved}"] if moved else []
            yield layout.with_boxes(smaller, dict(enumerate(found))), " and ".join(done)


def _shrunk(chain: Chain, factor: float) -> Chain:
    """Shrink the known objects; what others are, such as a sky, need not make room."""
    for index, element in enumerate(chain.elements):
        if kind_in(element.phrase) is not None:
            chain = layout.resize(chain, index, factor)
    return chain


class _Rules:
    """What the boxes of a plan must keep to."""

    def __init__(self, chain: Chain, facts: WishFacts | None, limits: Limits) -> None:
        self._elements, self._limits = chain.elements, limits
        self._known = [kind_in(element.phrase) is not None for element in chain.elements]
        known = facts if facts is not None and facts.understood else WishFacts()
        claimed = claim(self._elements, known.groups)
        self._places = [(index, put.place) for put in known.places for index in claimed[put.group]]
        self._relations = [
            (a, wished, b)
            for wished in known.relations
            for a in claimed[wished.first]
            for b in claimed[wished.second]
            if a != b
        ]

    @property
    def order(self) -> list[int]:
        """Objects that the wish says something of first, larger ones before smaller ones."""
        told = {index for index, _ in self._places}
        told |= {index for a, _, b in self._relations for index in (a, b)}
        indices = range(len(self._elements))
        return sorted(indices, key=lambda at: (at not in told, -self._elements[at].box.area))

    def may(self, index: int, box: Box) -> bool:
        """Whether an object may stand there."""
        return all(lies(box, place) for put, place in self._places if put == index)

    def agree(self, i: int, a: Box, j: int, b: Box) -> bool:
        """Whether two objects may stand there together."""
        return self._apart(i, a, j, b) and all(
            stands(a, wished, b) if (first, second) == (i, j) else stands(b, wished, a)
            for first, wished, second in self._relations
            if {first, second} == {i, j}
        )

    def _apart(self, i: int, a: Box, j: int, b: Box) -> bool:
        """Whether they keep apart: known things that are moved by a gap, others hardly."""
        first, second = self._elements[i], self._elements[j]
        if not (self._known[i] and self._known[j]) or (a, b) == (first.box, second.box):
            there = first.model_copy(update={"box": a}), second.model_copy(update={"box": b})
            return not overlap(*there, self._limits)
        return space_between(a, b) >= self._limits.gap


def _proposals(
    chain: Chain, problem: Problem, facts: WishFacts | None, limits: Limits
) -> Iterator[_Proposal]:
    if problem.kind == "too_small":
        yield _enlarged(chain, problem.elements[0], limits)
    elif problem.kind == "overlap":
        yield from _apart(chain, problem, limits)
        yield from _apart_as_wished(chain, problem, facts, limits)
    elif facts is None or problem.fact is None:
        return
    elif problem.kind == "wrong_colour":
        yield from _coloured(chain, problem.elements[0], facts.groups[problem.fact].colour)
    elif problem.kind == "relation":
        yield from _related(chain, problem, facts.relations[problem.fact], limits)


def _enlarged(chain: Chain, index: int, limits: Limits) -> _Proposal:
    element = chain.elements[index]
    factor = max(1.0, limits.smallest / max(element.box.width, element.box.height))
    width, height = (
        min(max(round(side * factor), limits.thinnest), COORDINATE_MAX)
        for side in (element.box.width, element.box.height)
    )
    return layout.resize_to(chain, index, width, height), f"enlarged the {element.phrase}"


def _apart(chain: Chain, problem: Problem, limits: Limits) -> Iterator[_Proposal]:
    first, second = (chain.elements[index].phrase for index in problem.elements)
    sentence = f"pushed the {first} and the {second} apart"
    yield separate(chain, indices=problem.elements, gap=limits.gap).chain, sentence


def _apart_as_wished(
    chain: Chain, problem: Problem, facts: WishFacts | None, limits: Limits
) -> Iterator[_Proposal]:
    """Propose to push two objects apart along the axis of what the wish says about them."""
    if facts is None or not facts.understood:
        return
    claimed = claim(chain.elements, facts.groups)
    for wished in facts.relations:
        for a in set(claimed[wished.first]) & set(problem.elements):
            for b in set(claimed[wished.second]) & set(problem.elements) - {a}:
                related = problem.model_copy(update={"elements": (a, b)})
                yield from _related(chain, related, wished, limits)


def _coloured(chain: Chain, index: int, colour: str | None) -> Iterator[_Proposal]:
    if colour is not None:
        sentence = f"made the {chain.elements[index].phrase} {colour}"
        yield recolour(chain, index, colour), sentence


def _related(
    chain: Chain, problem: Problem, wished: WishRelation, limits: Limits
) -> Iterator[_Proposal]:
    """Propose to swap two objects, to push them apart along the axis, or to do both."""
    a, b = problem.elements
    first, second = chain.elements[a].phrase, chain.elements[b].phrase
    if wished.relation == "next to":
        yield from _apart(chain, problem, limits)
        return
    swapped = layout.swap(chain, a, b)
    yield swapped, f"swapped the {first} and the {second}"
    for base in (chain, swapped):
        for arrange in (_along_axis, _in_line):
            boxes = arrange(base.elements[a].box, base.elements[b].box, wished, limits.gap)
            moved = layout.with_boxes(base, dict(zip((a, b), boxes, strict=True)))
            yield moved, f"moved the {first} {wished.relation} the {second}"


def _along_axis(a: Box, b: Box, wished: WishRelation, gap: int) -> tuple[Box, Box]:
    """Move two boxes apart along the axis of the relation, as far as it needs."""
    across = wished.relation in ("left of", "right of")
    if wished.relation in ("right of", "below"):
        second, first = _low_high(b, a, gap, across=across)
        return first, second
    return _low_high(a, b, gap, across=across)


def _low_high(low: Box, high: Box, gap: int, *, across: bool) -> tuple[Box, Box]:
    """Move `low` and `high` apart until a gap lies between them on one axis."""
    need = (low.x1 - high.x0 if across else low.y1 - high.y0) + gap
    if need <= 0:
        return low, high
    step: Callable[[Box, int], Box] = (
        (lambda box, by: layout.shifted(box, by, 0))
        if across
        else (lambda box, by: layout.shifted(box, 0, by))
    )
    moved_low = step(low, -(need // 2))
    moved_high = step(high, need - (low.x0 - moved_low.x0 if across else low.y0 - moved_low.y0))
    moved = moved_high.x0 - high.x0 if across else moved_high.y0 - high.y0
    return step(low, moved - need), moved_high


def _in_line(a: Box, b: Box, wished: WishRelation, gap: int) -> tuple[Box, Box]:
    """As `_along_axis`, and bring `a` onto one line with `b` where a diagonal is not enough."""
    first, second = _along_axis(a, b, wished, gap)
    if stands(first, wished, second):
        return first, second
    across = wished.relation in ("left of", "right of")
    dx, dy = second.centre[0] - first.centre[0], second.centre[1] - first.centre[1]
    return (layout.shifted(first, 0, dy) if across else layout.shifted(first, dx, 0)), second
