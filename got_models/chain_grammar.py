"""Which token may come next, so that a chain can always be read, whatever the model prefers.

Inside an element everything is bound: the name is words, the corners are 0-999 with the second
behind the first, the mask colour is a word the model may use. Free text is left free, except that
it may not spell a token or a box in plain characters. An element is only begun when the tokens that
are left can hold the longest one, so a chain never breaks off inside it.
"""

import codecs
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from got_models.box_grammar import BOX_LENGTH, BoxGrammar, GrowingBox
from got_models.box_text import LOOSE, narrow
from got_models.decoding import Coordinates
from got_models.thought import PALETTE
from got_models.token_pieces import TokenPieces, is_name
from got_models.tokens import BOX_END, BOX_START, OBJECT_REF_END, OBJECT_REF_START

PHRASE_TOKENS = 32
"""Longest name of an object, in tokens."""

SHORTEST = 2
"""Fewest tokens a chain can have: a word and the token that ends it."""

_BOX_TOKENS = BOX_LENGTH + 2
_ENDING_TOKENS = 1
_MARKED_TOKENS = PHRASE_TOKENS + 2

_FORBIDDEN = ("<|", "<begin_of_image>")

_Place = Literal["text", "name", "before_box", "box", "after_box", "colour", "end"]


@dataclass(frozen=True)
class ChainTokens:
    """Ids of the tokens that give a chain its form."""

    name_start: int
    name_end: int
    box_start: int
    box_end: int

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerFast) -> "ChainTokens":
        """Look the ids up."""
        spelled = [OBJECT_REF_START, OBJECT_REF_END, BOX_START, BOX_END]
        return cls(*tokenizer.convert_tokens_to_ids(spelled))


class ChainGrammar:
    """The rules for one tokenizer; `start` hands out a fresh chain to be written by them.

    Args:
        tokenizer: Byte-level, with Qwen's object and box tokens.
        bare: Also allow a box after plain words, as GoT-6B writes them.
        colours: Words a mask colour may be, lower-case letters; at least one.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerFast,
        *,
        bare: bool = False,
        colours: Sequence[str] = PALETTE,
    ) -> None:
        self._slots = tuple(f" ({colour})" for colour in colours)
        self.bare_tokens = _BOX_TOKENS + max(map(len, self._slots)) + _ENDING_TOKENS
        """Most tokens that a box takes with its colour and the end of the chain."""
        self.pieces = TokenPieces(tokenizer)
        self.tokens = ChainTokens.of(tokenizer)
        self.bare = bare
        self.boxes = BoxGrammar(self.pieces)
        self.coordinates = Coordinates.of(self.pieces.digits, len(tokenizer))
        """Its tokens for whole coordinates; None if it writes them digit by digit."""
        self.colours = lru_cache(maxsize=None)(self._colours)
        self.plain = lru_cache(maxsize=None)(self._plain)

    def start(self, ending: int) -> "GrowingChain":
        """Begin a chain that the token `ending` ends."""
        return GrowingChain(self, ending)

    def _plain(self, blank: bool, extra: tuple[int, ...]) -> Tensor:
        """Tokens for running text; the first must be more than space."""
        words = self.pieces.solid if blank else self.pieces.text
        return torch.cat((words, torch.tensor(extra, dtype=torch.long)))

    def _colours(self, written: str) -> Tensor:
        """Tokens that go on with a colour in brackets, perhaps running on into the text."""
        rests = tuple(slot[len(written) :] for slot in self._slots if slot.startswith(written))
        begun = {rest[:end] for rest in rests for end in range(1, len(rest))}
        return torch.tensor(
            [
                token
                for token, text in self.pieces.starting({rest[0] for rest in rests})
                if text in begun or text.startswith(rests)
            ],
            dtype=torch.long,
        )

    def cut_slot(self, text: str) -> tuple[str, str]:
        """Split off a whole colour in brackets; the first part is empty while there is none."""
        found = next((slot for slot in self._slots if text.startswith(slot)), "")
        return found, text[len(found) :] if found else ""


class GrowingChain:
    """A chain as far as it is written. Feed it tokens that it offers and admits."""

    def __init__(self, grammar: ChainGrammar, ending: int) -> None:
        self._grammar, self._tokens = grammar, grammar.tokens
        self._pieces, self._ending = grammar.pieces, ending
        self._place: _Place = "text"
        self._run = b""  # what was spelled since the last special token or colour
        self._name_length = 0
        self._box = GrowingBox()
        self._has_element = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def finished(self) -> bool:
        """Whether the ending was written."""
        return self._place == "end"

    def offers(self, left: int) -> Tensor:
        """Return the ids `(k,)` that may come next; a few of those need `admits` as well.

        Args:
            left: How many tokens may still be written, the ending among them.
        """
        match self._place:
            case "text":
                return self._offers_in_text(left)
            case "name":
                return self._offers_in_name()
            case "before_box":
                return torch.tensor([self._tokens.box_start])
            case "box":
                return self._box.offers(self._grammar.boxes)
            case "after_box":
                return torch.tensor([self._tokens.box_end])
            case "colour":
                return self._grammar.colours(self._run.decode())
            case "end":
                return torch.tensor([], dtype=torch.long)

    def admits(self, token: int) -> bool:
        """Say whether an offered token may really be written after what stands there."""
        piece = self._pieces.of.get(token)
        if piece is None:
            return True
        match self._place:
            case "text":
                return token not in self._pieces.risky or self._is_plain(self._run + piece)
            case "name":
                return self._fits_name(self._run + piece)
            case "colour":
                slot, rest = self._grammar.cut_slot((self._run + piece).decode(errors="replace"))
                return not slot or not _is_spelled_out(rest)
            case _:
                return True

    def take(self, token: int) -> str:
        """Write a token; return the text that is certain by now, the ending itself left out."""
        piece = self._pieces.of.get(token)
        if piece is not None:
            self._spell(piece)
            return self._decoder.decode(piece)
        said = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return said + self._step(token)

    def _step(self, token: int) -> str:
        """Go to the place a special token leads to; return how it is written."""
        form = self._tokens
        places: dict[int, tuple[_Place, str]] = {
            form.name_start: ("name", OBJECT_REF_START),
            form.name_end: ("before_box", OBJECT_REF_END),
            form.box_start: ("box", BOX_START),
            form.box_end: ("colour", BOX_END),
            self._ending: ("end", ""),
        }
        self._place, said = places[token]
        self._run, self._name_length, self._box = b"", 0, GrowingBox()
        return said

    def _spell(self, piece: bytes) -> None:
        self._run += piece
        if self._place == "name":
            self._name_length += 1
        elif self._place == "box":
            self._box.take(piece.decode())
            if self._box.whole:
                self._place = "after_box"
        elif self._place == "colour":
            slot, _ = self._grammar.cut_slot(self._run.decode(errors="replace"))
            if slot:
                self._place, self._run = "text", self._run[len(slot) :]
                self._has_element = True

    def _offers_in_text(self, left: int) -> Tensor:
        blank = not self._has_element and not self._run.strip()
        if left == 1:
            return torch.tensor([self._ending])
        extra = [] if blank else [self._ending]
        if left >= _MARKED_TOKENS + self._grammar.bare_tokens:
            extra.append(self._tokens.name_start)
        if self._grammar.bare and left >= self._grammar.bare_tokens and self._ends_in_one_space():
            extra.append(self._tokens.box_start)
        return self._grammar.plain(blank, tuple(extra))

    def _ends_in_one_space(self) -> bool:
        text = self._run.decode(errors="replace")
        return text.endswith(" ") and not text[-2:-1].isspace()

    def _offers_in_name(self) -> Tensor:
        closing = torch.tensor([self._tokens.name_end])
        if self._name_length == PHRASE_TOKENS:
            return closing
        if not self._name_length:
            return self._pieces.name_start
        if self._run.endswith(b" "):
            return self._pieces.name_next
        return torch.cat((closing, self._pieces.name_next))

    def _fits_name(self, run: bytes) -> bool:
        """Say whether `run` can be a name, or can become one with the tokens it has left."""
        name = run.decode(errors="replace")
        is_last = self._name_length + 1 == PHRASE_TOKENS
        whole = name if is_last else name.removesuffix(" ")
        return is_name(whole) and not _is_spelled_out(name)

    def _is_plain(self, run: bytes) -> bool:
        text = run.decode(errors="replace")
        return not _is_spelled_out(text) and (self._has_element or not text.isspace())


def _is_spelled_out(text: str) -> bool:
    """Say whether plain text spells a token or a box, which would be read as one."""
    return _holds(text, _FORBIDDEN) or LOOSE.search(narrow(text)) is not None


def _holds(text: str, parts: Iterable[str]) -> bool:
    return any(part in text for part in parts)
