"""Pictures for the page: only those of the session that is asked, whole or as thumbnails."""

from collections import OrderedDict
from io import BytesIO

from PIL import Image

from agent.assistant import Assistant
from agent.session import Conversation
from got_models.errors import PictureNotFound

SIDES = (96, 192)
"""Longest sides of thumbnails, in pixels."""

MOST_THUMBNAILS = 4_096


class Gallery:
    """Knows which pictures belong to which session; what it was asked for once is remembered."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}
        self._small: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def png(self, assistant: Assistant, talk: Conversation, digest: str) -> bytes:
        """Return a picture's file.

        Raises:
            PictureNotFound: The session has no such picture, neither kept as a version nor tried.
        """
        self._check(talk, digest)
        return assistant.picture(digest)

    def thumbnail(self, assistant: Assistant, talk: Conversation, digest: str, side: int) -> bytes:
        """Return a small WebP of a picture; its longest side is the one of `SIDES` nearest `side`.

        Raises:
            PictureNotFound: The session has no such picture.
        """
        self._check(talk, digest)
        at = (digest, min(SIDES, key=lambda known: abs(known - side)))
        if at not in self._small:
            self._small[at] = _shrunk(assistant.picture(digest), at[1])
            if len(self._small) > MOST_THUMBNAILS:
                self._small.popitem(last=False)
        return self._small[at]

    def _check(self, talk: Conversation, digest: str) -> None:
        if digest in self._known.get(talk.id, ()):
            return
        self._known[talk.id] = _digests(talk)
        if digest not in self._known[talk.id]:
            raise PictureNotFound(digest)


def _shrunk(png: bytes, side: int) -> bytes:
    with Image.open(BytesIO(png), formats=["PNG"]) as opened:
        small = opened.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    stream = BytesIO()
    small.save(stream, "WEBP", quality=82)
    return stream.getvalue()


def _digests(talk: Conversation) -> set[str]:
    made = {version.picture.digest for version in talk.versions()}
    said = {one.picture for one in talk.messages(1_000) if one.picture}
    tried = {one.picture.digest for turn in talk.turns() for one in turn.attempts}
    return made | said | tried
