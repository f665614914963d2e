"""The assistant: sessions in a memory, and models that work on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from agent import project, settings
from agent.context import Staff
from agent.hiring import hire
from agent.office import Office
from agent.session import Conversation
from agent.settings import Settings
from agent.turn import Turn
from memory.archive import default_folder
from memory.recall import MARK_END, MARK_START
from memory.values import Hit, Session


class Assistant(AbstractContextManager["Assistant"]):
    """Everything a face needs: sessions, turns, search.

    It may be used from several threads. Models are loaded when the first turn needs them, and turns
    of all sessions share them.
    """

    def __init__(self, office: Office, held: Settings) -> None:
        self._office, self.settings = office, held

    @classmethod
    def open(
        cls,
        held: Settings | None = None,
        *,
        memory: Path | None = None,
        staff: Callable[[], Staff] | None = None,
    ) -> "Assistant":
        """Open the assistant; close it, or use it in a `with` block.

        Args:
            held: The settings; None for those of `agent.yaml`.
            memory: Folder of the memory; None for that of the settings.
            staff: Loads planner, models and critic; None for those of the settings.
        """
        chosen = held or settings.read()
        folder = memory or (Path(chosen.memory) if chosen.memory else default_folder())
        return cls(Office(folder, staff or (lambda: hire(chosen, folder))), chosen)

    @property
    def memory(self) -> Path:
        """The folder of the memory."""
        return self._office.folder

    def session(self, session: str | None = None) -> Conversation:
        """Return a session by its id, or for None begin one.

        Raises:
            SessionNotFound: There is none with that id.
        """
        with self._office.archive() as archive:
            found = archive.sessions.get(session) if session else archive.sessions.create()
        return Conversation(self._office, found.id)

    def sessions(self, limit: int = 50, *, before: Session | None = None) -> list[Session]:
        """Return the sessions that were changed last, newest first."""
        with self._office.archive() as archive:
            return archive.sessions.newest(limit, before=before)

    def delete(self, session: str) -> None:
        """Delete a session with all that is in it."""
        with self._office.archive() as archive:
            archive.sessions.delete(session)

    def turn(self, number: int) -> Turn:
        """Return a turn by its number, to hear its events again or to answer it."""
        with self._office.archive() as archive:
            return Turn(self._office, archive.jobs.get(number).session, number)

    def search(self, question: str, *, limit: int = 20) -> list[Hit]:
        """Return what was said and planned in any session, best first.

        Matches stand between `MARK_START` and `MARK_END` in the excerpts.
        """
        with self._office.archive() as archive:
            return archive.recall.find(question, limit=limit)

    def interrupted(self) -> list[Turn]:
        """Return the turns whose process ended, newest first; each can be resumed."""
        with self._office.archive() as archive:
            jobs = archive.jobs.interrupted()
        return [Turn(self._office, job.session, job.id) for job in jobs]

    def import_project(self, data: bytes) -> Conversation:
        """Make a session from the bytes of an exported project.

        Raises:
            BadInput: It is no exported project, or is damaged.
        """
        with self._office.archive() as archive:
            return Conversation(self._office, project.unpack(archive, data))

    def picture(self, digest: str) -> bytes:
        """Return the PNG of any kept picture, attempts included.

        Raises:
            PictureNotFound: No picture with that digest is kept.
        """
        with self._office.archive() as archive:
            return archive.pictures.png(digest)

    def warm(self) -> None:
        """Load the models now, rather than in the first turn."""
        _ = self._office.staff

    def close(self) -> None:
        """Wait for the turns under way and close."""
        self._office.close()

    def __exit__(self, *_: object) -> None:
        """Close it at the end of a `with` block."""
        self.close()


__all__ = ["MARK_END", "MARK_START", "Assistant"]
