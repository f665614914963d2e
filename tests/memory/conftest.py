"""Real archives in fresh folders, and pictures small enough to be made by the hundred."""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from got_models import chain_text
from got_models.thought import Chain
from memory.archive import Archive
from memory.presence import leave
from memory.values import Making


def png_of(number: int) -> bytes:
    """Make a whole PNG of one pixel; every number gives another picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0" + (number % 2**24).to_bytes(3, "big"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "memory"
    yield place
    leave(place / "processes")


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


@pytest.fixture
def png() -> Callable[[int], bytes]:
    return png_of


@pytest.fixture
def session(archive: Archive) -> str:
    return archive.sessions.create("a red apple").id


@pytest.fixture
def making(archive: Archive) -> Callable[..., Making]:
    """Keep a picture of its own and tell how it came about."""

    def make(number: int = 0, **about: object) -> Making:
        picture = archive.pictures.keep(png_of(number))
        return Making.model_validate({"operation": "generate", "picture": picture, **about})

    return make


@pytest.fixture
def chain(apple: str) -> Chain:
    return chain_text.read(apple).chain
