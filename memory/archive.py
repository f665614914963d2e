"""The archive: one folder in which everything that is remembered lies, open for one turn."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from got_models.errors import CannotWrite
from memory import schema
from memory.chains import Chains
from memory.database import Base
from memory.durable import ensure_folder
from memory.gallery import Gallery
from memory.heads import Heads
from memory.jobs import Jobs
from memory.marks import Marks
from memory.messages import Messages
from memory.pictures import Pictures
from memory.presence import presence_in
from memory.recall import Recall
from memory.records import Attempts, Critiques, Events, Ledger
from memory.sessions import Sessions
from memory.versions import Versions


def default_folder() -> Path:
    """Return the folder that is used unless another is named."""
    return Path.home() / ".got-agent"


@dataclass(frozen=True)
class Home:
    """Where the parts of an archive lie."""

    folder: Path

    @property
    def database(self) -> Path:
        """All rows."""
        return self.folder / "archive.db"

    @property
    def pictures(self) -> Path:
        """All pictures, by content."""
        return self.folder / "pictures"

    @property
    def checkpoints(self) -> Path:
        """What unfinished turns need to go on."""
        return self.folder / "checkpoints.db"

    @property
    def processes(self) -> Path:
        """A lock for every process that has the archive open."""
        return self.folder / "processes"


class Archive(AbstractContextManager["Archive"]):
    """Everything remembered, through one repository per noun; nobody else speaks SQL.

    SQLite binds a connection to its thread, unless it is told that others take turns with it.
    """

    def __init__(self, base: Base, home: Home) -> None:
        self.home, self._base = home, base
        self.gallery = Gallery(home.pictures)
        self.presence = presence_in(home.processes)
        self.sessions = Sessions(base)
        self.heads = Heads(base, self.sessions)
        self.versions = Versions(base, self.sessions, self.heads)
        self.messages = Messages(base, self.sessions)
        self.chains = Chains(base, self.sessions)
        self.pictures = Pictures(base, self.gallery)
        self.jobs = Jobs(base, self.sessions, self.presence)
        self.critiques, self.attempts = Critiques(base), Attempts(base)
        self.ledger, self.events = Ledger(base, self.sessions), Events(base)
        self.marks, self.recall = Marks(base, self.versions), Recall(base)
        self._file = home.database.stat().st_ino

    @classmethod
    def open(cls, folder: Path, *, any_thread: bool = False) -> "Archive":
        """Open the archive in a folder, making it where there is none.

        The tables are brought up to date, and turns whose process has ended become interrupted.

        Args:
            folder: Where it lies.
            any_thread: Whether others than this thread may use it, one at a time.

        Raises:
            NewerSchema: It was written by a newer got; it is left as it is.
            DamagedDatabase: It is damaged, or no archive.
            CannotWrite: The folder cannot be written.
        """
        home = Home(folder)
        try:
            ensure_folder(folder)
        except OSError as cause:
            raise CannotWrite(f"cannot make {str(folder)!r}: {cause.strerror}") from cause
        base = Base(home.database, any_thread=any_thread)
        try:
            schema.ensure_current(base)
            base.prepare()
            archive = cls(base, home)
            archive.presence.anchor(home.database)
            archive.jobs.interrupt_orphans()
        except BaseException:
            base.close()
            raise
        return archive

    def look_around(self) -> None:
        """See to what other processes may have left meanwhile, as `open` does."""
        schema.ensure_current(self._base)
        self.jobs.interrupt_orphans()

    def is_there(self) -> bool:
        """Say whether the file that was opened still lies in its folder."""
        try:
            return self.home.database.stat().st_ino == self._file
        except OSError:
            return False

    def writing(self, *, lasting: bool = True) -> AbstractContextManager[None]:
        """Make everything stored in a block one change: all of it, or nothing.

        Args:
            lasting: Wait until the change would outlive a power cut.
        """
        return self._base.writing(lasting=lasting)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def __exit__(self, *_: object) -> None:
        """Close it at the end of a `with` block."""
        self.close()
