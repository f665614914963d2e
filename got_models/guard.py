"""Who watches over work that may run out of memory. Light: no torch."""

from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Guard(Protocol):
    """Does work, perhaps more than once."""

    def run(self, work: Callable[[], Result]) -> Result:
        """Do the work, which must be able to begin again."""
        ...


class Unguarded:
    """Does work once, and lets whatever happens happen."""

    def run(self, work: Callable[[], Result]) -> Result:
        """Do the work."""
        return work()
