"""What a model with a limited vocabulary can draw, told before it tries."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from got_models.errors import BadWish, UnknownObject
from got_models.naming import kind_in, noun_of
from got_models.thought import Chain
from got_models.wish_facts import facts_of_wish
from got_models.wish_words import Word, words_of

MAX_OBJECTS = 6
"""Objects in one picture that the small world has: more were never seen in training."""

_BEFORE_A_NOUN = ("count", "definite", "colour", "relation", "join")
_AFTER_AN_ADJECTIVE = ("name", "plural", "colour", "scenery")

_BEFORE_A_VERB = ("count", "definite")

_TOO_MANY = """
seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand
thousands million millions
"""
_LARGE_NUMBERS = frozenset(_TOO_MANY.split())


def check_wish(wish: str, vocabulary: frozenset[str] | None) -> None:
    """Refuse a wish for what the model has never seen; with no vocabulary nothing is refused.

    Raises:
        UnknownObject: It names an object outside the vocabulary.
        BadWish: It asks for more objects than fit into one picture.
    """
    if vocabulary is None:
        return
    words = words_of(wish)
    for noun in unknown_nouns(words):
        raise _unknown(noun, vocabulary)
    counted = sum(group.count or 1 for group in facts_of_wish(wish).groups)
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


def unknown_nouns(words: Sequence[Word]) -> Iterator[str]:
    """Find runs of unknown words that stand where a noun stands, as in "a grey dragon".

    Unknown words before a known name are taken for adjectives, those after one or at the very
    start of "replace the apple" for verbs.
    """
    run: list[str] = []
    before: Word | None = None
    for word in (*words, None):
        if word is not None and word.sense is None and word.text not in _LARGE_NUMBERS:
            run.append(word.text)
            continue
        if run and _is_noun(before, word):
            yield " ".join(run)
        run, before = [], word


def _is_noun(before: Word | None, after: Word | None) -> bool:
    """Say whether unknown words between these two name a thing."""
    if after is not None and after.sense in _AFTER_AN_ADJECTIVE:
        return False
    if before is None:
        return after is None or after.sense not in _BEFORE_A_VERB
    return before.sense in _BEFORE_A_NOUN


def _unknown(noun: str, vocabulary: frozenset[str]) -> UnknownObject:
    return UnknownObject(noun, tuple(get_close_matches(noun.lower(), sorted(vocabulary))))
