"""The tree of versions without its pictures: where undo, redo and jumps lead, who is whose child.

The beginning of a session is a node too, number None: the parent of every first version.
`forward` is the child the head was at last; redo follows it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from got_models.errors import NothingToRedo, NothingToUndo, VersionNotFound

MAIN = "main"
"""The branch a session starts on."""


@dataclass(frozen=True)
class Node:
    """One version in the tree, or the beginning (number None)."""

    id: int | None
    parent: int | None = None
    forward: int | None = None


@dataclass(frozen=True)
class Move:
    """Where the head goes, and which node remembers which child for redo."""

    head: int | None
    remember: tuple[int | None, int] | None = None


def undo(head: Node) -> Move:
    """Go to the parent, which remembers where it was left from.

    Raises:
        NothingToUndo: The head is at the beginning.
    """
    if head.id is None:
        raise NothingToUndo
    return Move(head.parent, remember=(head.parent, head.id))


def redo(head: Node) -> Move:
    """Go to the child the head was at last.

    Raises:
        NothingToRedo: The head has no children.
    """
    if head.forward is None:
        raise NothingToRedo
    return Move(head.forward)


def grow(parent: int | None, child: int) -> Move:
    """Go to a version that was just made from `parent`."""
    return Move(child, remember=(parent, child))


def branch_after(
    parent: int | None, current: str, tips: Mapping[str, int | None]
) -> tuple[str, bool]:
    """Name the branch a new child of `parent` is on, and say whether the branch is new.

    The current branch goes on at its end, else any branch that ends at `parent`. Elsewhere a
    branch of its own begins, so that no line of versions ever loses its name.

    Args:
        parent: What the new version is made from.
        current: The branch the session is on.
        tips: Where every branch of the session ends.
    """
    if current in tips and tips[current] == parent:
        return current, False
    if ending := sorted(name for name, tip in tips.items() if tip == parent):
        return ending[0], False
    number = len(tips) + 1
    while f"branch {number}" in tips:
        number += 1
    return f"branch {number}", True


class Tree:
    """All versions of a session at once, for showing them."""

    def __init__(self, nodes: Iterable[Node], head: int | None) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.nodes.setdefault(None, Node(None))
        self.head = head

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        children: dict[int | None, list[int]] = {number: [] for number in self.nodes}
        for number, node in self.nodes.items():
            if number is not None:
                children[node.parent].append(number)
        return {number: sorted(found) for number, found in children.items()}

    def children(self, number: int | None) -> tuple[int, ...]:
        """Return what was made from a version, oldest first."""
        return tuple(self._children[self._known(number)])

    def path(self, number: int | None) -> tuple[int, ...]:
        """Return the line from the first version to this one, both included."""
        line = []
        number = self._known(number)
        while number is not None:
            line.append(number)
            number = self.nodes[number].parent
        return tuple(reversed(line))

    def descendants(self, number: int | None) -> Iterator[int]:
        """Walk over everything that was made from a version, directly or not."""
        waiting = list(self.children(number))
        while waiting:
            found = waiting.pop()
            yield found
            waiting += self._children[found]

    def elsewhere(self) -> int:
        """Count the versions that neither led to the head nor came out of it."""
        ahead = sum(1 for _ in self.descendants(self.head))
        return len(self.nodes) - 1 - len(self.path(self.head)) - ahead

    def common(self, one: int | None, other: int | None) -> int | None:
        """Return the newest version that both came out of; None is the beginning."""
        shared = None
        for left, right in zip(self.path(one), self.path(other), strict=False):
            if left != right:
                break
            shared = left
        return shared

    def _known(self, number: int | None) -> int | None:
        if number not in self.nodes:
            raise VersionNotFound(-1 if number is None else number)
        return number
