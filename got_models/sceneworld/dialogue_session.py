"""The session a dialogue takes place in: numbered pictures, a tree of versions, what was said."""

import random
from dataclasses import dataclass, field

from got_models.conversation import Conversation, Origin, PictureNote, caption_of, listed_pictures
from got_models.sceneworld.facts import reading_order
from got_models.sceneworld.scene import Scene, Thing

LONGEST_GAP = 9
"""In a long session numbers jump by up to this: what lies between is not listed any more."""


@dataclass
class Session:
    """State of a session before the next message.

    `notes` and `scenes` go by picture number. `undone` are the versions that redo returns to.
    `focus` is the thing that "it" means. `kept` are the words of what must stay.
    """

    rng: random.Random
    heldout: bool
    is_long: bool = False
    notes: dict[int, PictureNote] = field(default_factory=dict)
    scenes: dict[int, Scene] = field(default_factory=dict)
    current: int | None = None
    undone: list[int] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    asked: str = ""
    attached: tuple[int, ...] = ()
    focus: Thing | None = None
    kept: list[str] = field(default_factory=list)

    @property
    def scene(self) -> Scene:
        """What the current picture shows."""
        assert self.current is not None, "there is a picture before anybody asks about it"
        return self.scenes[self.current]

    @property
    def numbers(self) -> list[int]:
        """The numbers of all pictures, oldest first."""
        return sorted(self.notes)

    @property
    def listed(self) -> tuple[PictureNote, ...]:
        """The pictures the planner is told about."""
        return listed_pictures(self.notes.values(), self.current)

    @property
    def uploads(self) -> list[int]:
        """The numbers of the uploaded pictures, oldest first."""
        return [number for number in self.numbers if self.notes[number].upload]

    def add(self, scene: Scene, origin: Origin, parent: int | None = None) -> int:
        """Number a new picture; it does not become the current one by itself."""
        gap = self.rng.randint(1, LONGEST_GAP) if self.is_long and self.notes else 1
        number = max(self.notes, default=0) + gap
        phrases = [scene.things[index].phrase for index in reading_order(scene.things)]
        self.notes[number] = PictureNote(
            number=number,
            origin=origin,
            caption=caption_of(phrases),
            parent=parent,
            upload=len(self.uploads) + 1 if origin == "uploaded" else None,
        )
        self.scenes[number] = scene
        return number

    def mark(self, number: int, *, name: str | None = None, starred: bool = False) -> None:
        """Name or star a picture."""
        note = self.notes[number]
        changes = {"name": name or note.name, "starred": starred or note.starred}
        self.notes[number] = note.model_copy(update=changes)

    def show(self, number: int) -> None:
        """Make a picture the current one; what was undone cannot be redone any more."""
        self.current, self.focus = number, None
        self.undone.clear()

    def undo(self, steps: int = 1) -> None:
        """Go to the parent, as often as there is one."""
        for _ in range(steps):
            parent = self.notes[self.current].parent if self.current else None
            if parent is None or self.current is None:
                break
            self.undone.append(self.current)
            self.current = parent
        self.focus = None

    def redo(self) -> None:
        """Return to what was undone last, if anything was."""
        if self.undone:
            self.current = self.undone.pop()
        self.focus = None

    def conversation(self, message: str) -> Conversation:
        """Return what the planner sees of all this when a message comes in."""
        return Conversation(
            pictures=tuple(self.notes[number] for number in self.numbers),
            current=self.current,
            before=tuple(self.before),
            asked=self.asked,
            message=message,
            attached=self.attached,
        )
