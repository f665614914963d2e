"""Which token may come next, so that an answer is words, or tool calls that can be run.

Whatever the model prefers: every call is JSON that its tool's schema accepts, every string in it
is copied from what was said, and the answer ends within the tokens there are.
"""

import codecs
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from got_models.errors import BadInput
from got_models.token_pieces import TokenPieces
from got_models.tokens import IM_END
from got_models.tool_calls.call_text import CALL_END, CALL_START
from got_models.tool_calls.copying import Copied, Sources
from got_models.tool_calls.rules import (
    SPECIAL,
    OneOf,
    Stack,
    Text,
    after,
    forced,
    ready,
    shortest,
)
from got_models.tool_calls.specification import Choice, ToolSpecification, call_rules
from got_models.tool_calls.token_trie import TokenTrie

REPLY_TOKENS = 60
"""Most tokens of a reply in words."""

MOST_CALLS = 3
"""Most calls in one answer."""

_ENDING_TOKENS = 1


class CallGrammar:
    """The rules for one tokenizer; `start` hands out a fresh answer to be written by them."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        pieces = TokenPieces(tokenizer)
        self.of = pieces.of
        self._tokenizer = tokenizer
        spelled = [CALL_START, CALL_END, IM_END]
        self.call_start, self.call_end, self.ending = tokenizer.convert_tokens_to_ids(spelled)
        self.trie = TokenTrie(pieces.of, (self.call_start, self.call_end, self.ending))
        plain = [token for token, piece in pieces.of.items() if b"<" not in piece]
        solid = [token for token in plain if not _is_blank(pieces.of[token])]
        self.words, self.first_words = torch.tensor(plain), torch.tensor(solid)

    def beginning_with(self, start: bytes) -> list[int]:
        """Return the tokens that spell a text which begins so."""
        return [token for token, piece in self.of.items() if piece.startswith(start)]

    def spelled(self, symbols: Sequence[int]) -> list[int]:
        """Return the tokens of symbols that make whole characters, as a text has them."""
        tokens: list[int] = []
        for special, run in groupby(symbols, key=lambda symbol: symbol >= SPECIAL):
            if special:
                tokens += [symbol - SPECIAL for symbol in run]
            else:
                tokens += self._tokenizer.encode(_whole(bytes(run)))
        return tokens

    def start(
        self,
        tools: Sequence[ToolSpecification],
        copyable: Sequence[str],
        *,
        choice: Choice = "auto",
        calls: int = MOST_CALLS,
    ) -> "GrowingAnswer":
        """Begin an answer.

        Args:
            tools: What may be called.
            copyable: The texts that string arguments are copied from.
            choice: Whether a tool may be called, must be, or must not be.
            calls: Most calls in the answer.

        Raises:
            BadSchema: A tool requires an argument that cannot be written.
            BadInput: A tool must be called and there is none.
        """
        call: Stack = ()
        if tools and choice != "none":
            sources = Sources.of(copyable)
            call = call_rules(tools, sources, start=self.call_start, end=self.call_end)
        elif choice == "any":
            raise BadInput("a tool must be called and there is none; bind some tools first")
        return GrowingAnswer(self, call, may_reply=choice != "any", calls=calls)


class GrowingAnswer:
    """An answer as far as it is written. A `Constraint` of `decoding`."""

    def __init__(self, grammar: CallGrammar, call: Stack, *, may_reply: bool, calls: int) -> None:
        self._grammar, self._call = grammar, call
        self._may_reply, self._calls = may_reply, calls
        self._place: Literal["start", "reply", "call", "end"] = "start"
        self._stacks: list[Stack] = []
        self._reply_length = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def finished(self) -> bool:
        """Whether the ending was written."""
        return self._place == "end"

    @property
    def shortest(self) -> int:
        """Fewest tokens, the ending among them, with which any answer can be written."""
        if self._may_reply:
            return 1 + _ENDING_TOKENS
        return shortest(self._call) + _ENDING_TOKENS

    @property
    def forced(self) -> list[int]:
        """Tokens that must come next in a call, as far as nothing can be chosen."""
        return self._grammar.spelled(forced(self._stacks)) if self._place == "call" else []

    @property
    def room(self) -> int | None:
        """Bytes that a string may have where one is to begin; None everywhere else."""
        if self._place != "call" or len(self._stacks) != 1:
            return None
        first = self._stacks[0][0] if self._stacks[0] else None
        return first.left if isinstance(first, Copied) and first.places is None else None

    @property
    def closing(self) -> int:
        """Most tokens that the shortest way to the end of a call takes from here."""
        return min(map(shortest, self._stacks))

    def fill(self, text: str) -> None:
        """Settle what the string that begins here will be; there must be `room` for it."""
        self._stacks = ready([(Text.of(text), *self._stacks[0][1:])])

    def offers(self, left: int) -> Tensor:
        """Return the ids `(k,)` that may come next when `left` tokens may still be written."""
        match self._place:
            case "start":
                return self._offers_at_start(left)
            case "reply":
                return self._offers_in_reply(left)
            case "call":
                return torch.tensor(self._grammar.trie.fitting(self._stacks, left))
            case "end":
                return torch.tensor([], dtype=torch.long)

    def admits(self, token: int) -> bool:
        """Everything offered may be written."""
        return True

    def may_take(self, token: int, left: int = 10_000) -> bool:
        """Say whether one token may come next, without looking at all the others."""
        if self._place != "call":
            return token in self.offers(left)
        return bool(self._behind(token))

    def take(self, token: int) -> str:
        """Write a token; return the text that is certain by now, the ending itself left out."""
        if self._place == "start":
            self._begin(token)
        elif self._place == "call":
            self._stacks = self._behind(token)
        if token == self._grammar.ending:
            self._place = "end"
            return self._decoder.decode(b"", final=True)
        if token == self._grammar.call_start:
            return CALL_START
        if token == self._grammar.call_end:
            return CALL_END
        self._reply_length += 1
        return self._decoder.decode(self._grammar.of[token])

    def _begin(self, token: int) -> None:
        """Take the first token, which decides between words and calls."""
        if token != self._grammar.call_start:
            self._place = "reply"
            return
        self._place = "call"
        self._stacks = after(ready([self._answer(self._calls)]), SPECIAL + token)

    def _answer(self, calls: int) -> Stack:
        """Return the rules of up to so many calls and the ending."""
        ending = Text((SPECIAL + self._grammar.ending,))
        stack: Stack = (*self._call, ending)
        for _ in range(calls - 1):
            stack = (*self._call, OneOf(((ending,), (Text.of("\n"), *stack))))
        return stack

    def _behind(self, token: int) -> list[Stack]:
        """Return how the calls may go on behind a token."""
        stacks = self._stacks
        piece = self._grammar.of.get(token)
        for symbol in (SPECIAL + token,) if piece is None else piece:
            stacks = after(stacks, symbol)
        return stacks

    def _offers_at_start(self, left: int) -> Tensor:
        fits = bool(self._call) and shortest(self._call) + _ENDING_TOKENS <= left
        call = torch.tensor([self._grammar.call_start] if fits else [], dtype=torch.long)
        if not self._may_reply:
            return call
        return torch.cat((call, self._grammar.first_words))

    def _offers_in_reply(self, left: int) -> Tensor:
        ending = torch.tensor([self._grammar.ending])
        if left == 1 or self._reply_length >= REPLY_TOKENS:
            return ending
        return torch.cat((ending, self._grammar.words))


def _whole(text: bytes) -> str:
    """Return text as far as its characters are whole."""
    try:
        return text.decode()
    except UnicodeDecodeError as cut:
        return text[: cut.start].decode()


def _is_blank(piece: bytes) -> bool:
    return not piece.decode(errors="replace").strip("\N{REPLACEMENT CHARACTER} \t\r\n")
