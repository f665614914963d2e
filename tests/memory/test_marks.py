"""Names, stars and numbers of versions, and turns that go on because somebody asked."""

from collections.abc import Callable

import pytest

from got_models.errors import MemoryRefusal, VersionNotFound
from memory.archive import Archive
from memory.values import Making

Make = Callable[..., Making]


def test_a_name_and_a_star_are_kept_side_by_side(
    archive: Archive, session: str, making: Make
) -> None:
    version = archive.versions.add(session, making())

    archive.marks.name(session, version.id, "  the  good one ")
    archive.marks.star(session, version.id)

    mark = archive.marks.of(version.id)
    assert (mark.name, mark.starred) == ("the good one", True)
    assert archive.marks.all(session) == [mark]
    assert not archive.marks.star(session, version.id, starred=False).starred


def test_a_version_of_another_session_takes_no_mark(
    archive: Archive, session: str, making: Make
) -> None:
    version = archive.versions.add(session, making())
    other = archive.sessions.create("other").id

    with pytest.raises(VersionNotFound):
        archive.marks.name(other, version.id, "stolen")
    with pytest.raises(MemoryRefusal, match="1 to 200"):
        archive.marks.name(session, version.id, "  ")


def test_pictures_are_numbered_in_each_session_from_one(
    archive: Archive, session: str, making: Make
) -> None:
    other = archive.sessions.create("other").id
    archive.versions.add(other, making(0))
    made = [archive.versions.add(session, making(number)) for number in (1, 2, 3)]

    assert [archive.versions.number(session, one.id) for one in made] == [1, 2, 3]
    assert [(one.number, one.parent_number) for one in made] == [(1, None), (2, 1), (3, 2)]
    assert archive.versions.numbered(session, 2) == made[1]
    assert archive.versions.newest(session, 2) == made[1:]
    assert archive.versions.count(session) == 3
    for number in (0, -1, 4):
        with pytest.raises(VersionNotFound):
            archive.versions.numbered(session, number)


def test_only_an_interrupted_turn_is_resumed(archive: Archive, session: str) -> None:
    job = archive.jobs.submit(session, "a cup").id

    assert not archive.jobs.resume(job)
    archive.jobs.start(job)
    assert not archive.jobs.resume(job)
