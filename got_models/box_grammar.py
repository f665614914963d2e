"""Which token may come next inside a box: four numbers 0-999, the second corner behind the first.

Works on the characters of the tokens, so it serves tokenizers that keep numbers whole and those
that split them into digits.
"""

from functools import lru_cache

import torch
from torch import Tensor

from got_models.thought import COORDINATE_MAX
from got_models.token_pieces import TokenPieces

BOX_LENGTH = len("(998,998),(999,999)")
"""Most tokens that the numbers and marks of a box can take: one for each character."""

_SEPARATORS = (",", "),(", ",", ")")
"""What follows each of the four numbers of a box."""


class BoxGrammar:
    """Ids that may follow in a box, for one tokenizer."""

    def __init__(self, pieces: TokenPieces) -> None:
        self._pieces = pieces
        self.number = lru_cache(maxsize=4096)(self._number)
        self.due = lru_cache(maxsize=None)(self._due)

    def _number(self, digits: str, lowest: int, highest: int, behind: str) -> Tensor:
        """Tokens that go on with a number, or, once it is whole, with what stands behind it."""
        fitting = [
            token
            for token, more in self._pieces.digits.items()
            if leads_to(digits + more, lowest, highest)
        ]
        if digits and lowest <= int(digits) <= highest:
            fitting += self._within(behind)
        return torch.tensor(fitting, dtype=torch.long)

    def _due(self, text: str) -> Tensor:
        """Tokens that spell the start of `text`, which is brackets and commas, and no more."""
        return torch.tensor(self._within(text), dtype=torch.long)

    def _within(self, text: str) -> list[int]:
        return [token for token, marks in self._pieces.marks.items() if text.startswith(marks)]


class GrowingBox:
    """Four numbers in brackets as far as they are written."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._digits = ""
        self._due = "("

    @property
    def whole(self) -> bool:
        """Whether the last bracket is closed."""
        return len(self._numbers) == len(_SEPARATORS) and not self._due

    def offers(self, grammar: BoxGrammar) -> Tensor:
        """Return the ids that may come next."""
        if self._due:
            return grammar.due(self._due)
        at = len(self._numbers)
        lowest = self._numbers[at - 2] + 1 if at >= 2 else 0
        highest = COORDINATE_MAX if at >= 2 else COORDINATE_MAX - 1
        return grammar.number(self._digits, lowest, highest, _SEPARATORS[at])

    def take(self, text: str) -> None:
        """Write digits, or brackets and commas."""
        if text.isdigit():
            self._digits += text
            return
        if self._digits:
            self._due = _SEPARATORS[len(self._numbers)]
            self._numbers.append(int(self._digits))
            self._digits = ""
        self._due = self._due[len(text) :]


def leads_to(digits: str, lowest: int, highest: int) -> bool:
    """Say whether a number of at most three digits between the two starts with `digits`."""
    if digits.startswith("0"):
        return digits == "0" and lowest <= 0
    value = int(digits)
    tens = (10**more for more in range(4 - len(digits)))
    return any(value * ten <= highest and (value + 1) * ten > lowest for ten in tens)
