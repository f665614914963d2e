"""Pictures as they are known to the archive: a file in the gallery, then a row."""

import time
from pathlib import Path

from got_models.errors import CannotWrite, PictureNotFound
from memory.database import Base, now
from memory.gallery import Gallery
from memory.values import Collected, ImageRef

_TRIES = 3
_REFERRED = (
    "select picture from versions union select picture from attempts "
    "union select picture from messages where picture is not null"
)


class Pictures:
    """Keeps pictures so that a row never names a file that is not there."""

    def __init__(self, base: Base, gallery: Gallery) -> None:
        self._base, self._gallery = base, gallery

    def keep(self, png: bytes) -> ImageRef:
        """Keep a picture; once this returns it outlives a crash.

        Raises:
            BadPicture: The bytes are no whole PNG.
            CannotWrite: The disk is full or does not let it be written.
        """
        for _ in range(_TRIES):
            ref = self._gallery.put(png)
            with self._base.writing(lasting=False):
                # A collector in another process may have taken the file since; it holds this
                # lock while it does.
                if self._gallery.has(ref.digest):
                    self._base.change(
                        "insert or ignore into pictures values (?, ?, ?, ?, ?)",
                        ref.digest,
                        ref.width,
                        ref.height,
                        len(png),
                        now(),
                    )
                    return ref
        raise CannotWrite(f"a picture put into {str(self._gallery.folder)!r} does not stay there")

    def get(self, digest: str) -> ImageRef:
        """Return the size of a kept picture.

        Raises:
            PictureNotFound: No picture with that digest is kept.
        """
        row = self._base.fetch_one(
            "select digest, width, height from pictures where digest = ?", digest
        )
        if row is None:
            raise PictureNotFound(digest)
        return ImageRef.model_validate(row)

    def png(self, digest: str) -> bytes:
        """Return the bytes of a kept picture.

        Raises:
            PictureNotFound: It is not kept, or its file is gone or damaged.
        """
        return self._gallery.get(self.get(digest).digest)

    def collect(self, grace_s: float, *, pretend: bool) -> Collected:
        """Remove pictures that nothing refers to, if they were put here `grace_s` ago or earlier.

        The row goes first: a crash in between leaves a file without a row, which the next
        collection removes, and never a row without its file.
        """
        loose = self._loose(grace_s)
        if pretend:
            sizes = [_size(self._gallery.path(digest)) for digest in loose]
            return Collected(pictures=len(sizes), bytes=sum(sizes))
        with self._base.writing():
            for digest in loose:
                self._base.change(
                    f"delete from pictures where digest = ? and digest not in ({_REFERRED})", digest
                )
        with self._base.writing(lasting=False):
            kept = {row["digest"] for row in self._base.fetch("select digest from pictures")}
            gone = [digest for digest in loose if digest not in kept]
            sizes = [
                self._gallery.remove(digest)
                for digest in gone
                if self._gallery.age(digest) >= grace_s
            ]
        for file in self._gallery.unfinished():
            if time.time() - file.stat().st_mtime >= grace_s:
                file.unlink(missing_ok=True)
        return Collected(pictures=len(sizes), bytes=sum(sizes))

    def _loose(self, grace_s: float) -> list[str]:
        referred = {row["picture"] for row in self._base.fetch(_REFERRED)}
        return [
            digest
            for digest in self._gallery.digests()
            if digest not in referred and self._gallery.age(digest) >= grace_s
        ]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
