"""The pictures: files named by their content, so that the same picture is kept once."""

import hashlib
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

from got_models.errors import BadPicture, CannotWrite, PictureNotFound
from memory.durable import PART, ensure_folder, put_in_place
from memory.values import ImageRef

_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


class Gallery:
    """A folder of PNG files; two letters of the digest make the folder a picture lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, png: bytes) -> ImageRef:
        """Keep a picture; once this returns, its file outlives a crash and a power cut.

        Raises:
            BadPicture: The bytes are no PNG, or were cut off.
            CannotWrite: The disk is full, or the folder cannot be written.
        """
        width, height = _size(png)
        ref = ImageRef(digest=hashlib.sha256(png).hexdigest(), width=width, height=height)
        path = self.path(ref.digest)
        try:
            if path.is_file() and path.stat().st_size == len(png):
                # Young again, so that nobody collects it before it is spoken for.
                os.utime(path)
            else:
                ensure_folder(path.parent)
                put_in_place(path, lambda temporary: _write(temporary, png))
        except OSError as cause:
            raise CannotWrite(f"cannot keep a picture in {str(self.folder)!r}: {cause}") from cause
        return ref

    def get(self, digest: str) -> bytes:
        """Return the PNG bytes of a picture.

        Raises:
            PictureNotFound: There is no such file, or its content is no longer what it was.
        """
        try:
            png = self.path(digest).read_bytes()
        except OSError as cause:
            raise PictureNotFound(digest) from cause
        if hashlib.sha256(png).hexdigest() != digest:
            raise PictureNotFound(digest, hint="its file is damaged; restore it from a backup")
        return png

    def path(self, digest: str) -> Path:
        """Return where a picture lies, or would lie.

        Raises:
            PictureNotFound: This is no digest.
        """
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise PictureNotFound(digest)
        return self.folder / digest[:2] / f"{digest}.png"

    def has(self, digest: str) -> bool:
        """Say whether the file of a picture is there."""
        return self.path(digest).is_file()

    def digests(self) -> Iterator[str]:
        """Walk over the pictures on disk."""
        return (file.stem for file in self.folder.glob("??/*.png") if len(file.stem) == 64)

    def remove(self, digest: str) -> int:
        """Delete a picture's file; return its size in bytes, 0 if there was none."""
        path = self.path(digest)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        return size

    def age(self, digest: str) -> float:
        """Return the seconds since a picture was last put here; 0 if its file is gone."""
        try:
            return max(time.time() - self.path(digest).stat().st_mtime, 0.0)
        except FileNotFoundError:
            return 0.0

    def unfinished(self) -> list[Path]:
        """Return the files of pictures that were never finished."""
        return sorted(self.folder.glob(f"??/.*{PART}"))


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    if not png.startswith(_START) or len(png) < len(_START) + 8:
        raise BadPicture("only PNG pictures are kept")
    if not png.endswith(_END):
        raise BadPicture("the PNG was cut off")
    width, height = struct.unpack_from(">II", png, len(_START))
    if not width or not height:
        raise BadPicture(f"the PNG has no pixels: {width} x {height}")
    return width, height


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
