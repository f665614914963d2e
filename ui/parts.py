"""The page's own files: read once, packed, served from memory under an address of their content.

A browser that has them never asks again; after an update the address is another one.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

DOCUMENT = "index.html"
_PACKED = 6
"""How hard gzip tries."""


@dataclass(frozen=True)
class _Part:
    body: bytes
    media_type: str


class Parts:
    """An application that serves the files of a folder, and the document that loads them.

    Args:
        folder: Where they lie: a document, a style and modules.
        place: The path they are served under.
    """

    def __init__(self, folder: Path, place: str) -> None:
        self._parts = {
            file.name: _Part(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain")
            for file in sorted(folder.iterdir())
            if file.is_file()
        }
        whole = b"".join(part.body for part in self._parts.values())
        self.place = f"{place}/{hashlib.sha256(whole).hexdigest()[:16]}"
        self._answers = {
            name: _lasting(part) for name, part in self._parts.items() if name != DOCUMENT
        }

    @property
    def document(self) -> str:
        """The document; it names every module, so that all are fetched side by side."""
        modules = (name for name in self._parts if name.endswith(".js"))
        lines = (f'<link rel="modulepreload" href="{self.place}/{name}">' for name in modules)
        text = self._parts[DOCUMENT].body.decode()
        return text.replace("{address}", self.place).replace("{modules}", "\n".join(lines))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or that there is none."""
        name = str(scope["path"]).rpartition("/")[2]
        answer = self._answers.get(name) or PlainTextResponse("There is no such file.", 404)
        await answer(scope, receive, send)


def _lasting(part: _Part) -> Response:
    return Response(
        gzip.compress(part.body, _PACKED, mtime=0),
        media_type=part.media_type,
        headers={
            "Content-Encoding": "gzip",
            "Cache-Control": "public, max-age=31536000, immutable",
        },
    )
