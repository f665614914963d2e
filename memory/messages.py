"""Messages: what was said in a session."""

from memory.database import Base, now, storable
from memory.sessions import Sessions
from memory.values import Message, Role

_COLUMNS = "id, session, role, text, job, version, picture, created"


class Messages:
    """Repository of messages."""

    def __init__(self, base: Base, sessions: Sessions) -> None:
        self._base, self._sessions = base, sessions

    def add(
        self,
        session: str,
        role: Role,
        text: str,
        *,
        job: int | None = None,
        version: int | None = None,
        picture: str | None = None,
    ) -> Message:
        """Store what was said.

        Args:
            session: Where it was said.
            role: Who said it.
            text: The words.
            job: The turn it belongs to.
            version: The version it is about.
            picture: Digest of a kept picture that came with it.
        """
        with self._base.writing(lasting=False):
            self._sessions.row(session)
            said: dict[str, object] = {
                "session": session,
                "role": role,
                "text": storable(text),
                "job": job,
                "version": version,
                "picture": picture,
                "created": now(),
            }
            number = self._base.store("messages", **said)
        return Message.model_validate({"id": number, **said})

    def newest(self, session: str, limit: int = 50, *, before: int | None = None) -> list[Message]:
        """Return the last messages of a session in the order they were said.

        Args:
            session: Whose messages.
            limit: How many at most.
            before: Only those before this number, to go on reading upwards.
        """
        self._sessions.row(session)
        rows = self._base.fetch(
            f"select {_COLUMNS} from messages where session = ? and id < ? "
            "order by id desc limit ?",
            session,
            2**63 - 1 if before is None else before,
            limit,
        )
        return [Message.model_validate(row) for row in reversed(rows)]
