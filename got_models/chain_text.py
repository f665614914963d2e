"""The written form of a chain: `write` it, and `read` it back even when a model wrote it badly.

An element is written `<|object_ref_start|>red apple<|object_ref_end|><|box_start|>(x0,y0),(x1,y1)
<|box_end|> (red)` on one line, the word in brackets being the colour of its mask. The forms of
GoT-6B (no tokens around the name) and GoT-R1 (its own tokens, no colour) are kept as they are.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, and GoT-R1 (Duan et al., 2025),
https://arxiv.org/abs/2505.17022. Reading takes time linear in the length of the text.
"""

import re

from got_models.box_text import read_box, spell
from got_models.chain_pieces import find_pieces
from got_models.chain_tokens import (
    NAME_END,
    NAME_START,
    OBJ_END,
    OBJ_START,
    Name,
    Numbers,
    Piece,
    Run,
    end_of_chain,
)
from got_models.colour_text import find_colour, palette_colour, settle_colour
from got_models.errors import ThoughtError
from got_models.phrases import phrase_before_box
from got_models.repairs import Repair
from got_models.thought import Chain, Element, Notation, Task
from got_models.value import Value

_SURROGATE = re.compile("[\ud800-\udfff]")
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


class Reading(Value):
    """What was read: the chain, and everything that had to be mended to get it."""

    chain: Chain
    repairs: tuple[Repair, ...]


def write(chain: Chain) -> str:
    """Write a chain as text, every element in its own notation."""
    return "".join(part if isinstance(part, str) else write_element(part) for part in chain.parts)


def write_element(element: Element) -> str:
    """Write one element with its name, box and mask colour."""
    name = _spell_name(element.phrase, element.notation)
    colour = "" if element.notation == "obj" else f" ({element.colour})"
    return name + spell(element.box) + colour


def read(text: str, *, task: Task = "generate") -> Reading:
    """Read a chain, mending and reporting what is not canonical.

    No box is lost in silence: what looks like one is an element of the chain or is named in
    `repairs`. Stop tokens at the end are dropped without a report.

    Raises:
        ThoughtError: `text` is not a string, or holds nothing to read.
    """
    if not isinstance(text, str):
        raise ThoughtError("expected the text of a chain", text=repr(text))
    repairs: list[Repair] = []
    sound = _replace_broken(text[: end_of_chain(text)], repairs)
    parts = _Builder(sound, repairs).build() if sound.strip() else ()
    if all(isinstance(part, str) and part.isspace() for part in parts):
        raise ThoughtError("expected a chain, but there is nothing to read", text=text)
    repairs.sort(key=lambda repair: repair.at)
    return Reading(chain=Chain(task=task, parts=parts), repairs=tuple(repairs))


def normalise(chain: Chain) -> Chain:
    """Return the canonical chain that is written like this one.

    In a canonical chain neighbouring texts are merged, no text is empty, nothing in a text looks
    like a box, a bare phrase is what would be read before its box, and GoT-R1's elements have the
    palette's colours. A chain without any words or elements stays as it is.
    """
    text = write(chain)
    return read(text, task=chain.task).chain if text.strip() else chain


def is_canonical(chain: Chain) -> bool:
    """Say whether `read(write(chain))` gives exactly this chain, with nothing to mend."""
    text = write(chain)
    if not text.strip():
        return False
    reading = read(text, task=chain.task)
    return reading.chain == chain and not reading.repairs


def _spell_name(phrase: str, notation: Notation) -> str:
    if notation == "marked":
        return f"{NAME_START}{phrase}{NAME_END}"
    if notation == "obj":
        return f"{OBJ_START}{phrase}{OBJ_END} "
    return f"{phrase} " if phrase else ""


def _replace_broken(text: str, repairs: list[Repair]) -> str:
    """Replace halves of surrogate pairs, which no file or database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        for broken in _SURROGATE.finditer(text):
            code = f"\\u{ord(broken[0]):04x}"
            repairs.append(
                Repair(kind="character", at=broken.start(), before=code, after=_STAND_IN)
            )
        return _SURROGATE.sub(_STAND_IN, text)
    return text


class _Builder:
    """Makes the parts of a chain from the pieces of its text, in reading order."""

    def __init__(self, text: str, repairs: list[Repair]) -> None:
        self._text = text
        self._pieces: list[Piece] = find_pieces(text, repairs)
        self._repairs = repairs
        self._parts: list[str | Element] = []
        self._count = 0
        self._name: Name | None = None

    def build(self) -> tuple[str | Element, ...]:
        """Return the parts; text is never empty and never next to text."""
        for index, piece in enumerate(self._pieces):
            if isinstance(piece, Run):
                self._parts.append(piece.text)
            elif isinstance(piece, Name):
                self._name = piece
            elif isinstance(piece, Numbers):
                self._add_element(piece, index)
        return tuple(part for part in self._parts if part)

    def _add_element(self, numbers: Numbers, index: int) -> None:
        phrase, notation = self._take_name(numbers)
        box = read_box(numbers, self._repairs)
        colour, notation = self._take_colour(numbers, index, notation)
        self._parts.append(Element(phrase=phrase, box=box, colour=colour, notation=notation))
        self._count += 1

    def _take_name(self, numbers: Numbers) -> tuple[str, Notation]:
        """Return the phrase from the tokens, or from the text, which loses those words."""
        name, self._name = self._name, None
        if name is not None:
            return name.phrase, name.notation
        text = self._parts[-1] if self._parts else ""
        phrase = phrase_before_box(text) if isinstance(text, str) else ""
        if phrase and isinstance(text, str):
            head = text.rstrip()
            gap = text[len(head) :]
            self._parts[-1] = head[: len(head) - len(phrase)]
            if gap != " ":
                at = max(numbers.at - len(gap), 0)
                self._repairs.append(Repair(kind="name_spacing", at=at, before=gap, after=" "))
        return phrase, "bare"

    def _take_colour(
        self, numbers: Numbers, index: int, notation: Notation
    ) -> tuple[str, Notation]:
        """Return the colour after the box, which the text after it loses, and the notation."""
        run = self._pieces[index + 1] if index + 1 < len(self._pieces) else None
        if not isinstance(run, Run):
            run = Run("", (0,), (numbers.at + len(numbers.source),))
        last = index + 2 >= len(self._pieces)
        slot, word = find_colour(run.text, last=last, required=notation != "obj")
        if notation == "obj" and not slot:
            return palette_colour(self._count), "obj"
        at = run.offset(0)
        source = self._text[at : run.offset(len(slot) - 1) + 1] if slot else ""
        colour = settle_colour(source, word, at, index=self._count, repairs=self._repairs)
        if slot:
            self._pieces[index + 1] = run.cut(len(slot))
        return colour, "marked" if notation == "obj" else notation
