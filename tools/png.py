"""PNG files that carry their recipe: written whole or not at all, read with suspicion."""

import os
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from got_models.errors import BadInput, BadPicture
from tools.parameters import parameters
from tools.recipe import Recipe, parse
from tools.xmp import packet

KEYWORD = "got"
"""Keyword of the text chunk in which the recipe travels."""

MAX_RECIPE_BYTES = 512 * 1024
EFFORT = 3
"""How hard a PNG is squeezed, 0 to 9: half the time of the usual 6 for files 5 to 10 % larger."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode(image: Image.Image, recipe: Recipe) -> bytes:
    """Return the picture as PNG bytes with recipe, `parameters` note and XMP packet inside."""
    notes = PngInfo()
    notes.add_itxt(KEYWORD, recipe.to_json())
    notes.add_text("parameters", parameters(recipe))
    notes.add_itxt("XML:com.adobe.xmp", packet(recipe.task))
    stream = BytesIO()
    image.save(stream, "PNG", pnginfo=notes, compress_level=EFFORT)
    return stream.getvalue()


def write(data: bytes, path: Path) -> None:
    """Put `data` at `path` in one move, so that nobody ever sees half a file.

    Raises:
        BadInput: The place cannot be written.
    """
    temporary = path.with_name(f".{uuid4().hex}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as cause:
        raise BadInput(f"cannot write {str(path)!r}: {cause.strerror}") from cause
    finally:
        temporary.unlink(missing_ok=True)


def read_recipe(path: Path) -> Recipe:
    """Return the recipe a PNG carries.

    Raises:
        BadPicture: The file is missing, no PNG, damaged, or carries no usable recipe.
    """
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError as cause:
        raise BadPicture(f"{str(path)!r} cannot be read: {cause.strerror}") from cause
    if not data:
        raise BadPicture(f"there is no picture {str(path)!r}")
    if not data.startswith(_SIGNATURE):
        raise BadPicture(f"{path.name!r} is not a PNG; only a PNG made by got carries its recipe")
    for kind, body in _chunks(data, path.name):
        if kind == b"iTXt" and body.startswith(f"{KEYWORD}\0".encode()):
            return parse(_text(body, path.name), name=path.name)
    raise BadPicture(f"{path.name!r} carries no recipe; only a PNG made by got does")


def _chunks(data: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Walk over the chunks, checking lengths and checksums."""
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + body)):
            raise BadPicture(f"{name!r} is damaged or cut off")
        yield kind, body
        at += 12 + length


def _text(body: bytes, name: str) -> bytes:
    """Return the text of an iTXt chunk, unpacked when it is compressed."""
    _, _, rest = body.partition(b"\0")
    fields = rest[2:].split(b"\0", 2)
    if len(rest) < 2 or len(fields) < 3:
        raise BadPicture(f"the recipe in {name!r} is garbled")
    text = fields[2]
    if rest[0]:
        try:
            text = zlib.decompressobj().decompress(text, MAX_RECIPE_BYTES + 1)
        except zlib.error as cause:
            raise BadPicture(f"the recipe in {name!r} is garbled") from cause
    if len(text) > MAX_RECIPE_BYTES:
        raise BadPicture(f"the recipe in {name!r} is larger than {MAX_RECIPE_BYTES // 1024} KiB")
    return text
