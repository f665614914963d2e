"""The tree of a session as lines of text."""

from agent.session import Conversation
from memory.tree import Tree
from memory.values import Version

LONGEST = 60


def tree_lines(session: Conversation) -> list[str]:
    """Return one line per picture, deeper the later it came; the current one is marked."""
    tree = session.tree()
    versions = session.versions()
    numbers = {version.id: place for place, version in enumerate(versions, start=1)}
    known = {version.id: version for version in versions}
    marks = {mark.version: mark for mark in session.marks}
    tips = {branch.version: branch.name for branch in session.branches if branch.version}

    def line(identity: int, depth: int) -> str:
        mark = marks.get(identity)
        signs = [
            f"({tips[identity]})" if identity in tips else "",
            f"'{mark.name}'" if mark and mark.name else "",
            "starred" if mark and mark.starred else "",
            "<- here" if identity == tree.head else "",
        ]
        about = " ".join(sign for sign in signs if sign)
        return f"{'  ' * depth}{numbers[identity]}. {_words(known[identity])} {about}".rstrip()

    return [line(identity, depth) for identity, depth in _walk(tree)] or ["no picture yet"]


def _walk(tree: Tree) -> list[tuple[int, int]]:
    """Return every version with its indent; a line without branches is not indented."""
    found: list[tuple[int, int]] = []
    waiting = [(child, 0) for child in reversed(tree.children(None))]
    while waiting:
        identity, depth = waiting.pop()
        found.append((identity, depth))
        children = tree.children(identity)
        deeper = depth + (len(children) > 1)
        waiting += [(child, deeper) for child in reversed(children)]
    return found


def _words(version: Version) -> str:
    wish = str(version.parameters.get("wish", ""))
    short = wish if len(wish) <= LONGEST else f"{wish[: LONGEST - 1]}…"
    return f"{version.operation}: {short}" if short else version.operation
