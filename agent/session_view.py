"""What can be seen of a session: pictures, versions, messages, turns; nothing is changed."""

from PIL import Image

from agent import ledger
from agent.office import Office
from agent.pictures import image_of, scene_of, version_of
from agent.turn import Turn
from got_models.thought import Chain
from memory.tree import Tree
from memory.values import Branch, LedgerEntry, Mark, Message, Session, Version
from tools.promises import Promise


class SessionView:
    """One session, to look at."""

    def __init__(self, office: Office, session: str, *, expected: int | None = None) -> None:
        self._office, self._expected = office, expected
        self.id = session

    @property
    def about(self) -> Session:
        """The session as the memory has it: title, head, branch, revision, times."""
        with self._office.archive() as archive:
            return archive.sessions.get(self.id)

    @property
    def current(self) -> int | None:
        """The number of the picture the session is at; None at the beginning."""
        with self._office.archive() as archive:
            head = archive.sessions.get(self.id).head
            return None if head is None else archive.versions.number(self.id, head)

    @property
    def waiting(self) -> Turn | None:
        """The turn that waits for an answer about its plan."""
        with self._office.archive() as archive:
            jobs = [job for job in archive.jobs.open(self.id) if job.state == "waiting"]
        return self.turn(jobs[-1].id) if jobs else None

    @property
    def promises(self) -> tuple[LedgerEntry, ...]:
        """The promises that hold, oldest first."""
        with self._office.archive() as archive:
            return tuple(archive.ledger.holding(self.id))

    def promises_in(self, number: int | None = None) -> dict[int, Promise]:
        """Return the promises that hold as they read in a picture, by their numbers."""
        with self._office.archive() as archive:
            return ledger.by_entry(archive, self.id, version_of(archive, self.id, number))

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All branches by name."""
        with self._office.archive() as archive:
            return tuple(archive.heads.branches(self.id))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The names and stars of versions."""
        with self._office.archive() as archive:
            return tuple(archive.marks.all(self.id))

    def picture(self, number: int | None = None) -> Image.Image:
        """Return a picture, RGB; the current one for None."""
        with self._office.archive() as archive:
            version = version_of(archive, self.id, number)
            return image_of(archive, version.picture.digest)

    def png(self, number: int | None = None) -> bytes:
        """Return a picture's file with the recipe in it."""
        with self._office.archive() as archive:
            return archive.pictures.png(version_of(archive, self.id, number).picture.digest)

    def version(self, number: int | None = None) -> Version:
        """Return what is stored about a picture."""
        with self._office.archive() as archive:
            return version_of(archive, self.id, number)

    def scene(self, number: int | None = None) -> Chain | None:
        """Return what is known to be in a picture, with boxes; None if nothing is."""
        with self._office.archive() as archive:
            return scene_of(archive, self.id, version_of(archive, self.id, number))

    def versions(self, *, after: int = 0, limit: int = -1) -> list[Version]:
        """Return the versions, oldest first; picture n of the session is the n-th of them."""
        with self._office.archive() as archive:
            return archive.versions.all(self.id, after=after, limit=limit)

    def tree(self) -> Tree:
        """Return how the versions came out of each other."""
        with self._office.archive() as archive:
            return archive.versions.tree(self.id)

    def messages(self, limit: int = 50, *, before: int | None = None) -> list[Message]:
        """Return what was said last, in order."""
        with self._office.archive() as archive:
            return archive.messages.newest(self.id, limit, before=before)

    def turns(self, limit: int = 50) -> list[Turn]:
        """Return the last turns, oldest first."""
        with self._office.archive() as archive:
            jobs = archive.jobs.newest(self.id, limit)
        return [self.turn(job.id) for job in reversed(jobs)]

    def turn(self, number: int) -> Turn:
        """Return a turn by its number, to hear its events again."""
        return Turn(self._office, self.id, number, expected=self._expected)
