"""A turn is stored whole, comes back as it was, and failures leave what was there."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from got_models.errors import (
    ArchiveBusy,
    BadPicture,
    CannotWrite,
    ChainNotFound,
    DamagedDatabase,
    MemoryRefusal,
    PictureNotFound,
    SessionNotFound,
    VersionNotFound,
)
from got_models.thought import Box, Chain, Element
from memory import database, upkeep
from memory.archive import Archive
from memory.values import Check, Critique, Event, Making

Make = Callable[..., Making]


def test_a_turn_comes_back_as_it_was(
    archive: Archive, session: str, making: Make, chain: Chain
) -> None:
    job = archive.jobs.submit(session, "a red apple")
    archive.jobs.start(job.id)
    shown = archive.chains.show(session, chain, job=job.id)
    critique = Critique(checks=(Check(name="apple present", passed=True, evidence="0.97"),))
    with archive.writing():
        version = archive.versions.add(
            session,
            making(1, chain=shown.id, seed=7, model="got-tiny", parameters={"steps": 50}),
            job=job.id,
        )
        archive.critiques.add(version.id, critique)
        archive.jobs.finish(job.id)

    found = archive.versions.head(session)

    assert found == version.model_copy(update={"critique": critique})
    assert (found.seed, found.model, found.parameters) == (7, "got-tiny", {"steps": 50})
    assert archive.chains.get(session, shown.id).chain == chain
    assert archive.jobs.get(job.id).state == "finished"
    assert archive.pictures.png(found.picture.digest)


def test_a_turn_is_stored_whole_or_not_at_all(archive: Archive, session: str, making: Make) -> None:
    made = making(1)

    def half_a_turn() -> None:
        with archive.writing():
            archive.messages.add(session, "user", "a red apple")
            archive.versions.add(session, made)
            raise RuntimeError("somebody stumbled")

    with pytest.raises(RuntimeError):
        half_a_turn()

    assert archive.versions.all(session) == []
    assert archive.messages.newest(session) == []
    assert archive.sessions.get(session).revision == 0


def test_a_chain_is_stored_with_what_it_changed_of_the_one_before(
    archive: Archive, session: str, chain: Chain
) -> None:
    first = archive.chains.show(session, chain)
    apple = chain.elements[0].model_copy(update={"box": Box(x0=500, y0=200, x1=800, y1=600)})
    moved = Chain(parts=tuple(apple if isinstance(p, Element) else p for p in chain.parts))

    second = archive.chains.show(session, moved, by="user", previous=first.id)

    assert first.changes == ()
    assert len(second.changes) == 1
    assert "red apple" in second.changes[0]
    assert [one.chain for one in archive.chains.all(session)] == [chain, moved]


@pytest.mark.parametrize(
    "parts",
    [
        ("words (not canonical) (1,2),(3,4)", "", "more"),
        (Element(phrase="", box=Box(x0=0, y0=0, x1=1, y1=1), colour="red", notation="bare"),),
        (Element(phrase="été", box=Box(x0=0, y0=0, x1=9, y1=9), colour="lime", notation="obj"),),
        (),
    ],
)
def test_every_chain_comes_back_part_by_part(
    archive: Archive, session: str, parts: tuple[str | Element, ...]
) -> None:
    chain = Chain(task="edit", parts=parts)

    shown = archive.chains.show(session, chain)

    assert archive.chains.get(session, shown.id).chain == chain


def test_another_session_s_things_are_not_found(
    archive: Archive, session: str, making: Make, chain: Chain
) -> None:
    version = archive.versions.add(session, making(1))
    shown = archive.chains.show(session, chain)
    other = archive.sessions.create().id

    with pytest.raises(VersionNotFound):
        archive.versions.get(other, version.id)
    with pytest.raises(VersionNotFound):
        archive.versions.add(other, making(2), parent=version.id)
    with pytest.raises(VersionNotFound):
        archive.heads.go_to(other, version.id)
    with pytest.raises(ChainNotFound):
        archive.chains.show(other, chain, previous=shown.id)


def test_numbers_and_names_that_were_never_given_out_are_not_found(
    archive: Archive, session: str
) -> None:
    with pytest.raises(SessionNotFound, match="nobody"):
        archive.sessions.get("nobody")
    with pytest.raises(SessionNotFound):
        archive.messages.add("nobody", "user", "hello")
    with pytest.raises(VersionNotFound):
        archive.versions.get(session, 10**30)
    for digest in ("0" * 64, "../../etc/passwd", "", "A" * 64):
        with pytest.raises(PictureNotFound):
            archive.pictures.png(digest)


def test_a_version_needs_a_picture_that_is_kept(archive: Archive, session: str) -> None:
    making = Making.model_validate(
        {"operation": "generate", "picture": {"digest": "0" * 64, "width": 1, "height": 1}}
    )

    with pytest.raises(MemoryRefusal):
        archive.versions.add(session, making)

    assert archive.versions.all(session) == []


def test_what_was_said_is_read_page_by_page(archive: Archive, session: str) -> None:
    said = [archive.messages.add(session, "user", f"wish {n} \ud800\0") for n in range(5)]

    last = archive.messages.newest(session, 2)
    before = archive.messages.newest(session, 2, before=last[0].id)

    assert [one.id for one in before + last] == [one.id for one in said[1:]]
    assert last[-1].text == "wish 4 \N{REPLACEMENT CHARACTER}\0"


def test_sessions_are_listed_by_their_last_change(
    archive: Archive, session: str, making: Make
) -> None:
    others = [archive.sessions.create(f"number {n}").id for n in range(3)]
    archive.versions.add(session, making(1))

    first = archive.sessions.newest(2)
    rest = archive.sessions.newest(2, before=first[-1])

    assert [one.id for one in first + rest] == [session, *reversed(others)]


def test_deleting_a_session_takes_all_of_it_and_nothing_else(
    archive: Archive, folder: Path, session: str, making: Make, chain: Chain
) -> None:
    other = archive.sessions.create("stays").id
    for place in (session, other):
        job = archive.jobs.submit(place, "a kite")
        shown = archive.chains.show(place, chain, job=job.id)
        archive.chains.show(place, chain, previous=shown.id)
        version = archive.versions.add(place, making(1, chain=shown.id), job=job.id)
        archive.versions.add(place, making(2))
        archive.messages.add(place, "user", "a kite", job=job.id, version=version.id)
        archive.critiques.add(version.id, Critique(checks=()))
        archive.attempts.add(job.id, version.picture, chain=shown.id)
        archive.ledger.add(place, "the kite stays red", since=version.id)
        archive.events.add(job.id, [Event(step="plan", status="done")])
        archive.heads.undo(place)

    archive.sessions.delete(session)

    assert [one.id for one in archive.sessions.newest()] == [other]
    assert len(archive.versions.all(other)) == 2
    assert {hit.session for hit in archive.recall.find("kite")} == {other}
    assert upkeep.check(folder).problems == ()
    with pytest.raises(SessionNotFound):
        archive.jobs.submit(session, "again")


def test_candidates_promises_steps_and_verdicts_are_kept_in_order(
    archive: Archive, session: str, making: Make
) -> None:
    job = archive.jobs.submit(session, "a kite")
    first, second = (
        archive.attempts.add(job.id, making(n).picture, seed=n, score=n / 4) for n in (1, 2)
    )
    archive.attempts.choose(job.id, second.id)
    version = archive.versions.add(session, making(2), job=job.id)
    verdicts = [Critique(checks=(Check(name="kite", passed=passed),)) for passed in (False, True)]
    for verdict in verdicts:
        archive.critiques.add(version.id, verdict)
    promise = archive.ledger.add(session, "the kite stays red", since=version.id)
    steps = [Event(step=step, status="done", outputs={"n": 1}) for step in ("plan", "render")]
    archive.events.add(job.id, steps)

    assert [one.chosen for one in archive.attempts.all(job.id)] == [False, True]
    assert archive.attempts.all(job.id)[0].id == first.id
    assert archive.critiques.all(version.id) == verdicts
    assert archive.versions.get(session, version.id).critique == verdicts[1]
    assert archive.ledger.holding(session) == [promise]
    assert archive.ledger.release(session, promise.id).released is not None
    assert archive.ledger.holding(session) == []
    assert archive.events.all(job.id) == steps


def test_only_whole_pngs_are_kept_and_each_only_once(
    archive: Archive, png: Callable[[int], bytes]
) -> None:
    for broken in (b"", b"GIF89a", png(1)[:-3], png(1)[:20]):
        with pytest.raises(BadPicture):
            archive.pictures.keep(broken)

    first, second = archive.pictures.keep(png(1)), archive.pictures.keep(png(1))

    assert first == second
    assert (first.width, first.height) == (1, 1)
    assert list(archive.gallery.digests()) == [first.digest]


def test_a_picture_whose_bytes_changed_is_not_handed_out(
    archive: Archive, png: Callable[[int], bytes]
) -> None:
    ref = archive.pictures.keep(png(1))
    archive.gallery.path(ref.digest).write_bytes(png(2))

    with pytest.raises(PictureNotFound, match="damaged"):
        archive.pictures.png(ref.digest)


def test_a_file_that_is_no_archive_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir()
    place = folder / "archive.db"
    place.write_bytes(b"some notes of somebody else, long enough to be read as a header " * 40)
    before = place.read_bytes()

    with pytest.raises(DamagedDatabase, match=r"archive\.db"):
        Archive.open(folder)

    assert place.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir()
    connection = sqlite3.connect(folder / "archive.db")
    connection.execute("create table recipes (id integer)")
    connection.close()

    with pytest.raises(DamagedDatabase):
        Archive.open(folder)

    connection = sqlite3.connect(folder / "archive.db")
    tables = connection.execute("select name from sqlite_master").fetchall()
    connection.close()
    assert tables == [("recipes",)]


def test_a_locked_archive_says_so_after_waiting(
    archive: Archive, folder: Path, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    with Archive.open(folder) as other, archive.writing():
        archive.messages.add(session, "user", "mine")
        with pytest.raises(ArchiveBusy, match="locked"):
            other.messages.add(session, "user", "yours")

    assert [one.text for one in archive.messages.newest(session)] == ["mine"]


def test_threads_that_open_the_archive_themselves_lose_nothing(
    archive: Archive, folder: Path, session: str
) -> None:
    def work(name: str) -> None:
        with Archive.open(folder) as mine:
            for number in range(20):
                mine.messages.add(session, "user", f"{name} {number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(archive.messages.newest(session, 1000)) == 80


def test_two_processes_that_write_at_once_lose_nothing(
    archive: Archive, folder: Path, session: str, png: Callable[[int], bytes]
) -> None:
    code = (
        "import sys, pathlib\n"
        "from memory.archive import Archive\n"
        "from memory.values import Making\n"
        "png = sys.stdin.buffer.read()\n"
        "for number in range(15):\n"
        "    with Archive.open(pathlib.Path(sys.argv[1])) as archive:\n"
        "        made = Making(operation='generate', picture=archive.pictures.keep(png))\n"
        "        archive.versions.add(sys.argv[2], made)\n"
    )
    words = [sys.executable, "-c", code, str(folder), session]

    writers = [subprocess.Popen(words, stdin=subprocess.PIPE) for _ in range(2)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(png(1))
        writer.stdin.close()

    assert [writer.wait(100) for writer in writers] == [0, 0]
    versions = archive.versions.all(session)
    assert len(versions) == 30
    assert [one.id for one in archive.versions.line(session)] == [v.id for v in versions][::-1]
    assert archive.sessions.get(session).revision == 30
    assert upkeep.check(folder).problems == ()


def test_a_full_disk_is_one_sentence_and_spoils_nothing(
    folder: Path, png: Callable[[int], bytes]
) -> None:
    code = (
        "import sys, pathlib, resource\n"
        "from memory.archive import Archive\n"
        "from got_models.errors import CannotWrite\n"
        "png = sys.stdin.buffer.read()\n"
        "with Archive.open(pathlib.Path(sys.argv[1])) as archive:\n"
        "    session = archive.sessions.create('full').id\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "    try:\n"
        "        for number in range(10_000):\n"
        "            archive.messages.add(session, 'user', f'{number} ' + 'x' * 5000)\n"
        "    except CannotWrite as error:\n"
        "        print(session, number, sep='|')\n"
        "    try:\n"
        "        archive.gallery.put(png)\n"
        "    except CannotWrite as error:\n"
        "        print('refused')\n"
    )
    large = png(1)[:-12] + bytes(500_000) + png(1)[-12:]

    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], input=large, capture_output=True, check=True
    )

    (session, stored), (refused,) = (line.split("|") for line in done.stdout.decode().splitlines())
    assert refused == "refused"
    with Archive.open(folder) as archive:
        assert len(archive.messages.newest(session, 10_000)) == int(stored)
        archive.messages.add(session, "user", "after")
        assert list(archive.gallery.unfinished()) == []
    assert upkeep.check(folder).problems == ()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotWrite, match="file"):
        Archive.open(tmp_path / "file" / "memory")
