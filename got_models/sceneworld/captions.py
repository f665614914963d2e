"""Wishes: what a person would type to get a scene, in GenEval's templates or in free words."""

import random
from typing import Literal, NamedTuple

from got_models.sceneworld import facts, wordings
from got_models.sceneworld.facts import Fact, Group, Said
from got_models.sceneworld.language import (
    COUNT_WORDS,
    PAIRED,
    SYNONYMS_OF,
    article,
    bare_plural,
    counted,
    joined,
    plural_phrase,
    verb_be,
)
from got_models.sceneworld.scene import Background, Scene
from got_models.sceneworld.typos import typed
from got_models.value import Value

WishStyle = Literal["geneval", "free"]
BackgroundPart = Literal["colour", "kind", "both"]
"""What words say of a background: its colour, its pattern or both."""

SYNONYM_SHARE = 0.3
RELATION_SHARE = 0.65
SECOND_RELATION_SHARE = 0.25
INLINE_SHARE = 0.5
PLACE_SHARE = 0.12
BACKGROUND_SHARE = 0.6
STYLE_OPENING_SHARE = 0.35
DIGIT_SHARE = 0.3
NO_ARTICLE_SHARE = 0.1
COMPOSED_SHARE = 0.4
"""Share of openings and clauses put together from pieces, of which there are thousands."""


class Wish(Value):
    """A wish, with what it says: every thing in the order of mention, and the facts it asks for."""

    text: str
    order: tuple[int, ...]
    facts: tuple[Fact, ...] = ()
    background: BackgroundPart | None = None
    """What it says of the background."""


class Named(NamedTuple):
    """A group with the noun a wish uses for it."""

    group: Group
    noun: str

    @property
    def size(self) -> int:
        """How many things the group has."""
        return len(self.group.members)


def wish_for(
    scene: Scene, rng: random.Random, *, style: WishStyle = "free", heldout: bool = False
) -> Wish:
    """Put a scene into words that name all its things once and say nothing untrue.

    Args:
        scene: What to wish for.
        rng: The only source of chance.
        style: `geneval` uses its six templates, and free words where none of them fits.
        heldout: Use only the openings, relation, background and style wordings that training
            never sees.
    """
    if style == "geneval":
        wish = _template_wish(scene, rng)
        if wish:
            return wish
    return _free_wish(scene, rng, heldout)


def _template_wish(scene: Scene, rng: random.Random) -> Wish | None:
    """Return GenEval's wording, or None when the scene is more than its templates can say."""
    groups = facts.grouped(scene)
    rng.shuffle(groups)
    if scene.style != "natural" or len(groups) > 2:
        return None
    return _alone(groups[0], rng) if len(groups) == 1 else _together(scene, groups, rng)


def _alone(group: Group, rng: random.Random) -> Wish | None:
    if len(group.members) == 1:
        text = f"a photo of {_one(group)}"
    elif len(group.members) <= 4 and group.colour is None:
        noun = plural_phrase(None, group.kind) if rng.random() < 0.5 else bare_plural(group.kind)
        text = f"a photo of {COUNT_WORDS[len(group.members)]} {noun}"
    else:
        return None
    return Wish(text=text, order=group.members)


def _together(scene: Scene, groups: list[Group], rng: random.Random) -> Wish | None:
    a, b = groups
    if (
        len(a.members) + len(b.members) > 2
        or a.kind == b.kind
        or (a.colour is None) != (b.colour is None)
    ):
        return None
    held = [said for said in facts.related(scene, a, b) if said != "next to"]
    stated: tuple[Fact, ...] = ()
    if a.colour is None and held and rng.random() < RELATION_SHARE:
        said = rng.choice(held)
        text = f"a photo of {_one(a)} {said} {_one(b)}"
        stated = (Fact(subject=a.members, said=said, reference=b.members),)
    else:
        text = f"a photo of {_one(a)} and {_one(b)}"
    return Wish(text=text, order=a.members + b.members, facts=stated)


def _one(group: Group) -> str:
    words = f"{group.colour} {group.kind}" if group.colour else group.kind
    return f"{article(words)} {words}"


def _free_wish(scene: Scene, rng: random.Random, heldout: bool) -> Wish:
    groups = facts.grouped(scene)
    rng.shuffle(groups)
    stated = _choose_facts(scene, groups, rng)
    inline = bool(stated) and rng.random() < INLINE_SHARE
    if inline:
        a, _, b = stated[0]
        groups = [a, b, *(group for group in groups if group not in (a, b))]
    named = {group: Named(group, noun_for(group.kind, rng)) for group in groups}
    words = _Words(scene, named, rng, heldout)
    text = words.inline(stated) if inline else words.listed(stated)
    order = tuple(index for group in groups for index in group.members)
    told = tuple(Fact(subject=a.members, said=s, reference=b.members) for a, s, b in stated)
    return Wish(
        text=typed(text, rng),
        order=order,
        facts=told + tuple(words.places),
        background=words.background,
    )


def _choose_facts(
    scene: Scene, groups: list[Group], rng: random.Random
) -> list[tuple[Group, Said, Group]]:
    """Choose no relation, one, or two that are not about the same two groups."""
    if len(groups) < 2 or rng.random() > RELATION_SHARE:
        return []
    held = list(facts.facts_between(scene, groups))
    if not held:
        return []
    first = rng.choice(held)
    others = [fact for fact in held if {fact[0], fact[2]} != {first[0], first[2]}]
    if others and rng.random() < SECOND_RELATION_SHARE:
        return [first, rng.choice(others)]
    return [first]


def noun_for(kind: str, rng: random.Random) -> str:
    """Return a class by its own name or, sometimes, by a synonym."""
    others = SYNONYMS_OF.get(kind, ())
    return rng.choice(others) if others and rng.random() < SYNONYM_SHARE else kind


class _Words:
    """One free wish while it is being worded."""

    def __init__(
        self, scene: Scene, named: dict[Group, Named], rng: random.Random, heldout: bool
    ) -> None:
        self.scene, self.named, self.rng, self.heldout = scene, named, rng, heldout
        self.places: list[Fact] = []
        self.background: BackgroundPart | None = None
        self.digits = rng.random() < DIGIT_SHARE
        self.no_article = rng.random() < NO_ARTICLE_SHARE

    def listed(self, stated: list[tuple[Group, Said, Group]]) -> str:
        """Name everything in a list, then state the relations in clauses of their own."""
        items = [self._item(named, placed=not stated) for named in self.named.values()]
        last = (
            self.rng.choice((" and ", " and ", " and ", ", ", ", and "))
            if len(items) > 2
            else " and "
        )
        return self._frame(joined(items, last), "".join(self._clause(fact) for fact in stated))

    def inline(self, stated: list[tuple[Group, Said, Group]]) -> str:
        """State the first relation in passing: "a cat left of a bench, plus a dog"."""
        (_, said, _), *others = stated
        items = [self._item(named) for named in self.named.values()]
        body = f"{items[0]} {self._wording(said)} {items[1]}"
        rest = items[2:]
        tail = self._pick(wordings.REST).format(joined(rest)) if rest else ""
        return self._frame(body, tail + "".join(self._clause(fact) for fact in others))

    def _pick(self, family: wordings.Wordings) -> str:
        return family.pick(self.rng, heldout=self.heldout)

    def _wording(self, said: Said) -> str:
        return self._pick(wordings.RELATIONS[said])

    def _item(self, named: Named, *, placed: bool = False) -> str:
        group, noun = named
        if named.size == 1:
            item = self._single(group.colour, noun)
        elif self.digits:
            item = f"{named.size} {plural_phrase(group.colour, noun)}"
        elif named.size == 2 and noun not in PAIRED and self.rng.random() < 0.15:
            item = f"a {self.rng.choice(('couple', 'pair'))} of {plural_phrase(group.colour, noun)}"
        else:
            item = counted(named.size, group.colour, noun)
        return item + self._place(group) if placed else item

    def _single(self, colour: str | None, noun: str) -> str:
        if self.no_article:
            return f"{colour} {noun}" if colour else noun
        if self.digits and noun not in PAIRED and self.rng.random() < 0.3:
            return f"1 {colour} {noun}" if colour else f"1 {noun}"
        if self.rng.random() < 0.04:
            return f"one {colour} {noun}" if colour else f"one {noun}"
        return counted(1, colour, noun)

    def _place(self, group: Group) -> str:
        """Sometimes say where in the picture the group is, and note that it was said."""
        if self.rng.random() > PLACE_SHARE or not facts.is_clear(group, list(self.named)):
            return ""
        held = facts.places(self.scene, group)
        if not held:
            return ""
        said = self.rng.choice(held)
        self.places.append(Fact(subject=group.members, said=said))
        return f" {self._pick(wordings.PLACES[said])}"

    def _clause(self, fact: tuple[Group, Said, Group]) -> str:
        a, said, b = fact
        clause = self._pick(wordings.CLAUSES)
        if not self.heldout and self.rng.random() < COMPOSED_SHARE:
            clause = wordings.composed(wordings.CLAUSE_PIECES, self.rng)
        return clause.format(
            a=self._again(a),
            be=verb_be(len(a.members), self.named[a].noun),
            rel=self._wording(said),
            b=self._again(b),
        )

    def _again(self, group: Group) -> str:
        """Refer to a group named before; its colour may go when the kind alone is clear."""
        noun = self.named[group].noun
        alone = sum(other.kind == group.kind for other in self.named) == 1
        colour = None if alone and self.rng.random() < 0.6 else group.colour
        if len(group.members) > 1:
            return plural_phrase(colour, noun)
        return f"{colour} {noun}" if colour else noun

    def _frame(self, body: str, tail: str) -> str:
        """Set the list in an opening, and append clauses, background and style."""
        style, opening = self.scene.style, wordings.OPENINGS
        style_tail = ""
        if style != "natural" and self.rng.random() < STYLE_OPENING_SHARE:
            opening = wordings.STYLE_OPENINGS[style]
        elif style != "natural":
            style_tail = self._pick(wordings.STYLE_TAILS[style])
        ground = self._background() if self.rng.random() < BACKGROUND_SHARE else ""
        flowing, sentences = _split_tail(tail)
        front, behind = _split_tail(ground)
        text = self._opening(opening).format(body + flowing + style_tail + front)
        return (text + sentences + behind).replace("?.", "?").replace("!.", "!")

    def _opening(self, family: wordings.Wordings) -> str:
        composed = not self.heldout and family is wordings.OPENINGS
        if composed and self.rng.random() < COMPOSED_SHARE:
            return wordings.composed(wordings.OPENING_PIECES, self.rng)
        return self._pick(family)

    def _background(self) -> str:
        self.background = _part_of(self.scene.background, self.rng)
        words = background_words(self.scene.background, self.rng, self.background)
        return self._pick(wordings.BACKGROUND_TAILS).format(a=article(words), bg=words)


def _part_of(background: Background, rng: random.Random) -> BackgroundPart:
    """Choose what to say of a background."""
    if background.kind == "plain" and rng.random() < 0.6:
        return "colour"
    return "both" if rng.random() < 0.8 else "kind"


def background_words(background: Background, rng: random.Random, part: BackgroundPart) -> str:
    """Return a background in free words: "pale blue", "stripy beige", "grey checkerboard"."""
    colour = background.colour
    if "gray" in colour and rng.random() < 0.4:
        colour = colour.replace("gray", "grey")
    kind = rng.choice(wordings.BACKGROUND_KIND_WORDS[background.kind])
    match part:
        case "colour":
            return colour
        case "kind":
            return kind
        case "both":
            return rng.choice((f"{kind} {colour}", f"{colour} {kind}"))


def _split_tail(tail: str) -> tuple[str, str]:
    """Split at the first full stop: what flows on from the list, and what stands alone."""
    flowing, stop, sentences = tail.partition(".")
    return flowing, stop + sentences
