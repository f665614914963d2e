"""Chains: every one that was ever shown, with what it changed of the one before."""

import json
import re
from collections.abc import Sequence

from got_models.chain_diff import describe_changes
from got_models.errors import ChainNotFound
from got_models.thought import Box, Chain, Element
from memory.database import Base, Row, now
from memory.sessions import Sessions
from memory.values import ShownChain

_COLUMNS = "id, session, job, previous, by, task, parts, changes, created"
_GAPS = re.compile(r"\s+")


class Chains:
    """Repository of shown chains."""

    def __init__(self, base: Base, sessions: Sessions) -> None:
        self._base, self._sessions = base, sessions

    def show(
        self,
        session: str,
        chain: Chain,
        *,
        by: str = "reasoner",
        previous: int | None = None,
        job: int | None = None,
        changes: Sequence[str] | None = None,
    ) -> ShownChain:
        """Store a chain that is about to be shown.

        Args:
            session: Where it is shown.
            chain: The chain.
            by: Who wrote it: the reasoner, the user, a repair.
            previous: The chain it replaces or goes on from.
            job: The turn it belongs to.
            changes: What it changes, in sentences; None for what is different from `previous`.

        Raises:
            ChainNotFound: `previous` is no chain of the session.
        """
        before = None if previous is None else self.get(session, previous).chain
        if changes is None:
            changes = () if before is None else describe_changes(before, chain)
        about: dict[str, object] = {
            "session": session,
            "job": job,
            "previous": previous,
            "by": by,
            "created": now(),
        }
        with self._base.writing(lasting=False):
            self._sessions.row(session)
            number = self._base.store(
                "chains",
                task=chain.task,
                parts=_write(chain),
                words=words_of(chain),
                changes=json.dumps(changes, ensure_ascii=False),
                **about,
            )
        return ShownChain.model_validate(
            {"id": number, "chain": chain, "changes": changes, **about}
        )

    def get(self, session: str, chain: int) -> ShownChain:
        """Return one shown chain.

        Raises:
            ChainNotFound: It does not exist, or belongs to another session.
        """
        row = self._base.fetch_one(
            f"select {_COLUMNS} from chains where id = ? and session = ?", chain, session
        )
        if row is None:
            raise ChainNotFound(chain)
        return _shown(row)

    def of_job(self, job: int) -> list[ShownChain]:
        """Return the chains shown in a turn, in order."""
        rows = self._base.fetch(f"select {_COLUMNS} from chains where job = ? order by id", job)
        return [_shown(row) for row in rows]

    def all(self, session: str, *, after: int = 0, limit: int = -1) -> list[ShownChain]:
        """Return the chains of a session in order, starting after number `after`."""
        rows = self._base.fetch(
            f"select {_COLUMNS} from chains where session = ? and id > ? order by id limit ?",
            session,
            after,
            limit,
        )
        return [_shown(row) for row in rows]


def words_of(chain: Chain) -> str:
    """Return what a chain says without boxes, colours and tokens: what search looks at."""
    said = (part if isinstance(part, str) else f" {part.phrase} " for part in chain.parts)
    return _GAPS.sub(" ", "".join(said)).strip()


def _write(chain: Chain) -> str:
    """Write every part as it is, which the written form of a chain would not always do."""
    parts = [
        part
        if isinstance(part, str)
        else [part.phrase, *part.box.corners, part.colour, part.notation]
        for part in chain.parts
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _read(task: str, parts: str) -> Chain:
    return Chain.model_validate(
        {"task": task, "parts": [_part(part) for part in json.loads(parts)]}
    )


def _part(part: str | list[object]) -> str | Element:
    if isinstance(part, str):
        return part
    phrase, x0, y0, x1, y1, colour, notation = part
    box = Box.model_validate({"x0": x0, "y0": y0, "x1": x1, "y1": y1})
    return Element.model_validate(
        {"phrase": phrase, "box": box, "colour": colour, "notation": notation}
    )


def _shown(row: Row) -> ShownChain:
    chain = _read(row.pop("task"), row.pop("parts"))
    changes = json.loads(row.pop("changes"))
    return ShownChain.model_validate({**row, "chain": chain, "changes": changes})
