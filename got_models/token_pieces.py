"""What every token of a byte-level tokenizer spells, sorted by what a chain may do with it.

Tables are built once per tokenizer; per written token nothing walks the vocabulary.
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

_SHOWN = (*range(33, 127), *range(161, 173), *range(174, 256))
"""Bytes that a byte-level vocabulary shows as themselves; the others are shifted behind 255."""

_RISKY = frozenset("|>)]\N{FULLWIDTH RIGHT PARENTHESIS}\uff3d\N{REPLACEMENT CHARACTER}")
"""Characters that can complete a token or a box spelled in plain text."""


class TokenPieces:
    """The ordinary tokens of a tokenizer as bytes, and the groups a grammar picks from.

    Added tokens, such as the image tokens, are in no group: what uses them names them.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self.of: dict[int, bytes] = _bytes_of_tokens(tokenizer)
        shown = {token: piece.decode(errors="replace") for token, piece in self.of.items()}
        self.risky = {token for token, text in shown.items() if not _RISKY.isdisjoint(text)}
        self.text = _tensor(token for token, text in shown.items() if "<|" not in text)
        self.solid = self._among(shown, lambda text: "<|" not in text and not text.isspace())
        self.name_start = self._among(shown, is_name)
        self.name_next = self._among(shown, lambda text: text == " " or is_name(f"x{text}"))
        self.digits = {token: text for token, text in shown.items() if _is_number(text)}
        self.marks = {token: text for token, text in shown.items() if set(text) <= set("(),")}
        self._by_first: dict[str, list[tuple[int, str]]] = {}
        for token, text in shown.items():
            self._by_first.setdefault(text[0], []).append((token, text))

    def starting(self, characters: Iterable[str]) -> list[tuple[int, str]]:
        """Return the tokens whose text starts with one of `characters`, with that text."""
        return [pair for first in characters for pair in self._by_first.get(first, ())]

    def _among(self, shown: dict[int, str], fits: Callable[[str], bool]) -> Tensor:
        return _tensor(token for token, text in shown.items() if fits(text))


def is_name(text: str) -> bool:
    """Say whether `text` is words with single spaces between them, as a phrase must be."""
    return bool(text) and "<|" not in text and text == " ".join(text.split())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _tensor(tokens: Iterable[int]) -> Tensor:
    return torch.tensor(sorted(tokens), dtype=torch.long)


def _bytes_of_tokens(tokenizer: PreTrainedTokenizerFast) -> dict[int, bytes]:
    """Undo the byte-level alphabet for every token that was not added."""
    hidden = (byte for byte in range(256) if byte not in set(_SHOWN))
    alphabet = {chr(byte): byte for byte in _SHOWN}
    alphabet |= {chr(256 + at): byte for at, byte in enumerate(hidden)}
    added = set(tokenizer.get_added_vocab().values())
    return {
        token: bytes(alphabet[character] for character in spelled)
        for spelled, token in tokenizer.get_vocab().items()
        if token not in added
    }
