"""`got db` looks after a memory, and answers mistakes with a sentence."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memory.archive import Archive
from memory.presence import leave

Got = Callable[..., tuple[int, str, str]]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "memory"
    with Archive.open(folder) as archive:
        archive.sessions.create("a red apple")
    yield folder
    leave(folder / "processes")


def test_a_sound_memory_is_said_to_be_sound(got: Got, memory: Path) -> None:
    code, out, _ = got("db", "check", "--memory", str(memory))

    assert (code, out.splitlines()[-1]) == (0, "All sound.")
    assert "sessions  1" in out


def test_damage_is_listed_and_shows_in_the_exit_code(got: Got, memory: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1" + b"\0\0\0\0IEND\xaeB`\x82"
    with Archive.open(memory) as archive:
        archive.gallery.path(archive.pictures.keep(png).digest).unlink()

    code, out, _ = got("db", "check", "--memory", str(memory), "--json")

    assert code == 3
    assert len(json.loads(out)["problems"]) == 1


def test_backup_vacuum_and_collection_say_what_they_did(got: Got, memory: Path) -> None:
    copy = str(memory.parent / "copy")

    assert got("db", "backup", copy, "--memory", str(memory)) == (
        0,
        f"{copy} (0 new pictures)\n",
        "",
    )
    assert got("db", "check", "--memory", copy)[0] == 0
    assert json.loads(got("db", "vacuum", "--memory", str(memory), "--json")[1])["bytes_saved"] >= 0
    code, out, _ = got("db", "gc", "--dry-run", "--memory", str(memory))
    assert (code, out) == (0, "0 pictures would be deleted, 0.0 MB\n")
    leave(memory.parent / "copy" / "processes")


@pytest.mark.parametrize(
    "words",
    [
        ("db",),
        ("db", "dance"),
        ("db", "check", "--memory", "nowhere"),
        ("db", "backup", "somewhere", "--memory", "nowhere"),
        ("db", "gc", "--grace-hours", "-1"),
    ],
)
def test_mistakes_are_one_sentence(got: Got, words: tuple[str, ...]) -> None:
    code, out, err = got(*words)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("got: ")
