"""Judge a picture by asking somebody who sees: a question with yes or no for every check.

The checks and their names are those of `tools.critique`; whoever answers may know any thing, so
every object of a plan is asked for, not only those of the small world.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PIL.Image import Image

from got_models.brains.picture_questions import Answer, Question
from got_models.naming import colour_in, noun_of, recoloured
from got_models.sceneworld.language import counted
from got_models.thought import Chain, Element
from got_models.wish_facts import facts_of_wish
from tools.critique import cut_away, is_colourless, unchanged
from tools.promises import Promise, upright
from tools.verdict import Finding, FindingKind, Verdict

_NOT_THERE = Answer(False, "it was not found in the picture")


class Seer(Protocol):
    """Somebody who answers questions about pictures."""

    def ask(self, picture: Image, question: Question) -> Answer:
        """Answer a question about a picture with yes or no."""
        ...


class AskedCritic:
    """A critic that asks a seer; the same question about a picture is asked once."""

    def __init__(self, seer: Seer) -> None:
        self._seer = seer

    def judge(
        self,
        picture: Image,
        scene: Chain,
        *,
        wish: str = "",
        promises: Sequence[Promise] = (),
        changed_outside_px: int | None = None,
    ) -> Verdict:
        """Return the findings about a picture; see `Critic.judge`.

        Raises:
            GotError: The seer cannot be asked.
        """
        look = _Look(self._seer, picture, shows_colours=not is_colourless(scene))
        return Verdict(
            findings=(
                *look.elements(scene.elements),
                *look.wished(wish),
                *unchanged(changed_outside_px),
                *(look.kept(promise) for promise in promises if promise.group),
            )
        )

    def kept(
        self, picture: Image, scene: Chain, promises: Sequence[Promise]
    ) -> tuple[Finding, ...]:
        """Return the findings about promises; see `Critic.kept`.

        Raises:
            GotError: The seer cannot be asked.
        """
        look = _Look(self._seer, picture, shows_colours=not is_colourless(scene))
        return tuple(look.kept(promise) for promise in promises if promise.group)


class _Look:
    """One look at one picture; answers are kept."""

    def __init__(self, seer: Seer, picture: Image, *, shows_colours: bool) -> None:
        self._seer, self._picture, self._shows_colours = seer, picture, shows_colours
        self._known: dict[Question, Answer] = {}

    def elements(self, elements: Sequence[Element]) -> Iterator[Finding]:
        """Ask of every thing whether it is there, in its box, and in its colour."""
        for index, element in enumerate(elements):
            phrase = element.phrase.strip()
            if not phrase:
                continue
            colour = colour_in(phrase) if self._shows_colours else None
            plain = recoloured(phrase, None)
            there = self._answer(Question(f"Does the picture show this: {plain}?"))
            placed, coloured = _NOT_THERE, _NOT_THERE
            if there.yes:
                inside = f"Does the box show this, for the most part inside it: {plain}?"
                placed = self._answer(Question(inside, element.box))
                if colour is not None:
                    where = element.box if placed.yes else None
                    coloured = self._answer(Question(_is_coloured(plain, colour), where))
            yield _finding("present", f"{phrase} is there", there, index)
            yield _finding("in_box", f"{phrase} is in its box", placed, index)
            if colour is not None:
                yield _finding("colour", f"{phrase} is {colour}", coloured, index)

    def wished(self, wish: str) -> Iterator[Finding]:
        """Ask for numbers and relations where the words are plain, else for all of them at once."""
        facts = facts_of_wish(wish) if wish else None
        if facts is None:
            return
        if not facts.understood:
            whole = Question(f"Does the picture show everything that is asked for here: {wish}")
            yield _finding("reasoner", "the picture shows what was asked for", self._answer(whole))
            return
        for group in facts.groups:
            if group.count is None:
                continue
            colour = group.colour if self._shows_colours else None
            words, be = counted(group.count, colour, group.kind), "are" if group.count > 1 else "is"
            asked = Question(f"{be.capitalize()} there exactly {words} in the picture, no more?")
            name = f"there {be} {counted(group.count, group.colour, group.kind)}"
            yield _finding("count", name, self._answer(asked))
        for relation in facts.relations:
            first, second = facts.groups[relation.first], facts.groups[relation.second]
            name = f"{first.kind} {relation.relation} {second.kind}"
            asked = Question(f"Is this so in the picture, as its viewer sees it: {name}?")
            yield _finding("relation", name, self._answer(asked))

    def kept(self, promise: Promise) -> Finding:
        """Ask whether a promise still holds, in the picture the way round in which it was made."""
        assert promise.group is not None, "only promises that can be checked are asked about"
        if promise.cut_away:
            return cut_away(promise)
        if promise.quarter_turns:
            picture, _, upright_one = upright(self._picture, Chain(parts=()), promise)
            return _Look(self._seer, picture, shows_colours=True).kept(upright_one)
        thing = " ".join(filter(None, (promise.group.colour, promise.group.kind)))
        asked = Question(f"Does the picture show this: {thing}?")
        if promise.box is not None:
            asked = Question(f"Does the box show this: {thing}?", promise.box)
        return _finding("promise", promise.text, self._answer(asked))

    def _answer(self, question: Question) -> Answer:
        if question not in self._known:
            self._known[question] = self._seer.ask(self._picture, question)
        return self._known[question]


def _is_coloured(phrase: str, colour: str) -> str:
    return f"Is the {noun_of(phrase)} {colour}?"


def _finding(kind: FindingKind, name: str, answer: Answer, element: int | None = None) -> Finding:
    said = "yes" if answer.yes else "no"
    return Finding(
        kind=kind, name=name, passed=answer.yes, evidence=answer.seen or said, element=element
    )
