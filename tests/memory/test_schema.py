"""Old archives are brought up to date after a backup; newer ones are left alone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from got_models.errors import NewerSchema
from memory import schema, upkeep
from memory.archive import Archive
from memory.database import Base
from memory.gallery import Gallery

FIRST_ROWS = """
    insert into pictures values ('{digest}', 1, 1, 69, 1.0);
    insert into sessions values ('s1', 'old times', 1, 1, 'main', 1, 1.0, 1.0);
    insert into jobs values (1, 's1', 'a red kite', null, 'running', 'gone', '', 1.0, 1.0, null);
    insert into chains values (1, 's1', 1, null, 'reasoner', 'generate',
        '["A ",["red kite",1,2,3,4,"red","marked"]]', 'A red kite', '[]', 1.0);
    insert into versions values (1, 's1', null, null, 1, 1, 'generate', '{digest}', 1, 7,
        'got-tiny', '', '{{}}', 2.5, null, 1.0);
    insert into branches values ('s1', 'main', 1);
    insert into messages values (1, 's1', 1, 'user', 'a red kite', 1, null, 1.0);
"""


def make_first(folder: Path, png: bytes) -> None:
    """Make an archive as the first release of its tables left it, with a row in each."""
    (folder / "pictures").mkdir(parents=True)
    with closing(Database(folder / "archive.db")) as db:
        schema.migrations.apply(db, stop_before="m002_judgements")
        digest = Gallery(folder / "pictures").put(png).digest
        db.executescript(FIRST_ROWS.format(digest=digest))


def tables(place: Path) -> set[str]:
    with closing(sqlite3.connect(place)) as connection:
        return {name for (name,) in connection.execute("select name from sqlite_master")}


def test_rows_of_the_first_tables_are_all_there_after_the_change(
    folder: Path, png: Callable[[int], bytes]
) -> None:
    make_first(folder, png(1))

    with Archive.open(folder) as archive:
        version = archive.versions.head("s1")
        assert version is not None
        assert (version.seed, version.critique) == (7, None)
        assert archive.pictures.png(version.picture.digest) == png(1)
        assert archive.chains.get("s1", 1).chain.elements[0].phrase == "red kite"
        assert {hit.kind for hit in archive.recall.find("kites")} == {"message", "chain"}
        assert archive.jobs.get(1).state == "interrupted"
        assert archive.heads.undo("s1").head is None
    assert upkeep.check(folder).problems == ()


def test_the_file_is_backed_up_as_it_was_before_the_change(
    folder: Path, png: Callable[[int], bytes]
) -> None:
    make_first(folder, png(1))

    for _ in range(2):
        Archive.open(folder).close()

    (copy,) = (folder / "backups").iterdir()
    assert "m001" in copy.name
    assert "critiques" not in tables(copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select text from messages").fetchall() == [("a red kite",)]


def test_a_change_that_fails_changes_nothing(
    folder: Path, png: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_first(folder, png(1))
    before = tables(folder / "archive.db")

    def fails(db: Database) -> None:
        db.execute("create table half_done (id integer)")
        raise RuntimeError("no")

    failing = schema.migrations._Migration("m002_judgements", fails)
    first = schema.migrations._migrations[0]
    monkeypatch.setattr(schema.migrations, "_migrations", [first, failing])

    with pytest.raises(RuntimeError):
        Archive.open(folder)

    assert tables(folder / "archive.db") == before


def test_an_archive_of_a_newer_got_is_refused_and_left_alone(folder: Path) -> None:
    Archive.open(folder).close()
    place = folder / "archive.db"
    with closing(Base(place)) as base, base.writing():
        base.store(
            "_sqlite_migrations", migration_set="archive", name="m099_dreams", applied_at="2030"
        )
    before = place.read_bytes()

    for use in (Archive.open, upkeep.check, upkeep.collect, upkeep.vacuum):
        with pytest.raises(NewerSchema, match="m099_dreams"):
            use(folder)

    assert place.read_bytes() == before
    assert not (folder / "backups").exists()


def test_the_changes_are_numbered_without_gaps() -> None:
    names = [change.name for change in schema.migrations._migrations]

    assert [name[:5] for name in names] == [f"m{n:03}_" for n in range(1, len(names) + 1)]
