"""Archives that are kept open between looks."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from got_models.errors import NewerSchema, SessionNotFound
from memory.archive import Archive
from memory.archives import Archives
from memory.database import Base


@pytest.fixture
def archives(folder: Path) -> Iterator[Archives]:
    kept = Archives(folder)
    yield kept
    kept.close()


def test_what_was_given_back_is_lent_again_to_any_thread(archives: Archives) -> None:
    seen: list[Archive] = []

    def look() -> None:
        with archives.lend() as archive:
            archive.sessions.create("from a thread")
            seen.append(archive)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    look()

    assert seen[0] is seen[1]
    with archives.lend() as archive:
        assert len(archive.sessions.newest()) == 2


def test_two_borrowers_at_a_time_get_an_archive_each(archives: Archives) -> None:
    with archives.lend() as one, archives.lend() as other:
        session = one.sessions.create("seen by both").id

        assert one is not other
        assert other.sessions.get(session).title == "seen by both"


def test_an_archive_whose_borrower_failed_is_not_lent_again(archives: Archives) -> None:
    with pytest.raises(SessionNotFound), archives.lend() as first:
        first.sessions.get("nobody")

    with archives.lend() as second:
        assert second is not first


def test_a_memory_that_was_deleted_meanwhile_is_begun_anew(
    archives: Archives, folder: Path
) -> None:
    with archives.lend() as archive:
        archive.sessions.create("old")
    shutil.rmtree(folder)

    with archives.lend() as archive:
        assert archive.sessions.newest() == []
        archive.sessions.create("new")
    with Archive.open(folder) as anew:
        assert [one.title for one in anew.sessions.newest()] == ["new"]


def test_a_change_by_a_newer_got_is_noticed_by_an_archive_that_rested(
    archives: Archives,
) -> None:
    with archives.lend() as archive:
        place = archive.home.database
    with closing(Base(place)) as base, base.writing():
        base.store(
            "_sqlite_migrations", migration_set="archive", name="m099_dreams", applied_at="2030"
        )

    with pytest.raises(NewerSchema), archives.lend():
        pass


def test_what_comes_back_after_closing_is_closed(archives: Archives) -> None:
    with archives.lend() as archive:
        archives.close()
        session = archive.sessions.create("still works").id

    with archives.lend() as other:
        assert other is not archive
        assert other.sessions.get(session).title == "still works"
