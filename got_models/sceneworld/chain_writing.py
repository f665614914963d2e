"""Scene to chain: the paragraph got-tiny is taught to think before it draws."""

from collections.abc import Sequence

from got_models.sceneworld.facts import Fact, Group
from got_models.sceneworld.language import (
    COUNT_WORDS,
    PAIRED,
    article,
    joined,
    plural_phrase,
    verb_be,
    with_article,
)
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import PALETTE, Box, Chain, Element, Task

Part = str | Element


class ChainWriter:
    """A chain under construction: hands out mask colours in order and keeps text in one piece."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._boxes = 0

    def say(self, text: str) -> None:
        """Append running text."""
        if self._parts and isinstance(self._parts[-1], str):
            self._parts[-1] += text
        else:
            self._parts.append(text)

    def ground(self, phrase: str, box: Box) -> None:
        """Append an element with the next mask colour of the palette."""
        colour = PALETTE[self._boxes % len(PALETTE)]
        self._boxes += 1
        self._parts.append(Element(phrase=phrase, box=box, colour=colour))

    def ground_one(self, thing: Thing) -> None:
        """Append a thing with its article: "a <red apple>"."""
        self.say("a pair of " if thing.kind in PAIRED else f"{article(thing.phrase)} ")
        self.ground(thing.phrase, thing.box)

    def finish(self, task: Task) -> Chain:
        """Return the chain."""
        return Chain(task=task, parts=tuple(self._parts))


def chain_for(scene: Scene, order: Sequence[int], facts: Sequence[Fact] = ()) -> Chain:
    """Write the paragraph for a picture.

    Args:
        scene: What is in the picture.
        order: Indices of its things in the order in which they are mentioned; things alike stand
            together.
        facts: The relations and places to state, one sentence each; usually those of the wish.
    """
    writer = ChainWriter()
    writer.say("The image shows ")
    say_groups(writer, scene, _runs(scene, order))
    writer.say(".")
    for fact in facts:
        writer.say(f" {fact_sentence(scene, fact)}")
    writer.say(f" The background is {background_phrase(scene.background)}.")
    if scene.style != "natural":
        writer.say(f" The style is {scene.style}.")
    return writer.finish("generate")


def say_groups(writer: ChainWriter, scene: Scene, groups: Sequence[Group]) -> None:
    """Write a list in which every thing is grounded: "a E1, two blue cups: a E2 and a E3"."""
    if not groups:
        writer.say("nothing")
    for at, group in enumerate(groups):
        writer.say(link(at, len(groups)))
        if len(group.members) > 1:
            count = COUNT_WORDS[len(group.members)]
            writer.say(f"{count} {plural_phrase(group.colour, group.kind)}: ")
        for k, index in enumerate(group.members):
            writer.say(link(k, len(group.members)))
            writer.ground_one(scene.things[index])


def fact_sentence(scene: Scene, fact: Fact) -> str:
    """Return one relation or place in canonical words: "The red apple is left of the cup."."""
    first = scene.things[fact.subject[0]]
    verb = verb_be(len(fact.subject), first.kind)
    subject = _definite(scene, fact.subject)
    where = f" the {_definite(scene, fact.reference)}" if fact.reference else ""
    return f"The {subject} {verb} {fact.said}{where}."


def background_phrase(background: Background) -> str:
    """Return a background in canonical words: "striped pale blue"."""
    return f"{background.kind} {background.colour}"


def groups_phrase(scene: Scene, groups: Sequence[Group]) -> str:
    """Return an ungrounded list: "a red apple and two blue cups"; "nothing" when empty."""
    items = []
    for group in groups:
        count = len(group.members)
        if count == 1:
            items.append(with_article(group.colour, group.kind))
        else:
            items.append(f"{COUNT_WORDS[count]} {plural_phrase(group.colour, group.kind)}")
    return joined(items) if items else "nothing"


def _definite(scene: Scene, members: Sequence[int]) -> str:
    thing = scene.things[members[0]]
    return thing.phrase if len(members) == 1 else plural_phrase(thing.colour, thing.kind)


def _runs(scene: Scene, order: Sequence[int]) -> list[Group]:
    """Gather neighbours in `order` that are alike."""
    runs: list[Group] = []
    for index in order:
        thing = scene.things[index]
        if runs and (runs[-1].kind, runs[-1].colour) == (thing.kind, thing.colour):
            runs[-1] = runs[-1]._replace(members=(*runs[-1].members, index))
        else:
            runs.append(Group(thing.kind, thing.colour, (index,)))
    return runs


def link(at: int, count: int) -> str:
    """Return what stands before item `at` of a list of `count`: nothing, a comma, or "and"."""
    if at == 0:
        return ""
    return " and " if at == count - 1 else ", "
