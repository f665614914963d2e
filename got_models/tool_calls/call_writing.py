"""Writing tool calls behind a prompt: what is forced is read at once, strings are chosen whole."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from got_models.decoding import Chooser
from got_models.mllm_stream import MllmStream
from got_models.tool_calls.call_grammar import GrowingAnswer
from got_models.tool_calls.candidates import Candidate
from got_models.tool_calls.weighing import Weighing

_ARGUMENT = re.compile(r'"(\w+)": "$')


@dataclass
class Written:
    """Calls as text, and what was chosen in them.

    Of every choice of a token, `chances` has the probability of what was chosen and of the next
    best, among all that could be; `strings` has the probability of every string.
    """

    text: str = ""
    chances: list[tuple[float, float]] = field(default_factory=list)
    strings: list[float] = field(default_factory=list)

    @property
    def certainty(self) -> float:
        """The probability of all choices together."""
        return math.prod(self.strings) * math.prod(chosen for chosen, _ in self.chances)

    @property
    def doubt(self) -> tuple[int, float] | None:
        """The choice that could best have gone otherwise, and by what factor less likely."""
        ratios = [(at, other / chosen) for at, (chosen, other) in enumerate(self.chances)]
        return max(ratios, key=lambda one: one[1], default=None)


class CallWriting:
    """Writes calls; the stream is afterwards as it was.

    Args:
        stream: The prompt.
        weighing: Weighs strings.
        strings: What strings may be.
        chooser: Picks among what may be written.
        limit: Most tokens of an answer.
    """

    def __init__(
        self,
        stream: MllmStream,
        weighing: Weighing,
        strings: Sequence[Candidate],
        chooser: Chooser,
        limit: int,
    ) -> None:
        self._stream, self._weighing, self._strings = stream, weighing, strings
        self._chooser, self._limit = chooser, limit

    def write(
        self, answer: GrowingAnswer, head: Sequence[int], *, swerve: int | None = None
    ) -> Written:
        """Write calls to their end.

        Args:
            answer: An answer that nothing was written of.
            head: The tokens it begins with.
            swerve: Which choice takes the next best in place of the best.
        """
        before = self._stream.length
        found = Written()
        unread = self._taken(answer, head, found)
        written = len(unread)
        while True:
            fixed = answer.forced
            unread += self._taken(answer, fixed, found)
            written += len(fixed)
            if answer.finished:
                break
            logits = self._stream.logits(self._stream.read(unread))
            unread = []
            left = max(self._limit - written, answer.closing)
            if self._string(answer, logits, found, left):
                continue
            token = self._token(answer, logits, found, left, swerve)
            unread = self._taken(answer, [token], found)
            written += 1
            if answer.finished:
                break
        self._stream.unread(self._stream.length - before)
        return found

    def _taken(self, answer: GrowingAnswer, tokens: Sequence[int], found: Written) -> list[int]:
        found.text += "".join(answer.take(token) for token in tokens)
        return list(tokens)

    def _string(self, answer: GrowingAnswer, logits: Tensor, found: Written, left: int) -> bool:
        """Settle the string that begins here, if one does and something fits it."""
        room, name = answer.room, _ARGUMENT.search(found.text)
        if room is None or name is None:
            return False
        fitting = [one for one in self._strings if len(one.text.encode()) <= room]
        most = left - answer.closing
        weighed = self._weighing.strings(self._stream, logits, name[1], fitting, most)
        if not weighed:
            return False
        scores = torch.tensor([score for _, score in weighed])
        at = self._chooser.pick(scores)
        found.strings.append(float(scores.softmax(dim=0)[at]))
        answer.fill(weighed[at][0])
        return True

    def _token(
        self,
        answer: GrowingAnswer,
        logits: Tensor,
        found: Written,
        left: int,
        swerve: int | None,
    ) -> int:
        """Choose one token, or where the answer is to swerve the next best one."""
        offered = answer.offers(left)
        scores = logits.index_select(0, offered).log_softmax(dim=0)
        at = self._chooser.pick(scores)
        chosen = float(scores[at].exp())
        scores[at] = -torch.inf
        other = float(scores.max().exp()) if len(offered) > 1 else 0.0
        if len(found.chances) == swerve and other > 0:
            at, chosen, other = int(scores.argmax()), other, chosen
        found.chances.append((chosen, other))
        return int(offered[at])
