"""What a wish asks for, as facts that a plan can be checked against.

This reads plain English about the things of the small world. It does not replace the reasoner:
where it meets a word that it does not know it says so, and nothing should be concluded then.
"""

from collections.abc import Sequence

from got_models.sceneworld.vocabulary import COLOURS
from got_models.value import Value
from got_models.wish_places import Place
from got_models.wish_words import WishedRelation, Word, words_of

_BEING = ("is", "are", "be")
_IT = ("it", "them")
_OPENING_A_NAME = ("name", "plural", "colour", "count", "definite")
_DIRECTED = ("looking", "facing", "turned", "pointing", "pointed", "going", "moving", "directed")
_OPPOSITES: tuple[frozenset[Place], ...] = (
    frozenset(("on the left", "on the right")),
    frozenset(("at the top", "at the bottom")),
)
_TWO_COLOURS = "black and white"
"""A style, but of a thing it says two colours, which no plan can give it."""


class WishGroup(Value):
    """Things asked for together; None where the wish leaves colour or number open."""

    kind: str
    colour: str | None = None
    count: int | None = None


class WishRelation(Value):
    """Every thing of group `first` stands in `relation` to every thing of group `second`."""

    first: int
    relation: WishedRelation
    second: int


class WishPlace(Value):
    """Every thing of a group lies in that part of the picture."""

    group: int
    place: Place


class WishFacts(Value):
    """What a wish asks for.

    `understood` is False when a word of the wish is unknown or no thing is named; `leftover` holds
    the unknown words.
    """

    groups: tuple[WishGroup, ...] = ()
    relations: tuple[WishRelation, ...] = ()
    places: tuple[WishPlace, ...] = ()
    understood: bool = False
    leftover: tuple[str, ...] = ()


def facts_of_wish(text: str) -> WishFacts:
    """Read the things, colours, numbers and relations that a wish names.

    "A cup" asks for one, "cups" and "the cup" for any number. "The cup" speaks of a cup that was
    named before, if there is one. A relation holds between the thing named before it and the
    one after it; after "and" the subject stays: "a cup left of a dog and above a cat". A place in
    the picture is that of the thing before it: "a cup and a dog on the left" says where the dog
    is; and where a clause begins with it, of the next one: "on the left a dog".
    """
    words = words_of(text)
    reader = _Reader(words)
    for at in range(len(words)):
        reader.take(at)
    leftover = tuple(reader.leftover)
    return WishFacts(
        groups=tuple(reader.groups),
        relations=tuple(reader.relations),
        places=tuple(dict.fromkeys(reader.places)),
        understood=bool(reader.groups) and not leftover,
        leftover=leftover,
    )


class _Reader:
    """Goes through the words of a wish and gathers facts."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self.groups: list[WishGroup] = []
        self.relations: list[WishRelation] = []
        self.places: list[WishPlace] = []
        self.leftover: list[str] = []
        self._count: int | None = None
        self._colour: str | None = None
        self._definite = False
        self._subject: int | None = None
        self._last: int | None = None
        self._joined = False
        self._scenery = False
        self._said: tuple[int | None, WishedRelation] | None = None
        self._reversed: tuple[WishedRelation, int] | None = None
        self._there: tuple[Place, ...] = ()

    def take(self, at: int) -> None:
        """Look at the word at `at`, given what came before it."""
        word = self._words[at]
        if word.sense in ("name", "plural"):
            self._take_name(at)
        elif word.sense == "count":
            self._count = int(word.value) if word.value else None
        elif word.sense == "colour":
            self._take_colour(at)
        elif word.sense == "definite":
            self._definite = True
        elif word.sense == "relation":
            self._relate(at)
        elif word.sense == "place":
            self._put(at)
        elif word.sense is None:
            self.leftover.append(word.text)
        else:
            self._pass(at)

    def _take_name(self, at: int) -> None:
        if self._words[at].value in COLOURS and self._names_something_else(at):
            self._colour = self._words[at].value
        else:
            self._name(at)

    def _names_something_else(self, at: int) -> bool:
        """Say whether "orange" is the colour of the word after it."""
        following = self._words[at + 1] if at + 1 < len(self._words) else None
        return following is not None and following.sense in ("name", "plural", "scenery")

    def _take_colour(self, at: int) -> None:
        """Keep a colour for the thing to come; "the cup is red" colours the last one."""
        colour = self._words[at].value
        said_of_it = at > 0 and self._words[at - 1].text in _BEING
        if said_of_it and self._last is not None and not self._scenery:
            self.groups[self._last] = self.groups[self._last].model_copy(update={"colour": colour})
        elif self._colour is not None:
            self.leftover.append(colour)
        else:
            self._colour = colour

    def _pass(self, at: int) -> None:
        word = self._words[at]
        if word.sense == "scenery":
            if word.text == _TWO_COLOURS and self._names_something_else(at):
                self.leftover.append(word.text)
            self._forget()
            self._scenery = True
        elif word.sense in ("join", "stop"):
            if self._colour is not None and not self._scenery:
                self.leftover.append(self._colour)
            self._forget()
            self._joined = word.sense == "join"
        if word.sense == "stop":
            self._subject = self._last = None
            self._said = self._reversed = None
            self._there = ()

    def _forget(self) -> None:
        """Drop what was kept for a thing to come."""
        self._count, self._colour = None, None
        self._definite = self._scenery = self._joined = False

    def _relate(self, at: int) -> None:
        """Keep a relation for the thing to come; what "it" is, is not understood."""
        following = self._words[at + 1] if at + 1 < len(self._words) else None
        if following is not None and following.text in _IT:
            self.leftover.append(following.text)
        relation = self._words[at].relation
        subject = self._subject if self._joined else self._last
        self._said = (subject, relation)
        self._joined = False

    def _put(self, at: int) -> None:
        """Keep a place for the thing before it, or for the one that follows.

        "Two dogs, one on the left" says where some of a group are, and "looking to the left" where
        nothing is: neither is kept.
        """
        before = self._words[at - 1] if at else None
        if self._scenery or self._count is not None or (before and before.text in _DIRECTED):
            return
        if self._names_a_part(at):
            self.leftover.append(self._words[at].text)
            return
        opens = before is None or before.sense in ("join", "stop") or bool(self._there)
        between = ("filler", "place")
        after = (w.sense for w in self._words[at + 1 :] if w.sense not in between and w.text != ",")
        if self._last is None or (opens and next(after, None) in _OPENING_A_NAME):
            self._there += self._words[at].places
        else:
            self._place(self._last, self._words[at].places)

    def _names_a_part(self, at: int) -> bool:
        """Say whether a place is no place: "on the left bench", "to the left and right of"."""
        following = self._words[at + 1 : at + 3]
        if not following or following[0].sense in ("name", "plural", "colour"):
            return bool(following)
        sides = [word.text.split()[0] in ("left", "right") for word in following[1:]]
        return following[0].text == "and" and any(sides)

    def _place(self, group: int, places: tuple[Place, ...]) -> None:
        """Keep places of a group; what lies at an edge does not lie in the middle as well."""
        self.places += [WishPlace(group=group, place=place) for place in places]
        mine = [put for put in self.places if put.group == group]
        if any(put.place != "in the middle" for put in mine):
            self.places = [p for p in self.places if p.group != group or p.place != "in the middle"]
        for pair in _OPPOSITES:
            if {put.place for put in mine} >= pair:  # some of them here, the others there
                self.places = [p for p in self.places if p.group != group or p.place not in pair]

    def _name(self, at: int) -> None:
        word = self._words[at]
        index = self._referred(word.value, at) if self._definite else None
        if index is None:
            count = self._count if word.sense == "name" or self._count != 1 else None
            self.groups.append(WishGroup(kind=word.value, colour=self._colour, count=count))
            index = len(self.groups) - 1
        self._forget()
        self._last = index
        self._place(index, self._there)
        self._there = ()
        self._connect(index)

    def _connect(self, index: int) -> None:
        if self._said is None:
            if self._reversed is not None:
                relation, reference = self._reversed
                self._add(index, relation, reference)
                self._reversed = None
            self._subject = index
            return
        subject, relation = self._said
        self._said = None
        if subject is None:
            self._reversed = (relation, index)
        else:
            self._subject = subject
            self._add(subject, relation, index)

    def _add(self, first: int, relation: WishedRelation, second: int) -> None:
        if first != second:
            self.relations.append(WishRelation(first=first, relation=relation, second=second))

    def _referred(self, kind: str, at: int) -> int | None:
        """Return the group that "the red cup" speaks of, if one was named before.

        "The cup on the right" is another one than that on the left.
        """
        if self._count not in (None, 1):
            return None
        following = self._words[at + 1] if at + 1 < len(self._words) else None
        here = set(following.places) if following is not None else set()
        placed = {put.group for put in self.places if here and put.place not in here}
        fitting = (
            index
            for index, group in enumerate(self.groups)
            if group.kind == kind and self._colour in (None, group.colour) and index not in placed
        )
        return next(fitting, None)
