"""A session as one file: a zip with a manifest and its pictures, which becomes a session again.

Rows get new numbers when they are read; what refers to them follows. Events and unfinished turns
stay behind: they tell of work, not of what was made.
"""

import hashlib
import zipfile
from io import BytesIO
from itertools import zip_longest
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from got_models import chain_text
from got_models.errors import BadInput, GotError
from got_models.thought import Chain
from got_models.value import Value
from memory.archive import Archive
from memory.values import Check, Critique, Making, Name, Role, Version

MANIFEST = "session.json"
MAX_MANIFEST_BYTES = 64 * 1024 * 1024
MAX_PICTURE_BYTES = 256 * 1024 * 1024
MAX_PICTURES = 20_000

Number = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(max_length=200_000)]


class PackedChain(Value):
    """A shown chain in its written form."""

    id: Number
    task: Literal["generate", "edit"]
    text: Text
    by: Name
    previous: Number | None


class PackedVersion(Value):
    """A version; its picture is the file `pictures/DIGEST.png`."""

    id: Number
    parent: Number | None
    making: Making
    checks: tuple[Check, ...] | None
    name: str | None = None
    starred: bool = False


class PackedMessage(Value):
    """Something that was said."""

    role: Role
    text: Text
    version: Number | None
    picture: str | None


class Manifest(Value):
    """All of a session but its pixels."""

    format: Literal["got-session"] = "got-session"
    version: Literal[1] = 1
    title: str
    head: Number | None
    branch: Name
    branches: dict[str, Number | None]
    chains: tuple[PackedChain, ...]
    versions: tuple[PackedVersion, ...]
    messages: tuple[PackedMessage, ...]
    promises: tuple[Text, ...]
    since: tuple[Number | None, ...] = ()
    """The version that each promise was made about; missing in files of earlier days."""


def pack(archive: Archive, session: str) -> bytes:
    """Return a session as the bytes of a zip file."""
    manifest = _manifest(archive, session)
    digests = {one.making.picture.digest for one in manifest.versions}
    digests |= {one.picture for one in manifest.messages if one.picture}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(MANIFEST, manifest.model_dump_json())
        for digest in sorted(digests):
            packed.writestr(f"pictures/{digest}.png", archive.pictures.png(digest))
    return stream.getvalue()


def unpack(archive: Archive, data: bytes) -> str:
    """Make a session from the bytes of a zip file and return its id; all of it, or nothing.

    Raises:
        BadInput: The bytes are no exported session, or are damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            manifest = Manifest.model_validate_json(_member(packed, MANIFEST, MAX_MANIFEST_BYTES))
            digests = {one.making.picture.digest for one in manifest.versions}
            digests |= {one.picture for one in manifest.messages if one.picture}
            if len(digests) > MAX_PICTURES:
                raise BadInput(f"the project holds {len(digests)} pictures, the most is 20,000")
            for digest in digests:
                png = _member(packed, f"pictures/{digest}.png", MAX_PICTURE_BYTES)
                if hashlib.sha256(png).hexdigest() != digest:
                    raise BadInput(f"picture {digest[:12]} of the project is damaged")
                archive.pictures.keep(png)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as cause:
        raise BadInput("this is no session that got exported, or it is damaged") from cause
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"the project cannot be read: {where}: {first['msg']}") from cause
    try:
        with archive.writing():
            return _restore(archive, manifest)
    except GotError as cause:
        raise BadInput(f"the project does not fit together: {cause}") from cause


def _member(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Read one file without trusting what the zip says about its size."""
    with packed.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise BadInput(f"{name} of the project is larger than {most // 2**20} MiB")
    return data


def _manifest(archive: Archive, session: str) -> Manifest:
    about = archive.sessions.get(session)
    marks = {mark.version: mark for mark in archive.marks.all(session)}
    held = archive.ledger.holding(session)

    def packed(version: Version) -> PackedVersion:
        mark = marks.get(version.id)
        making = {name: getattr(version, name) for name in Making.model_fields}
        return PackedVersion(
            id=version.id,
            parent=version.parent,
            making=Making.model_validate(making),
            checks=version.critique.checks if version.critique else None,
            name=mark.name if mark else None,
            starred=bool(mark and mark.starred),
        )

    return Manifest(
        title=about.title,
        head=about.head,
        branch=about.branch,
        branches={one.name: one.version for one in archive.heads.branches(session)},
        chains=tuple(
            PackedChain(
                id=one.id,
                task=one.chain.task,
                text=chain_text.write(one.chain),
                by=one.by,
                previous=one.previous,
            )
            for one in archive.chains.all(session)
        ),
        versions=tuple(packed(version) for version in archive.versions.all(session)),
        messages=tuple(
            PackedMessage(role=one.role, text=one.text, version=one.version, picture=one.picture)
            for one in archive.messages.newest(session, 10**6)
        ),
        promises=tuple(entry.promise for entry in held),
        since=tuple(entry.since for entry in held),
    )


def _restore(archive: Archive, manifest: Manifest) -> str:
    session = archive.sessions.create(manifest.title).id
    chains: dict[int, int] = {}
    for one in manifest.chains:
        previous = _mapped(chains, one.previous, "chain")
        shown = archive.chains.show(session, _chain(one), by=one.by, previous=previous)
        chains[one.id] = shown.id
    versions: dict[int, int] = {}
    for made in manifest.versions:
        making = made.making.model_copy(
            update={"chain": _mapped(chains, made.making.chain, "chain")}
        )
        parent = _mapped(versions, made.parent, "version")
        version = archive.versions.add(session, making, parent=parent).id
        versions[made.id] = version
        if made.checks is not None:
            archive.critiques.add(version, Critique(checks=made.checks))
        if made.name:
            archive.marks.name(session, version, made.name)
        if made.starred:
            archive.marks.star(session, version)
    _place(archive, session, manifest, versions)
    for said in manifest.messages:
        archive.messages.add(
            session,
            said.role,
            said.text,
            version=_mapped(versions, said.version, "version"),
            picture=said.picture,
        )
    for promise, about in zip_longest(manifest.promises, manifest.since[: len(manifest.promises)]):
        archive.ledger.add(session, promise, since=_mapped(versions, about, "version"))
    return session


def _place(archive: Archive, session: str, manifest: Manifest, versions: dict[int, int]) -> None:
    """Bring branches and head to where they were."""
    tips = {name: _mapped(versions, tip, "version") for name, tip in manifest.branches.items()}
    head = _mapped(versions, manifest.head, "version")
    archive.heads.restore(session, tips, current=manifest.branch, head=head)


def _mapped(numbers: dict[int, int], number: int | None, noun: str) -> int | None:
    if number is not None and number not in numbers:
        raise BadInput(f"{noun} {number} is referred to before it is there")
    return None if number is None else numbers[number]


def _chain(packed: PackedChain) -> Chain:
    return chain_text.read(packed.text, task=packed.task).chain
