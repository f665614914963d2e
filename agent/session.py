"""A session as its caller sees it: say something, attach, go back and forth, look around."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image
from pydantic import JsonValue

from agent import exports
from agent.context import Context
from agent.journal import Journal
from agent.pictures import UPLOAD, held, version_of
from agent.session_desk import SessionDesk
from agent.session_view import SessionView
from agent.turn import Turn
from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Chain
from memory.archive import Archive
from memory.values import Branch, LedgerEntry, Making, Mark, Session
from tools import chain_file, intake, pointing, promises
from tools.arguments import ExportForm
from tools.desk import Order
from tools.toolbox import ALL


class Conversation(SessionView):
    """One session of an assistant: pictures numbered from 1, and everything said about them.

    It may be used from several threads, and the same session may be open elsewhere; its turns
    wait for each other. Undo, redo and jumps move a pointer and never run a model.
    """

    def at(self, revision: int | None) -> "Conversation":
        """Return the session for one change, refused if it was changed since `revision`.

        What changes it raises `SessionMoved` then, in the same step of the memory that would have
        changed it. None is the session as it is.
        """
        return Conversation(self._office, self.id, expected=revision)

    def say(self, message: str, *, key: str | None = None) -> Turn:
        """Say something and wait for what comes of it; see `start`."""
        return self.start(message, key=key).wait()

    def start(self, message: str, *, attached: Sequence[int] = (), key: str | None = None) -> Turn:
        """Say something and return at once; iterate over the turn to hear its events.

        If a plan waits for an answer, this is the answer.

        Args:
            message: The words.
            attached: Numbers of pictures that come with them, see `attach`.
            key: Your own name for the request; the same key again is the same turn.
        """
        waiting = self.waiting
        if waiting is not None:
            return waiting.respond(message)
        return self._begun(message, attached=tuple(attached), key=key)

    def call(self, tool: str, **arguments: JsonValue) -> Turn:
        """Call a tool by its name without asking the planner, and wait; see `start_call`."""
        return self.start_call(tool, **arguments).wait()

    def start_call(self, tool: str, **arguments: JsonValue) -> Turn:
        """Call a tool by its name without asking the planner.

        Raises:
            BadInput: There is no such tool.
        """
        if tool not in ALL:
            raise BadInput(f"there is no tool {tool!r}; there is {', '.join(ALL)}")
        words = ", ".join(f"{name}: {value}" for name, value in arguments.items())
        return self._begun(
            f"/{tool} {words}".strip(),
            calls=(
                {"name": tool, "args": dict(arguments), "id": uuid4().hex, "type": "tool_call"},
            ),
        )

    def edit_chain(self, chain: Chain | str, picture: int | None = None) -> Turn:
        """Draw a picture again from a changed plan, and wait.

        Args:
            chain: The plan, or its text, or the JSON that `got plan --json` prints.
            picture: Whose plan it was; None for the current one.
        """
        return self.start_chain(chain, picture).wait()

    def start_chain(self, chain: Chain | str, picture: int | None = None) -> Turn:
        """Do what `edit_chain` does, and return at once.

        Raises:
            BadInput: The plan cannot be read, or there is no such picture.
        """
        given = chain_file.read(chain, task="generate").chain if isinstance(chain, str) else chain
        with self._office.archive() as archive:
            subject = held(archive, self.id, version_of(archive, self.id, picture))
        order = Order(
            kind="redraw",
            wish=subject.wish or chain_text.write(given)[:200],
            picture=subject.number,
            chain=given,
            seed=subject.seed,
        )
        return self._begun("(a changed plan)", order=order)

    def attach(self, picture: Image.Image | bytes | Path, name: str = "upload") -> int:
        """Put a picture of yours into the session and go there; return its number.

        Raises:
            BadPicture: It is no picture, too large or damaged.
        """
        taken = _taken_in(picture, name)
        stream = BytesIO()
        taken.image.save(stream, "PNG")
        with self._office.archive() as archive:
            making = Making.model_validate(
                {
                    "operation": UPLOAD,
                    "picture": archive.pictures.keep(stream.getvalue()),
                    "parameters": {"wish": name, "notes": list(taken.notes)},
                }
            )
            version = archive.versions.add(self.id, making, expected=self._expected)
            return archive.versions.number(self.id, version.id)

    def look_at(
        self, picture: int | None = None, *, on_text: Callable[[str], None] | None = None
    ) -> Chain | None:
        """Return what is in a picture; what a model sees in it is known from then on.

        No turn begins, and the session stays where it is.

        Args:
            picture: Its number; None for the current one.
            on_text: Hears the model's words; what it raises ends the looking.
        """
        desk = SessionDesk(Context(self._office.staff, self.id, 0, Journal()))
        return desk.seen(desk.held(picture), on_text=on_text)

    def undo(self, steps: int = 1) -> int | None:
        """Go back and return the number of the picture the session is at; None at the beginning.

        Raises:
            NothingToUndo: It is at the beginning already.
        """
        with self._changing(lasting=False) as archive:
            for _ in range(steps):
                archive.heads.undo(self.id)
        return self.current

    def redo(self, steps: int = 1) -> int | None:
        """Go forward again and return the number of the picture the session is at.

        Raises:
            NothingToRedo: Nothing was made after it.
        """
        with self._changing(lasting=False) as archive:
            for _ in range(steps):
                archive.heads.redo(self.id)
        return self.current

    def go_to(self, picture: int | None) -> int | None:
        """Go to a picture, or for None to the beginning."""
        with self._changing(lasting=False) as archive:
            place = None if picture is None else version_of(archive, self.id, picture).id
            archive.heads.go_to(self.id, place)
        return self.current

    def branch(self, name: str, picture: int | None = None) -> Branch:
        """Begin a branch at a picture, the current one for None, and go there."""
        with self._changing() as archive:
            at = version_of(archive, self.id, picture).id
            made = archive.heads.branch(self.id, name, at=at)
            return Branch(name=made.branch, version=made.head)

    def switch(self, name: str) -> int | None:
        """Go to the end of a branch and on from there."""
        with self._changing(lasting=False) as archive:
            archive.heads.switch(self.id, name)
        return self.current

    def name(self, name: str, picture: int | None = None) -> Mark:
        """Give a picture a name."""
        with self._changing() as archive:
            return archive.marks.name(self.id, version_of(archive, self.id, picture).id, name)

    def star(self, picture: int | None = None, *, starred: bool = True) -> Mark:
        """Give a picture a star, or take it away."""
        with self._changing() as archive:
            version = version_of(archive, self.id, picture)
            return archive.marks.star(self.id, version.id, starred=starred)

    def keep(self, promise: str) -> LedgerEntry:
        """Promise something about all later pictures, such as "the cup stays blue"."""
        read = promises.read(promise)
        with self._changing() as archive:
            head = archive.sessions.get(self.id).head
            return archive.ledger.add(self.id, read.text, since=head)

    def lock(self, phrase: str) -> LedgerEntry:
        """Promise that an object of the current picture stays where it is.

        Raises:
            BadInput: The picture has no plan, or no such object.
        """
        scene = self.scene()
        if scene is None:
            raise BadInput("The current picture has no plan, so nothing in it can be locked.")
        return self.keep(promises.lock(scene.elements[pointing.pointed(scene, phrase)]))

    def release(self, entry: int) -> LedgerEntry:
        """Let go of a promise by its number."""
        with self._changing() as archive:
            return archive.ledger.release(self.id, entry)

    def export(self, form: ExportForm) -> Path:
        """Write the current picture, all of them on a sheet, or the session; return the file."""
        with self._office.archive() as archive:
            return exports.export(archive, self.id, form)

    def rename(self, title: str) -> Session:
        """Give the session another title."""
        with self._changing() as archive:
            return archive.sessions.rename(self.id, title)

    def _begun(self, message: str, **about: Any) -> Turn:
        number = self._office.begin(self.id, message, expected=self._expected, **about)
        return self.turn(number)

    @contextmanager
    def _changing(self, *, lasting: bool = True) -> Iterator[Archive]:
        """Open the memory for one change, refusing if the session has moved.

        Args:
            lasting: Whether the change must outlive a power cut; where the head is need not.

        Raises:
            SessionMoved: It was changed since the caller looked.
        """
        with self._office.archive() as archive, archive.writing(lasting=lasting):
            archive.sessions.row(self.id, expected=self._expected)
            yield archive


def _taken_in(picture: Image.Image | bytes | Path, name: str) -> intake.Picture:
    if isinstance(picture, Path):
        return intake.open_picture(picture)
    if isinstance(picture, bytes):
        return intake.decode(picture, name=name)
    return intake.Picture(picture.convert("RGB"))
