"""Finding names and boxes in the text of a chain, step by step, dropping what is broken."""

from collections.abc import Callable

from got_models.box_text import CLOSING, INSIDE, LOOSE, narrow, numbers_of
from got_models.chain_tokens import (
    NAME_END,
    NAME_START,
    OBJ_END,
    OBJ_START,
    Mark,
    Name,
    Numbers,
    Piece,
    Run,
    cut_at_tokens,
    joined,
)
from got_models.repairs import Repair, RepairKind

_LONGEST_UNCLOSED = 80
"""Characters that a name without an end token may have."""

_Step = Callable[[list[Piece], int], tuple[int, list[Piece]]]
"""Looks at the pieces from an index on; says how many it took and what they became."""


def find_pieces(text: str, repairs: list[Repair]) -> list[Piece]:
    """Cut `text` into runs, names and numbers; every name is followed by its numbers.

    Args:
        text: The chain without stop tokens.
        repairs: Whatever is dropped or mended on the way is appended here.
    """
    finder = _Finder(text, repairs)
    pieces = _each(cut_at_tokens(text, repairs), finder.box)
    pieces = _each(pieces, finder.name)
    return joined(part for piece in pieces for part in finder.loose_boxes(piece))


def _each(pieces: list[Piece], step: _Step) -> list[Piece]:
    found: list[Piece] = []
    index = 0
    while index < len(pieces):
        taken, made = step(pieces, index)
        found.extend(made)
        index += taken
    return joined(found)


class _Finder:
    """The steps, with the text they look at and the repairs they make."""

    def __init__(self, text: str, repairs: list[Repair]) -> None:
        self._text = text
        self._repairs = repairs

    def box(self, pieces: list[Piece], index: int) -> tuple[int, list[Piece]]:
        """Turn box tokens and the numbers between them into `Numbers`."""
        piece = pieces[index]
        if not isinstance(piece, Mark) or piece.kind not in ("box_start", "box_end"):
            return 1, [piece]
        run, end = _at(pieces, index + 1), _at(pieces, index + 2)
        if piece.kind == "box_end" or not isinstance(run, Run):
            return self._drop(piece)
        if not (isinstance(end, Mark) and end.kind == "box_end"):
            end = None
        made = self._numbers(run, piece, end, is_last=index + 2 >= len(pieces))
        if made:
            return (2 if end is None or len(made) == 2 else 3), made
        stop = end.stop if end else run.stop
        self._report("lost_box", piece.at, stop, run.text)
        return (3 if end else 2), [run]

    def name(self, pieces: list[Piece], index: int) -> tuple[int, list[Piece]]:
        """Turn name tokens and the words between them into a `Name` where a box follows."""
        start = pieces[index]
        if not isinstance(start, Mark):
            return 1, [start]
        run, end = _at(pieces, index + 1), _at(pieces, index + 2)
        if start.kind != "name_start" or not isinstance(run, Run) or not _is_name(run.text):
            return self._drop(start)
        if isinstance(end, Mark) and end.kind == "name_end":
            return self._closed_name(start, run, end, pieces[index + 3 : index + 5])
        if isinstance(end, Numbers) and len(run.text) <= _LONGEST_UNCLOSED:
            return 2, [self._name(start, run.text, run.stop)]
        return self._drop(start)

    def loose_boxes(self, piece: Piece) -> list[Piece]:
        """Split a run at the boxes in it that have no tokens."""
        if not isinstance(piece, Run):
            return [piece]
        made: list[Piece] = []
        cursor = 0
        for found in LOOSE.finditer(narrow(piece.text)):
            made.append(piece.cut(cursor, found.start()))
            at = piece.offset(found.start())
            source = self._text[at : piece.offset(found.end() - 1) + 1]
            made.append(numbers_of(found, source, at))
            cursor = found.end()
        if cursor < len(piece.text):
            made.append(piece.cut(cursor))
        return made

    def _numbers(self, run: Run, start: Mark, end: Mark | None, *, is_last: bool) -> list[Piece]:
        """Return the numbers at the start of `run` and the text behind them, if there are any."""
        plain = narrow(run.text)
        inside = INSIDE.match(plain)
        if inside is None or (is_last and inside.end() == len(plain)):
            return []
        closing = CLOSING.match(plain, inside.end())
        stop = closing.end() if closing else inside.end()
        if not plain[stop:].strip():
            source = self._text[start.at : end.stop if end else run.offset(stop - 1) + 1]
            rest: list[Piece] = [] if end or stop == len(plain) else [run.cut(stop)]
            return [numbers_of(inside, source, start.at), *rest]
        source = self._text[start.at : run.offset(stop - 1) + 1]
        return [numbers_of(inside, source, start.at), run.cut(stop)]

    def _closed_name(
        self, start: Mark, run: Run, end: Mark, behind: list[Piece]
    ) -> tuple[int, list[Piece]]:
        """Read a name that has both tokens; without a box it becomes plain text."""
        first = _at(behind, 0)
        if isinstance(first, Numbers):
            return 3, [self._name(start, run.text, end.stop)]
        if isinstance(first, Run):
            gap = len(first.text) - len(first.text.lstrip())
            if gap == len(first.text) and isinstance(_at(behind, 1), Numbers):
                return 4, [self._name(start, run.text, first.stop)]
            if LOOSE.match(narrow(first.text), gap):
                return 4, [self._name(start, run.text, first.offset(gap)), first.cut(gap)]
        self._report("unboxed_name", start.at, end.stop, run.text)
        return 3, [run]

    def _name(self, start: Mark, words: str, stop: int) -> Name:
        """Make a name of the source from its start token up to `stop`, where its box begins."""
        phrase = " ".join(words.split())
        obj = start.notation == "obj"
        expected = f"{OBJ_START}{phrase}{OBJ_END} " if obj else f"{NAME_START}{phrase}{NAME_END}"
        source = self._text[start.at : stop]
        if source != expected:
            same = "".join(source.split()) == "".join(expected.split())
            self._report("name_spacing" if same else "name_tokens", start.at, stop, expected)
        return Name(phrase, start.notation)

    def _drop(self, mark: Mark) -> tuple[int, list[Piece]]:
        self._report("stray_token", mark.at, mark.stop, "")
        return 1, []

    def _report(self, kind: RepairKind, at: int, stop: int, after: str) -> None:
        self._repairs.append(Repair(kind=kind, at=at, before=self._text[at:stop], after=after))


def _at(pieces: list[Piece], index: int) -> Piece | None:
    return pieces[index] if index < len(pieces) else None


def _is_name(text: str) -> bool:
    return bool(text.strip()) and LOOSE.search(narrow(text)) is None
