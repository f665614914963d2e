"""Painting with an OpenAI-compatible Images server. Light: no torch.

Boxes reach such a server as words when it draws, and as the transparent part of a mask when it
edits. Source: the Images part of OpenAI's API reference, which other servers follow.
"""

import base64
import binascii
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from got_models.brushes.brush import Brush, OnStep, Request
from got_models.brushes.capabilities import Capabilities
from got_models.brushes.words import placed_words
from got_models.errors import BadWish, ServerError
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.servers.concessions import Concessions
from got_models.servers.remote import Files, Rejected, Remote
from got_models.thought import Task

MOST_PIXELS = 40_000_000
"""Pixels of an answered picture that are read at most."""

MOST_REFERENCES = 4

_OPTIONAL = ("response_format", "seed", "num_inference_steps")
_POLICY = ("content_policy", "moderation", "safety system", "safety_violation")
"""How servers say that they will not draw something."""

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_SAME_SHAPE = 0.02
"""How much the shape of an answer may differ from what was asked, as a fraction."""


class ImagesServer(Brush):
    """Asks a server for pictures; what it does not accept is given up once and for all.

    Not every server heeds seeds and steps, and none is told how strongly to guide.

    Args:
        remote: Where it is.
        model: What it calls its model; None to leave that to the server.
        size: Width and height in pixels that are asked for unless told otherwise.
        sizes: The only sizes the server draws; None for any.
    """

    default_steps = 28
    size_multiple = 8
    weights_hash = "unknown to whoever asks a server"

    def __init__(
        self,
        remote: Remote,
        model: str | None = None,
        *,
        size: tuple[int, int] | None = None,
        sizes: tuple[tuple[int, int], ...] | None = None,
    ) -> None:
        self.name = f"{model} at {remote.place}" if model else remote.place
        self.default_size = size or (sizes[0] if sizes else (1024, 1024))
        self.max_side = max(4096, *self.default_size)
        self.capabilities = Capabilities(
            boxes="mask only",
            edits="inpaint",
            references=MOST_REFERENCES,
            masks=True,
            sizes=sizes,
            any_aspect=True,
            repeatable=False,
        )
        self._remote, self._model = remote, model
        self._accepted = Concessions(_OPTIONAL)

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the published scales; a server is not told any."""
        return default_for(task)

    def _painted(
        self, request: Request, seeds: Sequence[int], on_step: OnStep | None
    ) -> list[Image.Image]:
        wish, size = request.wish, request.size
        files = _files(request)
        pictures = []
        for done, seed in enumerate(seeds, start=1):
            told: dict[str, object] = {
                "prompt": placed_words(wish, request.chain) if request.picture is None else wish,
                "n": 1,
                "size": f"{size[0]}x{size[1]}",
                "seed": seed,
                "num_inference_steps": request.steps,
                "response_format": "b64_json",
            } | ({"model": self._model} if self._model else {})
            pictures.append(self._fitting(self._decoded(self._asked(told, files)), size))
            if on_step:
                on_step(done, len(seeds))
        return pictures

    def _asked(self, told: dict[str, object], files: Files) -> object:
        def ask(fields: dict[str, object]) -> object:
            if not files:
                return self._remote.post("images/generations", fields)
            form = {name: str(value) for name, value in fields.items()}
            return self._remote.post_form("images/edits", form, files)

        try:
            return self._accepted.send(ask, told)
        except Rejected as refusal:
            if any(word in refusal.reason.lower() for word in _POLICY):
                raise BadWish(
                    f"{self.name} declines to draw this: {refusal.reason}; say it differently"
                ) from refusal
            raise

    def _decoded(self, answer: object) -> Image.Image:
        """Return the picture of an answer, sent along or lying on the same server.

        Raises:
            ServerError: There is none, it is damaged, or it is far too large.
        """
        try:
            told = answer["data"][0]  # type: ignore[index]
            held, link = told.get("b64_json"), told.get("url")
            if isinstance(held, str):
                data = base64.b64decode(held, validate=True)
            elif isinstance(link, str) and link.startswith("data:"):
                data = base64.b64decode(link.partition(",")[2], validate=True)
            else:
                data = self._remote.fetch(str(link))
        except (KeyError, IndexError, TypeError, AttributeError, binascii.Error) as cause:
            raise ServerError(
                f"the server {self._remote.place} answered with no picture"
            ) from cause
        try:
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            if image.width * image.height > MOST_PIXELS:
                raise ServerError(
                    f"the server {self._remote.place} answered with {image.width}x{image.height} "
                    "pixels, more than are read"
                )
            return image.convert("RGB")
        except (OSError, ValueError, SyntaxError, *_BOMBS) as cause:
            raise ServerError(
                f"the server {self._remote.place} answered with a damaged picture"
            ) from cause

    def _fitting(self, image: Image.Image, size: tuple[int, int]) -> Image.Image:
        """Scale an answer of the right shape; boxes would lie wrong in one of another shape."""
        if image.size == size:
            return image
        shape, asked = image.width / image.height, size[0] / size[1]
        if abs(shape / asked - 1) > _SAME_SHAPE:
            raise ServerError(
                f"{self.name} was asked for {size[0]}x{size[1]} and drew "
                f"{image.width}x{image.height}; name the sizes it draws as sizes in the settings"
            )
        return image.resize(size, Image.Resampling.LANCZOS)


def _files(request: Request) -> Files:
    """Return the pictures of a form: the one to edit first, its mask open where it may change."""
    if request.picture is None and not request.references:
        return []
    name = "image[]" if request.references else "image"
    shown = [] if request.picture is None else [request.picture]
    shown += [_small(reference, request.size) for reference in request.references]
    files = [(name, (f"{at}.png", _png(one), "image/png")) for at, one in enumerate(shown)]
    if request.picture is not None:
        opened = request.picture.copy()
        opened.putalpha(Image.eval(request.opened, _opposite))
        files.append(("mask", ("mask.png", _png(opened), "image/png")))
    return files


def _opposite(level: int) -> int:
    return 255 - level


def _small(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a reference no larger than what is drawn: more is sent for nothing."""
    copy = picture.convert("RGB")
    copy.thumbnail((max(size), max(size)), reducing_gap=2.0)
    return copy


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
