"""The pieces that the text of a chain is cut into: runs of text and the tokens between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from got_models.repairs import Repair
from got_models.thought import SPECIAL_TOKEN, Notation

BOX_START, BOX_END = "<|box_start|>", "<|box_end|>"
NAME_START, NAME_END = "<|object_ref_start|>", "<|object_ref_end|>"
OBJ_START, OBJ_END = "<|obj_start|>", "<|obj_end|>"

ENDINGS = ("<|im_gen_start|>", "<|im_end|>", "<|endoftext|>", "<|im_gen_end|>", "<begin_of_image>")
"""Tokens with which a model stops; they are no part of the chain."""

MarkKind = Literal["box_start", "box_end", "name_start", "name_end"]
_MARKS: dict[str, MarkKind] = {
    BOX_START: "box_start",
    BOX_END: "box_end",
    NAME_START: "name_start",
    NAME_END: "name_end",
    OBJ_START: "name_start",
    OBJ_END: "name_end",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text; the character at `starts[i]` stood at `offsets[i]` in the source."""

    text: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def offset(self, position: int) -> int:
        """Offset in the source of the character at `position`."""
        spot = bisect_right(self.starts, position) - 1
        return self.offsets[spot] + position - self.starts[spot]

    @property
    def stop(self) -> int:
        """Offset in the source just behind the last character."""
        return self.offset(len(self.text) - 1) + 1

    def cut(self, start: int, end: int | None = None) -> "Run":
        """The part from `start` to `end`, still knowing where it came from."""
        stop = len(self.text) if end is None else end
        first, last = bisect_right(self.starts, start), bisect_left(self.starts, stop)
        return Run(
            self.text[start:stop],
            (0, *(spot - start for spot in self.starts[first:last])),
            (self.offset(start), *self.offsets[first:last]),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A token that starts or ends a box or a name."""

    kind: MarkKind
    token: str
    at: int

    @property
    def stop(self) -> int:
        """Offset in the source just behind the token."""
        return self.at + len(self.token)

    @property
    def notation(self) -> Notation:
        """The notation that this token belongs to."""
        return "obj" if self.token in (OBJ_START, OBJ_END) else "marked"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Four coordinates as spelled in the source, which is `source` at offset `at`."""

    spelled: tuple[str, str, str, str]
    source: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A marked object name that a box follows."""

    phrase: str
    notation: Notation


Piece = Run | Mark | Numbers | Name


def end_of_chain(text: str) -> int:
    """Offset at which the chain ends and the model's stop tokens begin."""
    end = cursor = len(text)
    while True:
        while cursor and text[cursor - 1].isspace():
            cursor -= 1
        ending = next((token for token in ENDINGS if text.endswith(token, 0, cursor)), None)
        if ending is None:
            return end
        end = cursor = cursor - len(ending)


def cut_at_tokens(text: str, repairs: list[Repair]) -> list[Piece]:
    """Cut `text` into runs and marks; report and drop tokens that mean nothing in a chain."""
    pieces: list[Piece] = []
    cursor = 0
    for found in SPECIAL_TOKEN.finditer(text):
        pieces.append(Run(text[cursor : found.start()], (0,), (cursor,)))
        cursor = found.end()
        if kind := _MARKS.get(found[0]):
            pieces.append(Mark(kind, found[0], found.start()))
        else:
            at = found.start()
            repairs.append(Repair(kind="stray_token", at=at, before=found[0], after=""))
    pieces.append(Run(text[cursor:], (0,), (cursor,)))
    return joined(pieces)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Make neighbouring runs one run and leave empty runs out."""
    kept: list[Piece] = []
    runs: list[Run] = []
    for piece in (*pieces, None):
        if isinstance(piece, Run):
            if piece.text:
                runs.append(piece)
            continue
        if runs:
            kept.append(runs[0] if len(runs) == 1 else _one_run(runs))
            runs = []
        if piece is not None:
            kept.append(piece)
    return kept


def _one_run(runs: list[Run]) -> Run:
    texts: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0
    for run in runs:
        if texts and _would_fuse(texts[-1], run.text):
            texts.append(" ")
            length += 1
        starts.extend(start + length for start in run.starts)
        offsets.extend(run.offsets)
        texts.append(run.text)
        length += len(run.text)
    return Run("".join(texts), tuple(starts), tuple(offsets))


def _would_fuse(left: str, right: str) -> bool:
    """Say whether joining makes one word of two, or a token of two halves."""
    if left[-1].isalnum() and right[0].isalnum():
        return True
    return left[-1] in "<|_" or right[0] in "|>_"
