"""The tables, as a list of numbered changes that is only ever added to."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from got_models.errors import CannotWrite, DamagedDatabase, NewerSchema
from memory.database import Base, translated
from memory.durable import ensure_folder, put_in_place

migrations = Migrations("archive")


def ensure_current(base: Base) -> None:
    """Bring the tables up to date; what is there is backed up beside the file first.

    Raises:
        NewerSchema: The file was written by a newer got; nothing was changed.
    """
    applied = _applied(base)
    if len(applied) == len(_known()):
        return
    base.prepare()
    with base.writing():
        # Another process may have done it between the look and the lock.
        applied = _applied(base)
        if applied and len(applied) < len(_known()):
            _back_up(base.place, applied[-1])
        migrations.apply(base)


def refuse_newer(base: Base) -> None:
    """Raise `NewerSchema` if changes were applied that this got does not know."""
    _applied(base)


def _applied(base: Base) -> list[str]:
    known = _known()
    with translated(base.place):
        applied = _recorded(base)
        if not applied and set(base.table_names()) - {migrations.migrations_table}:
            raise DamagedDatabase(f"{str(base.place)!r} is no database of got")
    if unknown := tuple(name for name in applied if name not in known):
        raise NewerSchema(str(base.place), unknown)
    return applied


def _recorded(base: Base) -> list[str]:
    """Return the changes in the order they were applied; asked at every opening of an archive."""
    table = migrations.migrations_table
    question = f"select name from {table} where migration_set = ? order by rowid"
    try:
        return [row["name"] for row in base.fetch(question, migrations.name)]
    except sqlite3.OperationalError:  # There is no such table yet.
        return []


def _known() -> list[str]:
    return [change.name for change in migrations._migrations]


def _back_up(place: Path, last_change: str) -> None:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy_database(place, place.parent / "backups" / f"{place.stem}-{last_change}-{moment}.db")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that may be in use; the target appears whole or not at all.

    Raises:
        CannotWrite: The target cannot be written.
    """

    def fill(temporary: Path) -> None:
        reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        copying = sqlite3.connect(temporary)
        try:
            reading.backup(copying)
        finally:
            copying.close()
            reading.close()

    try:
        ensure_folder(target.parent)
        with translated(source):
            put_in_place(target, fill)
    except OSError as cause:
        raise CannotWrite(f"cannot write {str(target)!r}: {cause.strerror}") from cause


@migrations()
def m001_sessions(db: Database) -> None:
    """Sessions, what is said in them, and the tree of what was made.

    `forward` (where redo leads) and `previous` are not enforced as references: no version or chain
    is ever deleted without its session, and `upkeep.check` looks at them.
    """
    db.executescript("""
        create table pictures (
            digest text primary key check (length(digest) = 64),
            width integer not null,
            height integer not null,
            bytes integer not null,
            created real not null
        ) strict, without rowid;
        create table sessions (
            id text primary key,
            title text not null,
            head integer references versions (id) deferrable initially deferred,
            forward integer,
            branch text not null,
            revision integer not null default 0,
            created real not null,
            touched real not null
        ) strict, without rowid;
        create index sessions_touched on sessions (touched);
        create index sessions_head on sessions (head);
        create table jobs (
            id integer primary key autoincrement,
            session text not null references sessions (id) on delete cascade,
            request text not null,
            key text,
            state text not null check (state in ('queued', 'running', 'waiting', 'finished',
                'failed', 'interrupted', 'cancelled')),
            process text,
            error text not null default '',
            created real not null,
            started real,
            ended real
        ) strict;
        create index jobs_session on jobs (session);
        create unique index jobs_key on jobs (session, key) where key is not null;
        create index jobs_open on jobs (state) where state in ('queued', 'running', 'waiting');
        create table chains (
            id integer primary key autoincrement,
            session text not null references sessions (id) on delete cascade,
            job integer references jobs (id) on delete cascade,
            previous integer,
            by text not null,
            task text not null,
            parts text not null,
            words text not null,
            changes text not null,
            created real not null
        ) strict;
        create index chains_session on chains (session);
        create index chains_job on chains (job);
        create table versions (
            id integer primary key autoincrement,
            session text not null references sessions (id) on delete cascade,
            parent integer references versions (id) deferrable initially deferred,
            forward integer,
            depth integer not null,
            job integer references jobs (id),
            operation text not null,
            picture text not null references pictures (digest),
            chain integer references chains (id),
            seed integer not null,
            model text not null,
            weights_hash text not null,
            parameters text not null,
            seconds real not null,
            changed_outside_px integer,
            created real not null
        ) strict;
        create index versions_session on versions (session);
        create index versions_parent on versions (parent);
        create index versions_picture on versions (picture);
        create index versions_chain on versions (chain);
        create index versions_job on versions (job);
        create table branches (
            session text not null references sessions (id) on delete cascade,
            name text not null,
            version integer references versions (id) deferrable initially deferred,
            primary key (session, name)
        ) strict, without rowid;
        create table messages (
            id integer primary key autoincrement,
            session text not null references sessions (id) on delete cascade,
            job integer references jobs (id) on delete cascade,
            role text not null,
            text text not null,
            version integer references versions (id),
            picture text references pictures (digest),
            created real not null
        ) strict;
        create index messages_session on messages (session);
        create index messages_job on messages (job);
        create index messages_version on messages (version) where version is not null;
        create index messages_picture on messages (picture) where picture is not null;
    """)


@migrations()
def m002_judgements(db: Database) -> None:
    """What is known about a turn beside its picture: steps, candidates, verdicts, promises."""
    db.executescript("""
        create table critiques (
            id integer primary key autoincrement,
            version integer not null references versions (id) on delete cascade,
            score real not null,
            checks text not null,
            created real not null
        ) strict;
        create index critiques_version on critiques (version);
        create table attempts (
            id integer primary key autoincrement,
            job integer not null references jobs (id) on delete cascade,
            picture text not null references pictures (digest),
            chain integer references chains (id),
            seed integer not null,
            score real,
            chosen integer not null default 0,
            seconds real not null,
            created real not null
        ) strict;
        create index attempts_job on attempts (job);
        create index attempts_picture on attempts (picture);
        create index attempts_chain on attempts (chain);
        create table ledger (
            id integer primary key autoincrement,
            session text not null references sessions (id) on delete cascade,
            promise text not null,
            since integer references versions (id),
            released real,
            created real not null
        ) strict;
        create index ledger_session on ledger (session);
        create index ledger_since on ledger (since) where since is not null;
        create table events (
            id integer primary key autoincrement,
            job integer not null references jobs (id) on delete cascade,
            step text not null,
            status text not null,
            inputs text not null,
            outputs text not null,
            seconds real not null,
            created real not null
        ) strict;
        create index events_job on events (job);
    """)


@migrations()
def m003_search(db: Database) -> None:
    """Full-text search over what was said and over the words of every chain."""
    for table, column in (("messages", "text"), ("chains", "words")):
        db.table(table).enable_fts(
            [column], create_triggers=True, tokenize="porter unicode61 remove_diacritics 2"
        )


@migrations()
def m004_marks(db: Database) -> None:
    """What people write on pictures: a name, a star."""
    db.executescript("""
        create table marks (
            version integer primary key references versions (id) on delete cascade,
            name text,
            starred integer not null default 0
        ) strict;
    """)


@migrations()
def m005_numbers(db: Database) -> None:
    """The number of a picture in its session, so that nobody has to count; who is running."""
    db.executescript("""
        alter table versions add column number integer not null default 0;
        update versions set number = counted.number from (
            select id, row_number() over (partition by session order by id) as number from versions
        ) as counted where counted.id = versions.id;
        create unique index versions_number on versions (session, number);
        create index versions_operation on versions (session, operation, number);
        create index jobs_running on jobs (process) where state = 'running';
    """)
