"""What a model with a limited vocabulary can draw, told before it tries."""

from collections.abc import Iterator, Sequence

from got_models.errors import BadWish, UnknownObject
from got_models.naming import kind_in, noun_of
from got_models.sceneworld.typos import known_words
from got_models.spelling import SHORTEST, meant_by
from got_models.thought import Chain
from got_models.unknown_words import closest_things, is_related
from got_models.wish_facts import facts_of_wish
from got_models.wish_words import Word, words_of

MAX_OBJECTS = 6
"""Objects in one picture that the small world has: more were never seen in training."""

_BEFORE_A_NOUN = ("count", "definite", "colour", "relation", "join")
_BEFORE_A_NEW_NOUN = ("count", "colour")
"""What stands before a thing that an instruction brings in; "the" speaks of what is there."""

_AFTER_AN_ADJECTIVE = ("name", "plural", "colour", "scenery")
_AMOUNTS = frozenset(("pair", "pairs", "bit", "lot", "little", "touch", "tad", "few", "number"))

_TOO_MANY = """
seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand
thousands million millions
"""
_LARGE_NUMBERS = frozenset(_TOO_MANY.split())


def check_wish(wish: str, vocabulary: frozenset[str] | None, *, is_edit: bool = False) -> None:
    """Refuse a wish for what the model has never seen; with no vocabulary nothing is refused.

    Raises:
        UnknownObject: It names an object outside the vocabulary.
        BadWish: It asks for more objects than fit into one picture.
    """
    if vocabulary is None:
        return
    words = words_of(wish)
    groups = facts_of_wish(wish).groups
    places = _BEFORE_A_NEW_NOUN if is_edit else _BEFORE_A_NOUN
    for noun in _unknown_nouns(words, places, opens=not groups and not is_edit):
        raise _unknown(noun, vocabulary)
    counted = sum(group.count or 1 for group in groups)
    if counted > MAX_OBJECTS or any(word.text in _LARGE_NUMBERS for word in words):
        raise BadWish(
            f"the wish asks for more than {MAX_OBJECTS} objects, the most that this model draws "
            "at once; ask for fewer"
        )


def check_chain(chain: Chain, vocabulary: frozenset[str] | None) -> None:
    """Refuse a chain with an object that the model has never seen.

    Raises:
        UnknownObject: A phrase of the chain names none of the vocabulary's objects.
    """
    if vocabulary is None:
        return
    for element in chain.elements:
        if kind_in(element.phrase) not in vocabulary:
            raise _unknown(noun_of(element.phrase), vocabulary)


def _unknown_nouns(words: Sequence[Word], places: Sequence[str], *, opens: bool) -> Iterator[str]:
    """Find runs of unknown words that stand where a noun stands, as in "a grey dragon".

    Unknown words before a known name are taken for adjectives, those after one for verbs.

    Args:
        words: The words of a wish.
        places: The senses after which a noun may stand.
        opens: Whether a noun may be the first word.
    """
    run: list[str] = []
    stands = opens
    for word in (*words, None):
        if word is not None and word.sense is None and word.text not in _LARGE_NUMBERS:
            run.append(word.text)
            continue
        describes = word is not None and word.sense in _AFTER_AN_ADJECTIVE
        if run and stands and not describes and not _is_known(run):
            yield " ".join(run)
        run = []
        # "the blue one" is complete: what follows its "one" is no noun.
        stands = word is not None and word.sense in places and word.text != "one"


def _is_known(run: Sequence[str]) -> bool:
    noun = run[-1]
    # Letters in another order are a slip, "piar"; any other difference may be a thing, "pear".
    is_amount = any(sorted(run[0]) == sorted(amount) for amount in _AMOUNTS)
    is_slip = len(noun) >= SHORTEST and bool(meant_by(noun, known_words()))
    return is_amount or noun in known_words() or is_slip


def _unknown(noun: str, vocabulary: frozenset[str]) -> UnknownObject:
    words = noun.lower()
    known = next((word for word in words.split() if is_related(word)), words)
    return UnknownObject(noun, closest_things(known, vocabulary))
