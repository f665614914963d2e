"""Turn a wish into a checked chain of thought."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from PIL.Image import Image

from got_models import chain_text
from got_models.errors import UnknownObject
from got_models.naming import kind_in, noun_of
from got_models.thought import Chain
from tools import wish as wishes
from tools.ports import Reasoner


@dataclass(frozen=True)
class Plan:
    """A chain and what had to be mended to get it, one sentence per repair."""

    chain: Chain
    repairs: tuple[str, ...] = ()


def check_drawable(chain: Chain, *, reasoner: Reasoner) -> None:
    """Refuse a chain with an object that the models have never seen.

    Raises:
        UnknownObject: A phrase of the chain names none of the reasoner's objects.
    """
    if reasoner.vocabulary is None:
        return
    for element in chain.elements:
        if kind_in(element.phrase) not in reasoner.vocabulary:
            noun = noun_of(element.phrase)
            closest = get_close_matches(noun, sorted(reasoner.vocabulary))
            raise UnknownObject(noun, tuple(closest))


def plan(
    wish: str,
    *,
    reasoner: Reasoner,
    picture: Image | None = None,
    seed: int = 0,
    on_text: Callable[[str], None] | None = None,
) -> Plan:
    """Ask the reasoner for a chain; with `picture` the wish is an instruction to edit it.

    Raises:
        BadWish: The wish cannot be planned: empty, too long, or asks for the undrawable.
        ThoughtError: The reasoner's answer holds no chain.
    """
    words = wishes.read(wish)
    raw = reasoner.plan(words, picture=picture, seed=seed, on_text=on_text)
    reading = chain_text.read(raw, task="edit" if picture else "generate")
    return Plan(chain=reading.chain, repairs=tuple(repair.sentence for repair in reading.repairs))
