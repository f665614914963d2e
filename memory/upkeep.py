"""Keeping an archive sound: check it, back it up, make it smaller, collect what nobody needs."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from got_models.errors import DamagedDatabase, MemoryRefusal, PictureNotFound
from got_models.value import Value
from memory import schema
from memory.archive import Archive, Home
from memory.database import Base, translated
from memory.gallery import Gallery
from memory.values import Collected

GRACE_S = 24 * 3600.0
"""How long a picture that nothing refers to is left alone unless told otherwise."""

_LOOSE_ENDS = {
    "a redo pointer leads out of its session": """
        select 1 from versions v where v.forward is not null and not exists (select 1
            from versions c where c.id = v.forward and c.parent = v.id and c.session = v.session)
        union all select 1 from sessions s where s.forward is not null and not exists (select 1
            from versions c where c.id = s.forward and c.parent is null and c.session = s.id)""",
    "a head or branch points into another session": """
        select 1 from sessions s join versions v on v.id = s.head where v.session != s.id
        union all select 1 from branches b join versions v on v.id = b.version
            where v.session != b.session""",
    "a version's parent is in another session": """
        select 1 from versions v join versions p on p.id = v.parent where p.session != v.session""",
    "a chain goes on from one that is not there": """
        select 1 from chains c where c.previous is not null and not exists (select 1
            from chains p where p.id = c.previous and p.session = c.session)""",
}


class Health(Value):
    """What a check found."""

    problems: tuple[str, ...]
    sessions: int
    versions: int
    messages: int
    pictures: int
    database_bytes: int
    pictures_bytes: int


def check(folder: Path) -> Health:
    """Look at every page of the database and every byte of every picture; change nothing.

    Raises:
        MemoryRefusal: There is no archive in the folder.
        DamagedDatabase: Too little of it can be read.
    """
    home, base = _existing(folder)
    try:
        problems = [*_database_problems(base), *_picture_problems(base, Gallery(home.pictures))]
        counts = {
            table: (base.fetch_one(f"select count(*) as n from {table}") or {"n": 0})["n"]
            for table in ("sessions", "versions", "messages", "pictures")
        }
        held = base.fetch_one("select coalesce(sum(bytes), 0) as n from pictures") or {"n": 0}
    finally:
        base.close()
    return Health(
        problems=tuple(problems),
        database_bytes=_size(home.database),
        pictures_bytes=held["n"],
        **counts,
    )


def backup(folder: Path, target: Path) -> int:
    """Copy an archive that may be in use into another folder; return how many pictures were new.

    The copy is itself an archive. Pictures that are there already are not copied again.

    Raises:
        MemoryRefusal: There is no archive in the folder.
        PictureNotFound: A picture of the archive is gone or damaged; the database is copied.
        CannotWrite: The target cannot be written.
    """
    home, base = _existing(folder)
    base.close()
    copy = Home(target)
    if copy.database.resolve() == home.database.resolve():
        raise MemoryRefusal(f"{str(target)!r} is the memory itself; name another folder")
    schema.copy_database(home.database, copy.database)
    copied = Base(copy.database)
    try:
        digests = [row["digest"] for row in copied.fetch("select digest from pictures")]
    finally:
        copied.close()
    here, there = Gallery(home.pictures), Gallery(copy.pictures)
    missing = [digest for digest in digests if not there.has(digest)]
    for digest in missing:
        there.put(here.get(digest))
    return len(missing)


def vacuum(folder: Path) -> int:
    """Rewrite the database without gaps, and its search index in one piece; return bytes saved.

    Raises:
        ArchiveBusy: Somebody is writing.
    """
    home, base = _existing(folder)
    try:
        before = _size(home.database)
        with translated(home.database):
            for index in _search_indexes(base):
                base.execute(f"insert into {index} ({index}) values ('optimize')")
            base.vacuum()
            base.execute("pragma wal_checkpoint(truncate)").fetchall()
        return max(before - _size(home.database), 0)
    finally:
        base.close()


def collect(folder: Path, *, grace_s: float = GRACE_S, pretend: bool = False) -> Collected:
    """Remove the pictures nothing refers to, and what crashes left unfinished.

    Args:
        folder: The archive.
        grace_s: Leave alone what was put there within this time; its turn may not be over.
        pretend: Only say what would be removed.
    """
    _existing(folder)[1].close()
    with Archive.open(folder) as archive:
        if not pretend:
            archive.presence.sweep()
        return archive.pictures.collect(grace_s, pretend=pretend)


def _existing(folder: Path) -> tuple[Home, Base]:
    home = Home(folder)
    if not home.database.is_file():
        raise MemoryRefusal(f"there is no memory in {str(folder)!r}; name its folder with --memory")
    base = Base(home.database)
    try:
        schema.refuse_newer(base)
    except BaseException:
        base.close()
        raise
    return home, base


def _size(database: Path) -> int:
    """Return the bytes of a database with its log."""
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())


def _database_problems(base: Base) -> Iterator[str]:
    for row in base.fetch("pragma integrity_check(20)"):
        if row["integrity_check"] != "ok":
            yield f"database: {row['integrity_check']}"
    broken = Counter(
        f"{row['table']} refers to a missing row of {row['parent']}"
        for row in base.fetch("pragma foreign_key_check")
    )
    for says, question in _LOOSE_ENDS.items():
        broken[says] += len(base.fetch(question))
    yield from (f"database: {says} ({count} times)" for says, count in broken.items() if count)
    for index in _search_indexes(base):
        if not _is_sound(base, index):
            yield f"search: {index} does not match what it indexes"


def _search_indexes(base: Base) -> list[str]:
    return [name for name in ("messages_fts", "chains_fts") if base.table(name).exists()]


def _is_sound(base: Base, index: str) -> bool:
    try:
        with base.writing():
            base.change(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
    except DamagedDatabase:
        return False
    return True


def _picture_problems(base: Base, gallery: Gallery) -> Iterator[str]:
    for row in base.fetch("select digest from pictures order by digest"):
        try:
            gallery.get(row["digest"])
        except PictureNotFound:
            state = "damaged" if gallery.has(row["digest"]) else "missing"
            yield f"picture: {gallery.path(row['digest'])} is {state}"
