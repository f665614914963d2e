"""The tools about what was said: search it, and keep promises."""

from collections.abc import Sequence
from typing import Protocol

from got_models.errors import BadInput
from tools import promises
from tools.desk import Outcome
from tools.promises import Promise

MOST_FOUND = 5


class Talk(Protocol):
    """What was said in a session, and what was promised."""

    def find(self, query: str, limit: int) -> Sequence[tuple[int | None, str]]:
        """Return the pictures and words that fit a question, best first."""
        ...

    def keep(self, promise: str) -> None:
        """Let a promise hold from now on."""
        ...

    def release(self, promise: str) -> None:
        """Let go of a promise, given in its own words."""
        ...

    def promises(self) -> Sequence[Promise]:
        """Return the promises that hold, oldest first."""
        ...


def search_history(desk: Talk, query: str) -> Outcome:
    """Search what was said and planned."""
    found = desk.find(query, MOST_FOUND)
    if not found:
        return Outcome(said=f"Nothing was said or planned with {query!r}.")
    lines = [f"picture {number}: {words}" if number else words for number, words in found]
    first = next((number for number, _ in found if number), None)
    return Outcome(said="; ".join(lines), picture=first, data={"found": list(lines)})


def keep(desk: Talk, promise: str) -> Outcome:
    """Promise something about all later pictures."""
    read = promises.read(promise)
    desk.keep(read.text)
    checked = "I will check it after every change" if read.group else "I cannot check it myself"
    return Outcome(said=f"Noted: {read.text}. {checked}.")


def release(desk: Talk, promise: str) -> Outcome:
    """Let go of the promise that the words fit best.

    Raises:
        BadInput: None fits, or several do.
    """
    asked = set(promise.lower().split())
    holding = desk.promises()
    exact = [one for one in holding if one.text.lower() == promise.lower().strip()]
    fitting = exact or [one for one in holding if asked & set(one.text.lower().split()) - _SMALL]
    if len({one.text for one in fitting}) != 1:
        listed = "; ".join(one.text for one in holding) or "none"
        raise BadInput(f"Which promise do you mean? There is: {listed}.")
    desk.release(fitting[0].text)
    return Outcome(said=f"No longer kept: {fitting[0].text}.")


_SMALL = frozenset(
    ["the", "a", "an", "stays", "stay", "is", "be", "it", "keep", "at", "must", "should"]
)
