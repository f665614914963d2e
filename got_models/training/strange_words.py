"""Made-up words in what is said: for things, so that they are copied; for deeds, so that one asks.

What people name is endless and what this world has words for is not. Whoever decides must repeat
a name whatever it is, and must ask when it is the deed that it does not know.
"""

import random
import re

from got_models.sceneworld.dialogue_wordings import NAMES, STRANGERS
from got_models.sceneworld.language import COUNT_WORDS, SYNONYMS
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

_NOUNS = frozenset(
    [phrase.split()[-1] for phrase in (*CLASSES, *SYNONYMS, *STRANGERS) if phrase != "star"]
    + [name.lower() for name in NAMES if name.isalpha()]
)
_PARTS = frozenset(
    word.lower()
    for phrase in (*CLASSES, *SYNONYMS, *STRANGERS, *NAMES, *COLOURS, *COUNT_WORDS)
    for word in phrase.split()
)
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        """
        a an the it its this that these those one ones i you we me my your our us is are was be of
        to in on at by with from for and or but not no so as please ok okay hey hi now then well oh
        can could would will picture image photo first second third last left right top bottom
        """,
    )
)
_ONSETS = re.findall(r"\S+", "b bl br c ch cl d dr f fl g gr h j k l m n p pl r s sh st t th tr w")
_VOWELS = re.findall(r"\S+", "a e i o u ai ea ee oo ou")
_CODAS = [*re.findall(r"\S+", "b ck d g l ll m n nd ng p r rd s st t th x"), "", "", ""]


def for_things(said: str, answer: str, rng: random.Random) -> tuple[str, str]:
    """Put made-up words for the nouns that an answer repeats, the same one for each everywhere."""
    for noun in sorted(_words(answer) & _words(said) & _NOUNS):
        word = made_up(rng)
        pattern = re.compile(rf"\b{noun}(?=s?\b)", re.IGNORECASE)
        said, answer = pattern.sub(word, said), pattern.sub(word, answer)
    return said, answer


def for_deeds(said: str, rng: random.Random) -> str:
    """Put made-up words for all that tells what to do; things, numbers and little words stay."""
    known = _PARTS | _LITTLE

    def stranger(word: re.Match[str]) -> str:
        plain = word[0].lower()
        return word[0] if {plain, plain.removesuffix("s")} & known else made_up(rng)

    return re.sub(r"\b[A-Za-z']+\b", stranger, said)


def made_up(rng: random.Random) -> str:
    """Return a word that is none: one to three syllables."""
    syllables = rng.choices((1, 2, 3), (3, 5, 2))[0]
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
    )


def _words(text: str) -> set[str]:
    """Return the words of a text in small letters, with and without a final s."""
    found = set(re.findall(r"[a-z]+", text.lower()))
    return found | {word.removesuffix("s") for word in found}
