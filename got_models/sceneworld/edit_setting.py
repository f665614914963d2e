"""What one change of a scene starts from and what it comes to."""

import random
from typing import Literal, NamedTuple, get_args

from got_models.sceneworld import referring
from got_models.sceneworld.captions import noun_for
from got_models.sceneworld.language import plural_phrase
from got_models.sceneworld.sampling import Shapes
from got_models.sceneworld.scene import Scene, Thing
from got_models.thought import Box

Operation = Literal["add", "remove", "replace", "recolour", "move", "resize", "background", "style"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)

PLAIN_REFERENCE_SHARE = 0.5
"""Share of references in the plainest words that do."""

SEVERAL_SHARE = 0.35
"""How often an edit that can be about several things alike is about them."""


class Step(NamedTuple):
    """One change.

    `focus` is what the chain grounds first (nothing: the whole picture) after the words `lead`;
    `change` says what is done, with `{}` where `target` is grounded. `touched` is what has
    changed or gone, as it was and as it is. `reference` are the instruction's words for it.
    """

    operation: Operation
    after: Scene
    instruction: str
    lead: str
    focus: tuple[Thing, ...]
    change: str
    target: tuple[str, Box] | None
    regions: tuple[Box, ...]
    touched: tuple[Thing, ...]
    reference: str = ""


class Setting(NamedTuple):
    """What a step starts from.

    `source` is the scene before the whole edit and `now` the one before this step: a reference
    must be clear in both. Things in `touched` are left alone.
    """

    source: Scene
    now: Scene
    touched: tuple[Thing, ...]
    rng: random.Random
    heldout: bool
    shapes: Shapes

    def choose(self) -> tuple[int, str] | None:
        """Choose a thing to change and words that mean it alone; None when there is none."""
        order = list(range(len(self.now.things)))
        self.rng.shuffle(order)
        for index in order:
            words = self.refer(index)
            if words:
                return index, words
        return None

    def choose_several(self) -> tuple[tuple[int, ...], str] | None:
        """Choose all things of one kind, or of one kind and colour, and words that mean them."""
        if self.rng.random() > SEVERAL_SHARE:
            return None
        named: dict[tuple[str, str | None], list[int]] = {}
        for index, thing in enumerate(self.now.things):
            for colour in dict.fromkeys((None, thing.colour)):
                named.setdefault((thing.kind, colour), []).append(index)
        found = [
            (kind, colour, tuple(members))
            for (kind, colour), members in named.items()
            if len(members) > 1 and self._same_before(kind)
        ]
        if not found:
            return None
        kind, colour, members = self.rng.choice(found)
        several = plural_phrase(colour, noun_for(kind, self.rng))
        words = ("both {}", "the two {}") if len(members) == 2 else ("all {}", "all the {}")
        return members, self.rng.choice((*words, "the {}")).format(several)

    def _same_before(self, kind: str) -> bool:
        """Whether no step has touched a thing of this kind."""
        return [t for t in self.now.things if t.kind == kind] == [
            t for t in self.source.things if t.kind == kind
        ]

    def refer(self, index: int) -> str | None:
        """Return words for one thing that are clear now and in the source picture."""
        thing = self.now.things[index]
        if thing in self.touched or thing not in self.source.things:
            return None
        noun = noun_for(thing.kind, self.rng)
        found = referring.references(self.now, index, noun)
        if self.now is not self.source:
            before = referring.references(self.source, self.source.things.index(thing), noun)
            found = tuple(words for words in found if words in before)
        if not found:
            return None
        return found[0] if self.rng.random() < PLAIN_REFERENCE_SHARE else self.rng.choice(found)

    def others(self, index: int | None) -> list[Box]:
        """Return the boxes of all things but one."""
        return [thing.box for i, thing in enumerate(self.now.things) if i != index]
