"""Turns outlive their process, are never started twice, and stop when told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from got_models.errors import JobNotFound
from memory.archive import Archive
from memory.presence import Presence


def test_the_turn_of_a_killed_process_becomes_interrupted_and_stays_so(
    archive: Archive, folder: Path, session: str
) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from memory.archive import Archive\n"
        "archive = Archive.open(pathlib.Path(sys.argv[1]))\n"
        "job = archive.jobs.submit(sys.argv[2], 'a kite')\n"
        "archive.jobs.start(job.id)\n"
        "print(job.id, flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), session],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    job = int(process.stdout.readline())
    assert archive.jobs.interrupt_orphans() == 0
    assert archive.jobs.get(job).state == "running"

    process.kill()
    process.communicate()

    with Archive.open(folder) as again:
        found = again.jobs.get(job)
        assert (found.state, again.jobs.claim()) == ("interrupted", None)
        assert found.ended is not None
        assert "ended" in found.error


def test_a_turn_in_this_process_is_not_taken_for_an_orphan(
    archive: Archive, folder: Path, session: str
) -> None:
    job = archive.jobs.submit(session, "a kite")
    archive.jobs.start(job.id)

    with Archive.open(folder) as other:
        assert other.jobs.get(job.id).state == "running"


def test_turns_are_claimed_in_order_and_once(archive: Archive, session: str) -> None:
    jobs = [archive.jobs.submit(session, f"number {n}") for n in range(2)]

    claimed = [archive.jobs.claim() for _ in range(3)]

    assert [one and one.id for one in claimed] == [jobs[0].id, jobs[1].id, None]
    assert not archive.jobs.start(jobs[0].id)


def test_asking_again_with_the_same_key_starts_nothing_new(archive: Archive, session: str) -> None:
    first = archive.jobs.submit(session, "a kite", key="k1")
    other = archive.sessions.create().id

    assert archive.jobs.submit(session, "a kite", key="k1") == first
    assert archive.jobs.submit(session, "a kite", key="k2") != first
    assert archive.jobs.submit(session, "a kite") != archive.jobs.submit(session, "a kite")
    assert archive.jobs.submit(other, "a kite", key="k1").id != first.id


def test_a_cancelled_turn_cannot_be_finished(archive: Archive, session: str) -> None:
    job = archive.jobs.submit(session, "a kite").id
    archive.jobs.start(job)

    assert archive.jobs.cancel(job)

    assert not archive.jobs.finish(job)
    assert not archive.jobs.fail(job, "too late")
    assert not archive.jobs.cancel(job)
    assert archive.jobs.get(job).state == "cancelled"
    assert archive.jobs.open() == []


def test_a_turn_that_waits_for_the_user_goes_on(archive: Archive, session: str) -> None:
    job = archive.jobs.submit(session, "a kite").id
    archive.jobs.start(job)

    assert archive.jobs.wait(job)
    assert [one.id for one in archive.jobs.open(session)] == [job]
    assert archive.jobs.get(job).ended is None

    assert archive.jobs.start(job)
    assert archive.jobs.fail(job, "no memory left \ud800")
    assert archive.jobs.get(job).error == "no memory left \N{REPLACEMENT CHARACTER}"
    assert [one.state for one in archive.jobs.newest(session)] == ["failed"]


def test_a_turn_nobody_asked_for_is_not_found(archive: Archive) -> None:
    with pytest.raises(JobNotFound, match="turn 7"):
        archive.jobs.finish(7)


def test_the_mark_of_a_process_is_swept_once_it_has_ended(tmp_path: Path) -> None:
    mine, other = Presence(tmp_path), Presence(tmp_path)
    assert mine.alive(other.token)
    dead = tmp_path / f"{'f' * 32}.lock"
    dead.touch()
    assert mine.sweep() == 0

    for mark in tmp_path.iterdir():
        os.utime(mark, (0, 0))

    assert mine.sweep() == 1
    assert not dead.exists()
    other.release()
    assert not mine.alive(other.token)
    assert os.listdir(tmp_path) == [f"{mine.token}.lock"]
    mine.release()
