"""What is promised in a session, as it reads in one of its pictures."""

from agent.pictures import frame_of
from memory.archive import Archive
from memory.values import Version
from tools import promises
from tools.promises import Promise


def holding(archive: Archive, session: str, version: Version | None) -> list[Promise]:
    """Return the promises that hold as they read in a picture; None is one that is drawn anew."""
    return list(by_entry(archive, session, version).values())


def by_entry(archive: Archive, session: str, version: Version | None) -> dict[int, Promise]:
    """Return the same by the number of each promise, oldest first."""
    found = {}
    for entry in archive.ledger.holding(session):
        promise = promises.read(entry.promise)
        if version is not None and entry.since is not None:
            made = archive.versions.get(session, entry.since)
            promise = promises.carried(promise, frame_of(made), frame_of(version))
        found[entry.id] = promise
    return found
