"""Completing a plan with what its wish names in so many words and no attempt has planned.

The last resort, after asking again: a thing that nobody asked for becomes the one that is missing,
one too many is left out, and what is still missing gets a free place. Each is told in a sentence.
That plans which are checked and mended draw better was measured for editing plans in "The Plan, Not
the Decoder" (https://arxiv.org/abs/2608.21713).
"""

from collections.abc import Iterator

from got_models import chain_words, layout
from got_models.errors import BadInput
from got_models.layout import box_around
from got_models.overlaps import space_between
from got_models.plan_check import Limits, Problem, check_plan, claim
from got_models.plan_repair import Repaired, repair
from got_models.thought import COORDINATE_MAX, Box, Chain
from got_models.wish_facts import WishFacts, WishGroup

USUAL_SIDE = 300
"""Longer side of an added box, in grid units, where there are no others to go by."""

SHRINKS = (1.0, 0.8, 0.6, 0.45)
"""Sizes that are tried in turn until one finds a free place."""

PLACES = 9
"""Rows and columns of the places that are tried."""


THINGS = frozenset(("missing", "surplus", "unasked", "wrong_colour"))
"""Problems with what is there, whatever its place."""


def complete(plan: Repaired, facts: WishFacts, limits: Limits | None = None) -> Repaired:
    """Bring a mended plan's things to those of the wish, as far as that can be done.

    A thing that is missing is worse than any that stand badly.

    Args:
        plan: What `repair` returned.
        facts: What was asked for; if they were not understood nothing is done.
        limits: How large and how clear of each other boxes must be.
    """
    limits = limits or Limits()
    while better := _first_better(plan, facts, limits):
        plan = better
    return plan


def _first_better(plan: Repaired, facts: WishFacts, limits: Limits) -> Repaired | None:
    for problem in plan.unrepaired:
        for chain, sentence in _proposals(plan.chain, problem, facts, limits):
            mended = repair(chain, facts, limits)
            if _badness(mended) < _badness(plan):
                done = (*plan.repairs, sentence, *mended.repairs)
                return mended.model_copy(update={"repairs": done})
    return None


def _badness(plan: Repaired) -> tuple[int, int]:
    """Return how many problems are about what is there at all, and how many there are."""
    kinds = [problem.kind for problem in plan.unrepaired]
    return sum(kind in THINGS for kind in kinds), len(kinds)


def _proposals(
    chain: Chain, problem: Problem, facts: WishFacts, limits: Limits
) -> Iterator[tuple[Chain, str]]:
    if problem.kind in ("surplus", "unasked"):
        (index,) = problem.elements
        yield chain_words.remove(chain, index), f"left out one {chain.elements[index].phrase}"
    elif problem.kind == "missing" and problem.fact is not None:
        group = facts.groups[problem.fact]
        lacking = (group.count or 1) - len(problem.elements)
        try:
            yield _completed(chain, group, lacking, facts, limits)
        except BadInput:  # no more things fit into a chain
            return


def _completed(
    chain: Chain, group: WishGroup, lacking: int, facts: WishFacts, limits: Limits
) -> tuple[Chain, str]:
    """Let strays become the missing things of a group, and add the others."""
    phrase = f"{group.colour} {group.kind}" if group.colour else group.kind
    done = []
    for _ in range(lacking):
        if strays := _strays(chain, facts):
            done.append(f"made the {chain.elements[strays[0]].phrase} a {phrase}")
            chain = chain_words.rename(chain, strays[0], phrase)
        else:
            done.append(f"added the missing {phrase}")
            chain = _with_one_more(chain, phrase, facts, limits)
    return chain, ", ".join(done)


def _strays(chain: Chain, facts: WishFacts) -> list[int]:
    """Return the elements that the wish does not ask for."""
    taken = {index for members in claim(chain.elements, facts.groups) for index in members}
    return [index for index in range(len(chain.elements)) if index not in taken]


def _with_one_more(chain: Chain, phrase: str, facts: WishFacts, limits: Limits) -> Chain:
    """Add a thing where it touches no other and keeps to most of what the wish says of it."""
    others = [element.box for element in chain.elements]
    found = chain_words.add(chain, phrase, _anywhere(others))
    boxes = [element.box for element in found.elements]
    index = next(at for at, box in enumerate(boxes) if box not in others or at >= len(others))

    def problems(box: Box) -> int:
        return len(check_plan(layout.with_boxes(found, {index: box}), facts, limits))

    free = _free_places(others, limits.gap)
    return layout.with_boxes(found, {index: min(free, key=problems, default=boxes[index])})


def _anywhere(others: list[Box]) -> Box:
    """Return a box that none of the others is."""
    boxes = (box_around(at, at, USUAL_SIDE, USUAL_SIDE) for at in range(200, 800))
    return next(box for box in boxes if box not in others)


def _free_places(others: list[Box], gap: int) -> list[Box]:
    """Return boxes of a usual size, or smaller ones if there is no room, clear of all others."""
    sides = sorted(max(box.width, box.height) for box in others)
    usual = sides[len(sides) // 2] if sides else USUAL_SIDE
    for shrink in SHRINKS:
        side = round(min(usual, USUAL_SIDE) * shrink)
        room = COORDINATE_MAX - side
        middles = [side / 2 + room * at / (PLACES - 1) for at in range(PLACES)]
        places = [box_around(x, y, side, side) for y in middles for x in middles]
        free = [at for at in places if all(space_between(at, other) >= gap for other in others)]
        if free:
            return free
    return []
