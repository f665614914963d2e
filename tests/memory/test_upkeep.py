"""Checks find damage, backups can be used in place of the original, no needed picture goes."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from got_models.errors import DamagedDatabase, MemoryRefusal, PictureNotFound
from got_models.thought import Chain
from memory import upkeep
from memory.archive import Archive
from memory.presence import leave
from memory.values import Making

Make = Callable[..., Making]


def test_a_backup_made_while_somebody_writes_can_be_used_in_its_place(
    archive: Archive, folder: Path, session: str, making: Make, chain: Chain, tmp_path: Path
) -> None:
    version = archive.versions.add(session, making(1))
    archive.chains.show(session, chain)
    target = tmp_path / "copies" / "one"
    with archive.writing():
        archive.messages.add(session, "user", "not said yet")
        assert upkeep.backup(folder, target) == 1

    with Archive.open(target) as copy:
        assert copy.versions.head(session) == version
        assert copy.pictures.png(version.picture.digest)
        assert copy.messages.newest(session) == []
        assert copy.recall.find("apple")
        copy.versions.add(session, Making(operation="edit", picture=version.picture))
    assert upkeep.check(target).problems == ()
    leave(target / "processes")


def test_a_second_backup_copies_only_what_is_new(
    archive: Archive, folder: Path, session: str, making: Make, tmp_path: Path
) -> None:
    archive.versions.add(session, making(1))
    upkeep.backup(folder, tmp_path / "copy")
    second = archive.versions.add(session, making(2))

    assert upkeep.backup(folder, tmp_path / "copy") == 1

    with Archive.open(tmp_path / "copy") as copy:
        assert copy.versions.head(session) == second
    leave(tmp_path / "copy" / "processes")


def test_an_archive_is_not_backed_up_over_itself(archive: Archive, folder: Path) -> None:
    with pytest.raises(MemoryRefusal, match="itself"):
        upkeep.backup(folder, folder)


def test_upkeep_of_nothing_is_refused(tmp_path: Path) -> None:
    for use in (upkeep.check, upkeep.collect, upkeep.vacuum):
        with pytest.raises(MemoryRefusal, match="no memory"):
            use(tmp_path)
    with pytest.raises(MemoryRefusal):
        upkeep.backup(tmp_path, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_check_names_pictures_that_are_missing_or_damaged(
    archive: Archive, folder: Path, session: str, making: Make, png: Callable[[int], bytes]
) -> None:
    digests = [archive.versions.add(session, making(n)).picture.digest for n in range(3)]
    archive.gallery.path(digests[0]).unlink()
    archive.gallery.path(digests[1]).write_bytes(png(9))

    health = upkeep.check(folder)

    assert len(health.problems) == 2
    assert any(digests[0] in one and "missing" in one for one in health.problems)
    assert any(digests[1] in one and "damaged" in one for one in health.problems)
    assert (health.sessions, health.versions, health.pictures) == (1, 3, 3)
    with pytest.raises(PictureNotFound):
        upkeep.backup(folder, folder.parent / "copy")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("update versions set forward = 99", "redo pointer"),
        ("update chains set previous = 99", "goes on from"),
        ("update versions set parent = 99", "missing row of versions"),
        ("update sessions set head = 99", "missing row of versions"),
        ("insert into chains_fts (chains_fts) values ('delete-all')", "chains_fts"),
    ],
)
def test_a_check_names_pointers_that_lead_nowhere(
    archive: Archive, folder: Path, session: str, making: Make, chain: Chain, damage: str, says: str
) -> None:
    archive.versions.add(session, making(1))
    archive.chains.show(session, chain)
    assert upkeep.check(folder).problems == ()

    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute(damage)

    assert any(says in problem for problem in upkeep.check(folder).problems)


def test_a_damaged_page_is_found(folder: Path) -> None:
    with Archive.open(folder) as archive:
        session = archive.sessions.create().id
        for number in range(300):
            archive.messages.add(session, "user", f"{number} " + "x" * 200)
    upkeep.vacuum(folder)
    leave(folder / "processes")
    place = folder / "archive.db"
    data = bytearray(place.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8000] = b"\xff" * 8000
    place.write_bytes(data)

    try:
        problems = upkeep.check(folder).problems
    except DamagedDatabase:
        return
    assert problems


def test_a_collection_takes_what_nothing_refers_to_and_nothing_else(
    archive: Archive, folder: Path, session: str, making: Make, png: Callable[[int], bytes]
) -> None:
    job = archive.jobs.submit(session, "a kite")
    kept = [
        archive.versions.add(session, making(1)).picture,
        archive.attempts.add(job.id, making(2).picture).picture,
        archive.pictures.keep(png(3)),
    ]
    archive.messages.add(session, "user", "like this", picture=kept[2].digest)
    loose, unknown = archive.pictures.keep(png(4)), archive.gallery.put(png(5))
    unfinished = archive.gallery.path(loose.digest).with_name(".abc.part")
    unfinished.write_bytes(b"half")

    pretended = upkeep.collect(folder, grace_s=0, pretend=True)
    assert archive.gallery.has(loose.digest)
    collected = upkeep.collect(folder, grace_s=0)

    assert collected == pretended
    assert (collected.pictures, collected.bytes) == (2, len(png(4)) + len(png(5)))
    assert sorted(archive.gallery.digests()) == sorted(ref.digest for ref in kept)
    assert not archive.gallery.has(unknown.digest)
    assert not unfinished.exists()
    assert upkeep.check(folder).problems == ()


def test_young_pictures_are_left_to_their_turn(
    archive: Archive, folder: Path, png: Callable[[int], bytes]
) -> None:
    young, old = archive.pictures.keep(png(1)), archive.pictures.keep(png(2))
    again = archive.pictures.keep(png(3))
    yesterday = time.time() - 90_000
    for ref in (old, again):
        os.utime(archive.gallery.path(ref.digest), (yesterday, yesterday))
    archive.pictures.keep(png(3))

    assert upkeep.collect(folder).pictures == 1

    assert archive.gallery.has(young.digest)
    assert archive.gallery.has(again.digest)
    assert not archive.gallery.has(old.digest)


def test_collecting_without_pause_never_takes_a_picture_in_use(
    archive: Archive, folder: Path, session: str, making: Make
) -> None:
    over = threading.Event()

    def collect() -> None:
        while not over.is_set():
            upkeep.collect(folder, grace_s=0)

    collector = threading.Thread(target=collect)
    collector.start()
    try:
        for number in range(30):
            with archive.writing():
                archive.versions.add(session, making(number % 7))
    finally:
        over.set()
        collector.join()

    assert upkeep.check(folder).problems == ()
    assert len(archive.versions.all(session)) == 30


def test_a_vacuum_saves_the_space_of_deleted_sessions(archive: Archive, folder: Path) -> None:
    session = archive.sessions.create().id
    with archive.writing():
        for number in range(500):
            archive.messages.add(session, "user", f"{number} " + "words " * 100)
    upkeep.vacuum(folder)
    archive.sessions.delete(session)

    assert upkeep.vacuum(folder) > 100_000
    assert upkeep.check(folder).problems == ()
