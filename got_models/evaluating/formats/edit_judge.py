"""A chat model that sees as judge of edits, by GoT's rule of two scores.

It gives 0 to 10 for whether the edit succeeded and 0 to 10 for whether nothing else was changed;
an edit is as good as the lower of the two. The words are ours.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, figure 12 and section 6.3.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from PIL import Image

from got_models.brains.chat import Message
from got_models.errors import BadWish
from got_models.value import Value

QUESTION = """Two pictures follow each other: the first is before an edit, the second after it.
The instruction was: {instruction}

Give two scores from 0 to 10.
First: did the edit succeed? 0: nothing of what was asked for can be seen; 10: it was done fully.
Second: was everything else left alone? 0: the picture is another one; 10: nothing else changed.
Answer with JSON only: {{"reasoning": "one short sentence", "score": [first, second]}}"""

AGAIN = "That was not in the form asked for. Answer with JSON only: "

ATTEMPTS = 2
HIGHEST = 10.0

_PAIR = re.compile(r"\[\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*\]")


class Server(Protocol):
    """A chat server, such as `ChatServer`."""

    def answer(self, messages: Sequence[Message], *, seed: int = 0) -> str:
        """Return the text of its answer."""
        ...


class Edit(NamedTuple):
    """What is judged."""

    id: str
    instruction: str
    before: Image.Image
    after: Image.Image


class Judgement(Value):
    """What the judge said; `outcome` other than "scored" has no scores and says why in `reason`."""

    id: str
    outcome: str = "scored"
    """`scored`, `refused` (the judge declined) or `malformed` (no two scores in its answers)."""
    success: float | None = None
    restraint: float | None = None
    reason: str = ""

    @property
    def score(self) -> float | None:
        """The lower of the two scores as a share; None when there are none."""
        if self.success is None or self.restraint is None:
            return None
        return min(self.success, self.restraint) / HIGHEST


class Judgements(Value):
    """The mean over the scored edits, and how many could not be scored; those are not zeros."""

    judge: str
    mean: float | None
    scored: int
    refused: int
    malformed: int


def judge_edit(edit: Edit, server: Server) -> Judgement:
    """Ask for two scores, and once more where the answer holds none.

    Raises:
        ServerError: The server cannot be asked: that says nothing about the edit.
    """
    question = QUESTION.format(instruction=edit.instruction)
    text = ""
    for attempt in range(ATTEMPTS):
        words = question if not attempt else f"{AGAIN}\n{question}"
        asked = Message(role="user", text=words, pictures=(edit.before, edit.after))
        try:
            text = server.answer([asked], seed=attempt)
        except BadWish as refusal:
            return Judgement(id=edit.id, outcome="refused", reason=str(refusal))
        if (found := read_scores(text)) is not None:
            (success, restraint), reason = found
            return Judgement(id=edit.id, success=success, restraint=restraint, reason=reason)
    return Judgement(id=edit.id, outcome="malformed", reason=text[:200])


def read_scores(text: str) -> tuple[tuple[float, float], str] | None:
    """Return the two scores and the reasoning of an answer; None when it has no two scores.

    JSON is read wherever it stands in the text; failing that, the last list of two numbers.
    """
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        try:
            told = json.loads(text[start : end + 1])
        except ValueError:
            told = None
        if isinstance(told, dict) and (scores := _pair(told.get("score"))) is not None:
            return scores, str(told.get("reasoning", ""))
    pairs = _PAIR.findall(text)
    scores = _pair([float(number) for number in pairs[-1]]) if pairs else None
    return (scores, text[:200]) if scores is not None else None


def summarise(judgements: Sequence[Judgement], judge: str) -> Judgements:
    """Sum up; what was refused or malformed is counted and left out of the mean."""
    scores = [one.score for one in judgements if one.score is not None]
    outcomes = [one.outcome for one in judgements]
    return Judgements(
        judge=judge,
        mean=sum(scores) / len(scores) if scores else None,
        scored=len(scores),
        refused=outcomes.count("refused"),
        malformed=outcomes.count("malformed"),
    )


def judge_all(
    edits: Sequence[Edit], server: Server, *, tell: Callable[[int, int], None] | None = None
) -> list[Judgement]:
    """Judge edits in their order.

    Raises:
        ServerError: The server cannot be asked.
    """
    found = []
    for done, edit in enumerate(edits, start=1):
        found.append(judge_edit(edit, server))
        if tell:
            tell(done, len(edits))
    return found


def _pair(told: object) -> tuple[float, float] | None:
    if not isinstance(told, list) or len(told) != 2:
        return None
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in told):
        return None
    first, second = (float(one) for one in told)
    return (first, second) if 0 <= first <= HIGHEST and 0 <= second <= HIGHEST else None
