"""Where sessions are: undo, redo, jumps and branches. A head moves; nothing is drawn again."""

from collections.abc import Mapping
from typing import Literal

from pydantic import ValidationError

from got_models.errors import BranchExists, BranchNotFound, MemoryRefusal, VersionNotFound
from memory import tree
from memory.database import Base, now, storable
from memory.sessions import Sessions
from memory.tree import Move, Node
from memory.values import Branch, Session

HEAD: Literal["head"] = "head"
"""Stands for the version a session is at."""

Place = int | None | Literal["head"]
"""A version's number, None for the beginning, or `HEAD`."""


class Heads:
    """Repository of heads and branches."""

    def __init__(self, base: Base, sessions: Sessions) -> None:
        self._base, self._sessions = base, sessions

    def undo(self, session: str, *, expected: int | None = None) -> Session:
        """Move the head to its parent.

        Raises:
            NothingToUndo: The session is at its beginning.
            SessionMoved: The session was changed since revision `expected`.
        """
        with self._base.writing(lasting=False):
            return self._move(session, tree.undo(self.node(session, HEAD, expected=expected)))

    def redo(self, session: str, *, expected: int | None = None) -> Session:
        """Move the head to the child it was at last.

        Raises:
            NothingToRedo: Nothing was made after the head.
            SessionMoved: The session was changed since revision `expected`.
        """
        with self._base.writing(lasting=False):
            return self._move(session, tree.redo(self.node(session, HEAD, expected=expected)))

    def go_to(self, session: str, version: int | None, *, expected: int | None = None) -> Session:
        """Move the head to a version, or to the beginning.

        Raises:
            VersionNotFound: The number is no version of the session.
            SessionMoved: The session was changed since revision `expected`.
        """
        with self._base.writing(lasting=False):
            node = self.node(session, version, expected=expected)
            name, is_new = self._branch_after(session, node.id)
            return self._move(session, Move(node.id), branch=None if is_new else name)

    def switch(self, session: str, name: str, *, expected: int | None = None) -> Session:
        """Move the head to the end of a branch, which goes on from there.

        Raises:
            BranchNotFound: The session has no branch of that name.
            SessionMoved: The session was changed since revision `expected`.
        """
        with self._base.writing(lasting=False):
            self._sessions.row(session, expected=expected)
            tips = self._tips(session)
            if name not in tips:
                raise BranchNotFound(name, hint=f"there is {', '.join(map(repr, sorted(tips)))}")
            return self._move(session, Move(tips[name]), branch=name)

    def branch(self, session: str, name: str, *, at: Place = HEAD) -> Session:
        """Begin a branch at a version and move the head there.

        Raises:
            BranchExists: The name is taken.
            VersionNotFound: `at` is no version of the session.
        """
        with self._base.writing():
            node = self.node(session, at)
            wanted = _branch(name)
            if wanted in self._tips(session):
                raise BranchExists(wanted)
            self._base.store("branches", session=session, name=wanted, version=node.id)
            return self._move(session, Move(node.id), branch=wanted)

    def branches(self, session: str) -> list[Branch]:
        """Return the branches of a session by name."""
        self._sessions.row(session)
        return [Branch(name=name, version=tip) for name, tip in sorted(self._tips(session).items())]

    def restore(
        self, session: str, branches: Mapping[str, int | None], *, current: str, head: int | None
    ) -> Session:
        """Put branches and head where they were in a session that was read from a file.

        Raises:
            BranchNotFound: The current branch is none of them.
            VersionNotFound: A branch or the head is no version of the session.
        """
        if current not in branches:
            raise BranchNotFound(current)
        with self._base.writing():
            tips = {_branch(name): self.node(session, at).id for name, at in branches.items()}
            self._base.change("delete from branches where session = ?", session)
            for name, tip in tips.items():
                self._base.store("branches", session=session, name=name, version=tip)
            return self._move(session, Move(self.node(session, head).id), branch=current)

    def grow(self, session: str, parent: int | None, child: int) -> None:
        """Move the head to a version just made, and let its branch end there."""
        name, is_new = self._branch_after(session, parent)
        if is_new:
            self._base.store("branches", session=session, name=name)
        self._base.change(
            "update branches set version = ? where session = ? and name = ?", child, session, name
        )
        self._move(session, tree.grow(parent, child), branch=name)

    def node(self, session: str, place: Place, *, expected: int | None = None) -> Node:
        """Return a version's place in the tree.

        Raises:
            SessionNotFound: There is no such session.
            VersionNotFound: The number is no version of the session.
            SessionMoved: The session was changed since revision `expected`.
        """
        row = self._sessions.row(session, expected=expected)
        number = row["head"] if place == HEAD else place
        if number is None:
            return Node(None, forward=row["forward"])
        found = self._base.fetch_one(
            "select id, parent, forward from versions where id = ? and session = ?",
            number,
            session,
        )
        if found is None:
            raise VersionNotFound(number)
        return Node(**found)

    def _branch_after(self, session: str, parent: int | None) -> tuple[str, bool]:
        current = self._sessions.row(session)["branch"]
        return tree.branch_after(parent, current, self._tips(session))

    def _tips(self, session: str) -> dict[str, int | None]:
        rows = self._base.fetch("select name, version from branches where session = ?", session)
        return {row["name"]: row["version"] for row in rows}

    def _move(self, session: str, move: Move, *, branch: str | None = None) -> Session:
        """Set the head; without `branch` the session stays on the one it is on."""
        if move.remember:
            node, child = move.remember
            table, key = ("sessions", session) if node is None else ("versions", node)
            self._base.change(f"update {table} set forward = ? where id = ?", child, key)
        self._base.change(
            "update sessions set head = ?, branch = coalesce(?, branch), "
            "revision = revision + 1, touched = ? where id = ?",
            move.head,
            branch,
            now(),
            session,
        )
        return self._sessions.get(session)


def _branch(name: str) -> str:
    try:
        return Branch(name=storable(name), version=None).name
    except ValidationError as cause:
        raise MemoryRefusal(
            f"a branch is named with 1 to 200 characters, got {name[:60]!r}"
        ) from cause
