"""Archives kept open: what looks into the memory often need not open it anew each time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memory.archive import Archive


class Archives:
    """Open archives of one folder, each lent to one borrower at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._resting: list[Archive] = []
        self._closed = False
        self._guard = threading.Lock()

    @contextmanager
    def lend(self) -> Iterator[Archive]:
        """Lend an archive for a block, which may hand it to another thread and wait for that.

        Raises:
            ArchiveError: It cannot be opened; see `Archive.open`.
        """
        archive = self._awake() or Archive.open(self.folder, any_thread=True)
        try:
            yield archive
        except BaseException:
            archive.close()
            raise
        with self._guard:
            if not self._closed:
                self._resting.append(archive)
                return
        archive.close()

    def close(self) -> None:
        """Close all that rest; what is lent is closed when it comes back."""
        with self._guard:
            self._closed = True
            resting, self._resting = self._resting, []
        for archive in resting:
            archive.close()

    def _awake(self) -> Archive | None:
        """Return an archive that rested; None if there is none, or its file is no longer there."""
        with self._guard:
            archive = self._resting.pop() if self._resting else None
        if archive is None:
            return None
        try:
            if archive.is_there():
                archive.look_around()
                return archive
        except BaseException:
            archive.close()
            raise
        archive.close()
        return None
