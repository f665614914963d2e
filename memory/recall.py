"""Search in what was said and planned, over all sessions or one."""

import re
from dataclasses import dataclass
from typing import Literal

from memory.database import Base, Row, storable
from memory.values import Hit

MARK_START, MARK_END = "\x01", "\x02"
"""Stand around matched words in an excerpt: characters nobody types, for a page to replace."""

CANDIDATES = 500
"""How many of the newest matches are ranked: a word in every turn would have all turns ranked."""

TYPICAL_LETTERS = 200
"""A text of this length scores half of what a single word would.

Every match holds every word of the question, so what bm25 would add to the length of the text is
little; it would look at all matches for that, which takes longer than all the rest.
"""

MAX_TERMS = 16
EXCERPT_WORDS = 24

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class _Source:
    """A table that is searched, and how to tell which version a row is about."""

    kind: Literal["message", "chain"]
    table: str
    column: str
    version: str


_SOURCES = (
    _Source("message", "messages", "text", "d.version"),
    _Source("chain", "chains", "words", "(select max(v.id) from versions v where v.chain = d.id)"),
)


class Recall:
    """Full-text search; signs that mean something to SQLite mean nothing in a question."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def find(
        self,
        question: str,
        *,
        session: str | None = None,
        since_s: float = 0.0,
        until_s: float = float("inf"),
        limit: int = 20,
    ) -> list[Hit]:
        """Return the messages and chains that hold every word of a question, best first.

        Words are found with other endings too, the last one also as the start of a longer word.
        Words in "double quotes" must stand together. Short texts come before long ones, and of
        similar length the newest first; of very many only the newest are ranked.

        Args:
            question: The words.
            session: Search only here.
            since_s: Leave out what is older, in seconds since 1970, UTC.
            until_s: Leave out what is newer.
            limit: How many at most.
        """
        words = match_words(question)
        if not words:
            return []
        found = [
            {**row, "kind": source.kind}
            for source in _SOURCES
            for row in self._candidates(source, words, session, since_s, until_s)
        ]
        found.sort(key=lambda row: (-_score(row["letters"]), -row["created"]))
        best = found[:limit]
        told = {
            (source.kind, row["id"]): row
            for source in _SOURCES
            for row in self._told(source, words, [r for r in best if r["kind"] == source.kind])
        }
        # A session may have been deleted between the two questions.
        keyed = ((row, told.get((row["kind"], row["id"]))) for row in best)
        return [_hit(row, about) for row, about in keyed if about is not None]

    def _candidates(
        self, source: _Source, words: str, session: str | None, since_s: float, until_s: float
    ) -> list[Row]:
        """Return the newest matches; a session's rows lie in a range of numbers."""
        least, most = self._span(source, session)
        return self._base.fetch(
            f"""select d.id, d.session, d.job, d.created, length(d.{source.column}) as letters
            from {source.table}_fts f join {source.table} d on d.id = f.rowid
            where {source.table}_fts match ? and f.rowid between ? and ?
                and coalesce(?, d.session) = d.session and d.created between ? and ?
            order by f.rowid desc limit ?""",
            words,
            least,
            most,
            session,
            since_s,
            until_s,
            CANDIDATES,
        )

    def _span(self, source: _Source, session: str | None) -> tuple[int, int]:
        """Return the range of numbers to look in; an empty one if the session has nothing."""
        if session is None:
            return 0, 2**63 - 1
        question = f"from {source.table} where session = ?"
        row = self._base.fetch_one(
            f"select (select min(id) {question}) as least, (select max(id) {question}) as most",
            session,
            session,
        )
        return (row["least"], row["most"]) if row and row["least"] is not None else (1, 0)

    def _told(self, source: _Source, words: str, best: list[Row]) -> list[Row]:
        """Return excerpt, title and version of finds.

        They are asked for together: whatever begins with the last word is looked up anew at
        every question. The plus keeps SQLite from asking once per number.
        """
        if not best:
            return []
        numbers = [row["id"] for row in best]
        return self._base.fetch(
            f"""select d.id, s.title, {source.version} as version,
                snippet({source.table}_fts, 0, ?, ?, '…', {EXCERPT_WORDS}) as excerpt
            from {source.table}_fts f join {source.table} d on d.id = f.rowid
                join sessions s on s.id = d.session
            where {source.table}_fts match ? and f.rowid between ? and ?
                and +f.rowid in ({", ".join("?" * len(numbers))})""",
            MARK_START,
            MARK_END,
            words,
            min(numbers),
            max(numbers),
            *numbers,
        )


def _score(letters: int) -> float:
    return round(TYPICAL_LETTERS / (TYPICAL_LETTERS + letters), 1)


def _hit(row: Row, told: Row) -> Hit:
    score = _score(row.pop("letters"))
    return Hit.model_validate({**row, **told, "score": score})


def match_words(question: str) -> str:
    """Return a question in SQLite's search language, every word of it quoted; "" if it has none."""
    terms = []
    for together, alone in _TERM.findall(storable(question).replace("\0", " ")):
        term = together or alone
        if _LETTER.search(term):
            terms.append(f'"{term}"' + ("*" if alone else ""))
    kept = terms[:MAX_TERMS]
    return " ".join([*(term.rstrip("*") for term in kept[:-1]), *kept[-1:]])
