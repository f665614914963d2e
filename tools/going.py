"""The tools that move between versions and mark them: nothing is drawn."""

from typing import Protocol

from tools.desk import Outcome


class Line(Protocol):
    """A session's line of versions; each move returns the picture the session is at, or None."""

    def undo(self) -> int | None:
        """Go to what the current picture was made from."""
        ...

    def redo(self) -> int | None:
        """Go to what was made from the current picture last."""
        ...

    def go_to(self, picture: int) -> int | None:
        """Go to a picture."""
        ...

    def branch(self, name: str | None) -> str:
        """Begin a branch at the current picture and return its name."""
        ...

    def elsewhere(self) -> int:
        """Count the pictures that were made after the current one."""
        ...

    def name(self, picture: int | None, name: str) -> int:
        """Name a picture and return its number."""
        ...

    def star(self, picture: int | None) -> int:
        """Give a picture a star and return its number."""
        ...


def undo(desk: Line, steps: int = 1) -> Outcome:
    """Go back; what was made stays and can be redone."""
    at: int | None = None
    for _ in range(steps):
        at = desk.undo()
    return _arrived(desk, at)


def redo(desk: Line, steps: int = 1) -> Outcome:
    """Go forward again."""
    at: int | None = None
    for _ in range(steps):
        at = desk.redo()
    return _arrived(desk, at)


def go_to(desk: Line, picture: int) -> Outcome:
    """Go to a picture."""
    return _arrived(desk, desk.go_to(picture))


def branch(desk: Line, name: str | None = None) -> Outcome:
    """Begin a branch at the current picture."""
    return Outcome(said=f"You are on a new branch, {desk.branch(name)!r}.")


def name_picture(desk: Line, name: str, picture: int | None = None) -> Outcome:
    """Give a picture a name."""
    number = desk.name(picture, name)
    return Outcome(said=f"Picture {number} is now called {name!r}.", picture=number)


def star_picture(desk: Line, picture: int | None = None) -> Outcome:
    """Give a picture a star."""
    number = desk.star(picture)
    return Outcome(said=f"Picture {number} has a star.", picture=number)


def _arrived(desk: Line, number: int | None) -> Outcome:
    if number is None:
        return Outcome(said="You are back at the beginning, before the first picture.")
    later = desk.elsewhere()
    kept = f" {later} later {'one is' if later == 1 else 'ones are'} kept." if later else ""
    return Outcome(said=f"You are at picture {number}.{kept}", picture=number)
