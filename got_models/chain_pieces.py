"""Finding names and boxes in the text of a chain, step by step, dropping what is broken."""

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
    stray,
)
from got_models.repairs import Repair

_LONGEST_UNCLOSED = 80


def find_pieces(text: str, repairs: list[Repair]) -> list[Piece]:
    """Cut `text` into runs, names and numbers; every name is followed by its numbers.

    Args:
        text: The chain without stop tokens.
        repairs: Whatever is dropped or mended on the way is appended here.
    """
    pieces = _boxes(cut_at_tokens(text, repairs), repairs)
    pieces = _names(pieces, repairs)
    return joined(part for piece in pieces for part in _loose_boxes(piece))


def _boxes(pieces: list[Piece], repairs: list[Repair]) -> list[Piece]:
    """Turn box tokens and the numbers between them into `Numbers`."""
    found: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if isinstance(piece, Mark) and piece.kind == "box_start":
            taken, made = _box_at(pieces, index, repairs)
            found.extend(made)
            index += taken
            continue
        if isinstance(piece, Mark) and piece.kind == "box_end":
            repairs.append(stray(piece.token, piece.at))
        else:
            found.append(piece)
        index += 1
    return joined(found)


def _box_at(pieces: list[Piece], index: int, repairs: list[Repair]) -> tuple[int, list[Piece]]:
    """Read the box whose start token is at `index`: how many pieces it took, and what it became."""
    start, *rest = pieces[index : index + 3]
    assert isinstance(start, Mark)
    run = rest[0] if rest and isinstance(rest[0], Run) else None
    end = rest[-1] if rest and isinstance(rest[-1], Mark) and rest[-1].kind == "box_end" else None
    if run is None:
        repairs.append(stray(start.token, start.at))
        return 1, []
    made = _numbers_in(run, start, end, is_last=len(rest) == 1)
    if made is not None:
        closed = end is not None and len(made) == 1
        return (3 if closed else 2), made
    lost = start.token + run.text + (end.token if end else "")
    repairs.append(Repair(kind="lost_box", at=start.at, before=lost, after=run.text))
    return (3 if end else 2), [run]


def _numbers_in(run: Run, start: Mark, end: Mark | None, *, is_last: bool) -> list[Piece] | None:
    """Return the numbers at the start of `run` and the text behind them; None if there are none."""
    plain = narrow(run.text)
    inside = INSIDE.match(plain)
    if inside is None:
        return None
    closing = CLOSING.match(plain, inside.end())
    stop = closing.end() if closing else inside.end()
    if is_last and inside.end() == len(plain):
        return None
    behind = run.text[stop:]
    if end is not None and not behind.strip():
        source = start.token + run.text + end.token
        return [numbers_of(inside, source, start.at)]
    numbers = numbers_of(inside, start.token + run.text[:stop], start.at)
    return [numbers, run.cut(stop)] if behind else [numbers, Run("", (0,), (run.offset(0),))]


def _names(pieces: list[Piece], repairs: list[Repair]) -> list[Piece]:
    """Turn name tokens and the words between them into `Name` where a box follows."""
    found: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if not isinstance(piece, Mark):
            found.append(piece)
            index += 1
            continue
        taken, made = _name_at(pieces, index, repairs)
        found.extend(made)
        index += taken
    return joined(found)


def _name_at(pieces: list[Piece], index: int, repairs: list[Repair]) -> tuple[int, list[Piece]]:
    """Read the name whose first token is at `index`: how many pieces it took, what it became."""
    start = pieces[index]
    assert isinstance(start, Mark)
    run = pieces[index + 1] if index + 1 < len(pieces) else None
    usable = start.kind == "name_start" and isinstance(run, Run) and _is_name(run.text)
    if not usable or not isinstance(run, Run):
        repairs.append(stray(start.token, start.at))
        return 1, []
    end = pieces[index + 2] if index + 2 < len(pieces) else None
    if isinstance(end, Mark) and end.kind == "name_end":
        return _closed_name(pieces, index, repairs)
    if isinstance(end, Numbers) and len(run.text) <= _LONGEST_UNCLOSED:
        return 2, [_name(start, run.text, start.token + run.text, repairs)]
    repairs.append(stray(start.token, start.at))
    return 1, []


def _closed_name(pieces: list[Piece], index: int, repairs: list[Repair]) -> tuple[int, list[Piece]]:
    """Read a name that has both tokens; without a box it becomes plain text."""
    start, run, end = pieces[index : index + 3]
    assert isinstance(start, Mark)
    assert isinstance(run, Run)
    assert isinstance(end, Mark)
    source = start.token + run.text + end.token
    behind = pieces[index + 3] if index + 3 < len(pieces) else None
    after = pieces[index + 4] if index + 4 < len(pieces) else None
    if isinstance(behind, Numbers):
        return 3, [_name(start, run.text, source, repairs)]
    if isinstance(behind, Run):
        gap = len(behind.text) - len(behind.text.lstrip())
        if gap == len(behind.text) and isinstance(after, Numbers):
            return 4, [_name(start, run.text, source + behind.text, repairs)]
        if LOOSE.match(narrow(behind.text), gap):
            name = _name(start, run.text, source + behind.text[:gap], repairs)
            return 4, [name, behind.cut(gap)]
    repairs.append(Repair(kind="unboxed_name", at=start.at, before=source, after=run.text))
    return 3, [run]


def _is_name(text: str) -> bool:
    return bool(text.strip()) and LOOSE.search(narrow(text)) is None


def _name(start: Mark, words: str, source: str, repairs: list[Repair]) -> Name:
    phrase = " ".join(words.split())
    tokens = (OBJ_START, OBJ_END, " ") if start.notation == "obj" else (NAME_START, NAME_END, "")
    expected = tokens[0] + phrase + tokens[1] + tokens[2]
    if source != expected:
        same = "".join(source.split()) == "".join(expected.split())
        kind = "name_spacing" if same else "name_tokens"
        repairs.append(Repair(kind=kind, at=start.at, before=source, after=expected))
    return Name(phrase, source, start.at, start.notation)


def _loose_boxes(piece: Piece) -> list[Piece]:
    """Split a run at the boxes in it that have no tokens."""
    if not isinstance(piece, Run):
        return [piece]
    made: list[Piece] = []
    cursor = 0
    for found in LOOSE.finditer(narrow(piece.text)):
        made.append(piece.cut(cursor, found.start()))
        source = piece.text[found.start() : found.end()]
        made.append(numbers_of(found, source, piece.offset(found.start())))
        cursor = found.end()
    if cursor < len(piece.text):
        made.append(piece.cut(cursor))
    return made
