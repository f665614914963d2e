"""The words of a wish and what they stand for: things, colours, counts, relations, or nothing."""

import re
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from got_models import spelling
from got_models.sceneworld import wordings
from got_models.sceneworld.language import COUNT_WORDS, SYNONYMS, bare_plural, plural
from got_models.sceneworld.vocabulary import (
    BACKGROUND_COLOURS,
    BACKGROUND_KINDS,
    CLASSES,
    COLOURS,
    STYLES,
)
from got_models.sceneworld.wordings import BACKGROUND_KIND_WORDS, RELATIONS
from got_models.spelling import Slip
from got_models.wish_places import MOST_WORDS, Place, place_said

Sense = Literal[
    "name",
    "plural",
    "colour",
    "count",
    "definite",
    "relation",
    "place",
    "scenery",
    "join",
    "stop",
    "filler",
]
"""`scenery` ends a phrase about background or style; `stop` ends a clause."""

WishedRelation = Literal["left of", "right of", "above", "below", "next to"]
"""GenEval's relations, and a nearness that asks for no order."""

_SAID: dict[WishedRelation, tuple[str, ...]] = {
    "left of": (
        "left of",
        "to the left of",
        "on the left of",
        "left to",
        "on the left-hand side of",
    ),
    "right of": (
        "right of",
        "to the right of",
        "on the right of",
        "right to",
        "on the right-hand side of",
    ),
    "above": ("above", "over", "on top of", "on the top of", "upon", "atop"),
    "below": ("below", "under", "beneath", "underneath"),
    "next to": ("next to", "beside", "besides", "alongside", "adjacent to", "close to", "near"),
}

_FILLERS = """
sure next photo photograph picture image drawing painting sketch illustration scene view shot art
artwork render rendering of with in on at is are be sits stands lies goes there here that which
who where has have having draw paint make create generate show shows showing give sketch
illustrate compose imagine put place add include contain contains containing please just me us i
we you it its can could would will want need like love see should let lets let's wish for hi hello
hey also too plus together both each other some any very really nice beautiful cute pretty good
great realistic detailed simple high quality big small large little tiny huge tall short wide long
medium bigger smaller i'd to my our your this only single side standing sitting lying placed
located positioned placed so what how about as well coloured colored color colour kids
"""
_SCENERY = """
background backdrop style styled wall floor foreground surface canvas pixelated pixel pixels
blocky 8-bit b&w greyscale grayscale monochrome grey gray tones tone night-time time dark midnight
nightfall vintage retro old photorealistic cartoon emoji icon minimalist against behind front
before everything set use made shades look print after memory vista rendition colourless browned
"""
_JOINS = ("and", ",", "&")
_STOPS = (".", ";", "!", "?")
_SLOT = re.compile(r"\{\w*\}")
_TOKEN = re.compile(r"b&w|[a-z0-9]+(?:['\u2019-][a-z0-9]+)*|[.,;!?&]")


class Word(NamedTuple):
    """One word or fixed expression of a wish; `sense` is None if it is unknown."""

    text: str
    sense: Sense | None
    value: str = ""
    places: tuple[Place, ...] = ()

    @property
    def relation(self) -> WishedRelation:
        """The relation that a word of this sense stands for."""
        return next(relation for relation in _SAID if relation == self.value)


@cache
def lexicon() -> dict[tuple[str, ...], tuple[Sense, str]]:
    """Every known expression as a tuple of words, with its sense and what it stands for."""
    entries: dict[str, tuple[Sense, str]] = dict.fromkeys(_FILLERS.split(), ("filler", ""))
    entries |= dict.fromkeys(_asking_words(), ("filler", ""))
    entries |= {words: ("scenery", words) for words in _style_expressions()}
    grounds = (*BACKGROUND_COLOURS, *(name.replace("gray", "grey") for name in BACKGROUND_COLOURS))
    for words in (_SCENERY.split(), BACKGROUND_KINDS, grounds, STYLES):
        entries |= {word: ("scenery", word) for word in words}
    for alternatives in BACKGROUND_KIND_WORDS.values():
        entries |= {word: ("scenery", word) for word in alternatives}
    entries |= {colour: ("colour", colour) for colour in COLOURS}
    entries |= {"a": ("count", "1"), "an": ("count", "1"), "the": ("definite", "")}
    entries |= {word: ("count", str(n)) for n, word in enumerate(COUNT_WORDS) if n}
    entries |= {
        "a pair of": ("count", ""),
        "a couple of": ("count", "2"),
        "pair of": ("filler", ""),
    }
    entries |= dict.fromkeys(_JOINS, ("join", "")) | dict.fromkeys(_STOPS, ("stop", ""))
    for relation, own in _SAID.items():
        entries |= dict.fromkeys((*own, *RELATIONS[relation].seen), ("relation", relation))
    return {tuple(words.split()): entry for words, entry in (entries | _names()).items()}


@cache
def _known_words() -> frozenset[str]:
    return frozenset(chain.from_iterable(lexicon()))


def _tokens(text: str) -> list[str]:
    """Cut a text into words and marks; what people type in two ways is one."""
    return _TOKEN.findall(_plain(text))


def _plain(text: str) -> str:
    """Return a text of the same length in small letters."""
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.replace("\u2019", "'").replace("b/w", "b&w")


def _asking_words() -> set[str]:
    """Return the words around the things in what training may see people ask."""
    asking = " ".join(
        (
            *(said for said in wordings.BACKGROUND_TAILS.seen if " no " not in said),
            *wordings.OPENINGS.seen,
            *wordings.CLAUSES.seen,
            *wordings.REST.seen,
            *chain.from_iterable(wordings.OPENING_PIECES),
            *chain.from_iterable(wordings.CLAUSE_PIECES),
        )
    )
    return set(_tokens(_SLOT.sub(" ", asking)))


def respelled(wish: str) -> tuple[str, tuple[Slip, ...]]:
    """Return a wish without its slips of the finger where they are certain, and what they were."""
    found = list(_TOKEN.finditer(_plain(wish)))
    mended = spelling.mend([one[0] for one in found], lexicon(), _known_words())
    slips: list[Slip] = []
    for one, meant in reversed(list(zip(found, mended, strict=True))):
        if one[0] != meant:
            typed = wish[one.start() : one.end()]
            said = meant.upper() if typed.isupper() else meant
            wish = f"{wish[: one.start()]}{said}{wish[one.end() :]}"
            slips.append(Slip(one[0], meant))
    return wish, tuple(dict.fromkeys(reversed(slips)))


def words_of(wish: str) -> tuple[Word, ...]:
    """Cut a wish into its longest known expressions and single unknown words.

    A slip of the finger is read as what was meant, where that is certain.
    """
    known = lexicon()
    longest = max(map(len, known))
    tokens = spelling.mend(_tokens(wish), known, _known_words())
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        lengths = range(min(longest, len(tokens) - at), 0, -1)
        length = next((n for n in lengths if tuple(tokens[at : at + n]) in known), 1)
        said = place_said(" ".join(tokens[at : at + MOST_WORDS]))
        if said is not None and said.words >= length:
            length = said.words
            words.append(Word(" ".join(tokens[at : at + length]), "place", places=said.places))
        else:
            text = tuple(tokens[at : at + length])
            words.append(Word(" ".join(text), *known.get(text, _number(text[0]))))
        at += length
    return tuple(words)


def _style_expressions() -> set[str]:
    """Return all that training may see people say of a style, each as one expression.

    Their single words mean something else elsewhere: "no colours" is a style, "no dogs" is not.
    """
    said = chain.from_iterable(
        family.seen
        for families in (wordings.STYLE_TAILS, wordings.STYLE_OPENINGS)
        for family in families.values()
    )
    pieces = (piece for saying in said for piece in saying.split("{}"))
    found = (" ".join(word for word in _tokens(piece) if word not in _STOPS) for piece in pieces)
    return {words.strip(", ") for words in found if len(words.strip(", ")) > 1}


def _number(token: str) -> tuple[Sense | None, str]:
    return ("count", token) if token.isdigit() and 0 < int(token[:4]) <= 99 else (None, "")


def _names() -> dict[str, tuple[Sense, str]]:
    names = {name: SYNONYMS.get(name, name) for name in (*CLASSES, *SYNONYMS)}
    entries: dict[str, tuple[Sense, str]] = {}
    for name, kind in names.items():
        entries |= {plural(name): ("plural", kind), bare_plural(name): ("plural", kind)}
    return entries | {name: ("name", kind) for name, kind in names.items()}
