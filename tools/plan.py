"""Turn a wish into a checked chain of thought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image

from got_models import chain_text
from got_models.chain_text import Reading
from got_models.errors import ThoughtError
from got_models.plan_completion import complete
from got_models.plan_repair import Repaired, repair
from got_models.spelling import Slip
from got_models.thought import Chain
from got_models.wish_facts import WishFacts, facts_of_wish
from got_models.wish_words import respelled
from tools import drawable
from tools import wish as wishes
from tools.ports import Reasoner

ATTEMPTS = 3
"""How often the reasoner is asked before its best answer is taken as it is."""


@dataclass(frozen=True)
class Plan:
    """A chain, what had to be mended to get it, and what is still wrong: one sentence each."""

    chain: Chain
    repairs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def plan(
    wish: str,
    *,
    reasoner: Reasoner,
    picture: Image | None = None,
    known: Chain | None = None,
    seed: int = 0,
    on_text: Callable[[str], None] | None = None,
) -> Plan:
    """Ask the reasoner for a chain, check it against the wish, and mend or ask again.

    Each attempt has its own seed, so that it can come out differently. The answer with the fewest
    problems is taken, of equally good ones the first, and completed with what the wish names.

    Args:
        wish: What to draw, or with `picture` what to change in it.
        reasoner: Who is asked.
        picture: The picture to edit.
        known: What is known to be in `picture`.
        seed: Seed of the first attempt.
        on_text: Called with each new piece of the reasoner's text.

    Raises:
        BadWish: The wish is empty, too long, or asks for what the model cannot draw.
        ThoughtError: No attempt gave a chain with a box.
    """
    words = wishes.read(wish)
    slips: tuple[Slip, ...] = ()
    if picture is None:
        words, slips = respelled(words)
    drawable.check_wish(words, reasoner.vocabulary, is_edit=picture is not None)
    facts = None if picture else facts_of_wish(words)
    plans: list[tuple[Reading, Repaired]] = []
    refused: ThoughtError | None = None
    for attempt in range(ATTEMPTS):
        reading = reasoner.plan(
            words, picture=picture, chain=known, seed=seed + attempt, on_text=on_text
        )
        try:
            plans.append((reading, _mended(reading, facts)))
        except ThoughtError as error:
            refused = error
            continue
        if not plans[-1][1].unrepaired:
            return _told(slips, *plans[-1])
    if not plans and refused is not None:
        raise refused
    reading, best = min(plans, key=lambda one: len(one[1].unrepaired))
    return _told(slips, reading, complete(best, facts) if facts else best)


def _mended(reading: Reading, facts: WishFacts | None) -> Repaired:
    if not reading.chain.elements:
        said = chain_text.write(reading.chain)
        raise ThoughtError("the reasoner's chain has no box", text=said)
    return repair(reading.chain, facts)


def _told(slips: Sequence[Slip], reading: Reading, mended: Repaired) -> Plan:
    read = (f'read "{slip.typed}" as "{slip.meant}"' for slip in slips)
    return Plan(
        chain=mended.chain,
        repairs=(*read, *(repair.sentence for repair in reading.repairs), *mended.repairs),
        problems=tuple(problem.message for problem in mended.unrepaired),
    )
