"""Conversations: wishes, edits and everything between, each turn with the tool call it asks for."""

import random
import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.descriptions import describe
from got_models.sceneworld.edit_setting import Operation
from got_models.sceneworld.edits import Edit, NoEdit, sample_edit
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.typos import typed
from got_models.sceneworld.wordings import Wordings
from got_models.thought import Chain
from got_models.value import Value

FEWEST, MOST = 2, 10
"""Turns of a dialogue."""

NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
PRONOUN_SHARE = 0.6
PRONOUN_OPERATIONS: tuple[Operation, ...] = ("remove", "recolour", "move", "resize")


class PlanPicture(Value):
    """Begin a new picture from a wish."""

    tool: Literal["plan_picture"] = "plan_picture"
    wish: str


class EditPicture(Value):
    """Change the current picture; the instruction names things in full, without "it"."""

    tool: Literal["edit_picture"] = "edit_picture"
    instruction: str


class Undo(Value):
    """Return to the version from which the current one was made."""

    tool: Literal["undo"] = "undo"


class GoTo(Value):
    """Return to a version by its ordinal, the first being 1."""

    tool: Literal["go_to"] = "go_to"
    version: int


class Branch(Value):
    """Keep the current version and continue from it on a new branch."""

    tool: Literal["branch"] = "branch"


class DescribePicture(Value):
    """Say what the current picture shows."""

    tool: Literal["describe_picture"] = "describe_picture"


class Answer(Value):
    """Say something and touch no picture."""

    tool: Literal["answer"] = "answer"
    text: str


Call = Annotated[
    PlanPicture | EditPicture | Undo | GoTo | Branch | DescribePicture | Answer,
    Field(discriminator="tool"),
]


class Turn(Value):
    """One message and what it should lead to.

    `subject` is the version the turn acts on and `head` the current one after it, both counted
    from 1 (None: no picture yet). `scene` is what `head` shows. `chain` is the chain of a plan,
    an edit or a description.
    """

    message: str
    call: Call
    subject: int | None
    head: int | None
    scene: Scene | None
    chain: Chain | None = None


class Dialogue(Value):
    """A whole conversation."""

    turns: tuple[Turn, ...]


def sample_dialogue(
    rng: random.Random, *, turns: int | None = None, heldout: bool = False
) -> Dialogue:
    """Draw a conversation of 2 to 10 turns that begins, greetings apart, with a wish.

    Args:
        rng: The only source of chance.
        turns: How many turns; drawn when not given.
        heldout: Use only wordings that training never sees.
    """
    return _Conversation(rng, heldout).hold(turns or rng.randint(FEWEST, MOST))


class _Conversation:
    """A dialogue in progress, with its tree of versions."""

    def __init__(self, rng: random.Random, heldout: bool) -> None:
        self.rng, self.heldout = rng, heldout
        self.turns: list[Turn] = []
        self.scenes: list[Scene] = []
        self.parents: list[int | None] = []
        self.head: int | None = None
        self.focus: Thing | None = None

    def hold(self, count: int) -> Dialogue:
        """Talk for `count` turns."""
        opening = self.rng.random()
        if count > FEWEST and opening < 0.1:
            self._answer(say.GREETINGS, say.HELLO)
        elif count > FEWEST and opening < 0.15:
            self._answer(say.TOO_EARLY, say.NO_PICTURE)
        self._plan()
        moves: list[Callable[[], None]] = [
            self._edit,
            self._undo,
            self._go_to,
            self._branch,
            self._describe,
            self._plan,
            lambda: self._answer(say.THANKS, say.WELCOME),
            lambda: self._answer(say.NONSENSE, say.CONFUSED),
        ]
        while len(self.turns) < count:
            self.rng.choices(moves, (58, 10, 8, 4, 8, 5, 4, 3))[0]()
        return Dialogue(turns=tuple(self.turns))

    def _plan(self) -> None:
        scene = sample_scene(self.rng)
        wish = wish_for(scene, self.rng, heldout=self.heldout)
        message = wish.text
        if self.scenes and self.rng.random() < 0.7:
            message = say.AGAIN.pick(self.rng, heldout=self.heldout).format(wish.text)
        subject = self.head
        self._add_version(scene, None)
        chain = chain_for(scene, wish.order, wish.facts)
        self._end_turn(message, PlanPicture(wish=wish.text), subject, chain)
        self.focus = scene.things[0] if len(scene.things) == 1 else None

    def _edit(self) -> None:
        scene = self._scene()
        edit = self._edit_it(scene)
        message = _with_pronoun(edit) if edit else ""
        if edit is None:
            steps = self.rng.choices((1, 2, 3), (80, 15, 5))[0]
            try:
                edit = sample_edit(scene, self.rng, steps=steps, heldout=self.heldout)
            except NoEdit:
                return
        subject = self.head
        self._add_version(edit.after, subject)
        call = EditPicture(instruction=edit.instruction)
        self._end_turn(message or edit.instruction, call, subject, edit.chain)
        new = [thing for thing in edit.after.things if thing not in edit.before.things]
        self.focus = new[0] if len(new) == 1 else None

    def _edit_it(self, scene: Scene) -> Edit | None:
        """Draw an edit of what was last talked about, if that is still there."""
        if self.focus not in scene.things or self.rng.random() > PRONOUN_SHARE:
            return None
        operation = self.rng.choice(PRONOUN_OPERATIONS)
        try:
            edit = sample_edit(
                scene, self.rng, operation=operation, heldout=self.heldout, only=self.focus
            )
        except NoEdit:
            return None
        return edit if edit.reference not in ("it", "the object") else None

    def _undo(self) -> None:
        parent = self.parents[self._at()]
        if parent is not None:
            self._move_to(parent, self._said(say.UNDO), Undo())

    def _go_to(self) -> None:
        others = [n for n in range(1, len(self.scenes) + 1) if n != self.head and n <= len(NTH)]
        if others:
            version = self.rng.choice(others)
            wording = say.GO_TO.pick(self.rng, heldout=self.heldout)
            message = wording.format(n=version, nth=NTH[version - 1])
            self._move_to(version, typed(message, self.rng), GoTo(version=version))

    def _branch(self) -> None:
        self._end_turn(self._said(say.BRANCH), Branch(), self.head)

    def _describe(self) -> None:
        chain = describe(self._scene())
        self._end_turn(self._said(say.DESCRIBE), DescribePicture(), self.head, chain)

    def _answer(self, asked: Wordings, text: str) -> None:
        self._end_turn(self._said(asked), Answer(text=text), self.head)

    def _said(self, wordings: Wordings) -> str:
        return typed(wordings.pick(self.rng, heldout=self.heldout), self.rng)

    def _at(self) -> int:
        assert self.head is not None, "moves on versions come after the first wish"
        return self.head - 1

    def _scene(self) -> Scene:
        return self.scenes[self._at()]

    def _add_version(self, scene: Scene, parent: int | None) -> None:
        self.scenes.append(scene)
        self.parents.append(parent)
        self.head = len(self.scenes)

    def _move_to(self, version: int, message: str, call: Undo | GoTo) -> None:
        subject, self.head, self.focus = self.head, version, None
        self._end_turn(message, call, subject)

    def _end_turn(
        self, message: str, call: Call, subject: int | None, chain: Chain | None = None
    ) -> None:
        scene = self._scene() if self.head else None
        self.turns.append(
            Turn(
                message=message,
                call=call,
                subject=subject,
                head=self.head,
                scene=scene,
                chain=chain,
            )
        )


def _with_pronoun(edit: Edit) -> str:
    """Return the instruction with "it" in place of the words that name its thing."""
    named = re.compile(re.escape(edit.reference), re.IGNORECASE)
    return named.sub("it", edit.instruction, count=1)
