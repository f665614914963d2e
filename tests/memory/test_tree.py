"""Undo, redo, jumps and branches against a model of a few lines, and the tree as a whole."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PIL import Image

from got_models.errors import (
    BranchExists,
    BranchNotFound,
    MemoryRefusal,
    NothingToRedo,
    NothingToUndo,
    SessionMoved,
    VersionNotFound,
)
from memory import tree, upkeep
from memory.archive import Archive
from memory.presence import leave
from memory.tree import Node, Tree
from memory.values import Making

Make = Callable[..., Making]


class Heads(RuleBasedStateMachine):
    """Random turns and moves; the model is a dictionary of parents and one of redo pointers."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.archive = Archive.open(self.folder)
        self.session = self.archive.sessions.create().id
        stream = BytesIO()
        Image.new("RGB", (1, 1)).save(stream, "PNG")
        picture = self.archive.pictures.keep(stream.getvalue())
        self.made = Making(operation="edit", picture=picture)
        self.parents: dict[int, int | None] = {}
        self.forward: dict[int | None, int] = {}
        self.tips: dict[str, int | None] = {tree.MAIN: None}
        self.head: int | None = None

    @rule()
    def add(self) -> None:
        before = self.head
        made = self.archive.versions.add(self.session, self.made)
        self.parents[made.id] = before
        self.forward[before] = self.head = made.id
        self.tips[self.archive.sessions.get(self.session).branch] = made.id

    @rule(data=st.data())
    @precondition(lambda self: self.parents)
    def add_to_any(self, data: st.DataObject) -> None:
        self.head = data.draw(st.sampled_from([None, *self.parents]))
        self.archive.heads.go_to(self.session, self.head)
        self.add()

    @rule()
    def undo(self) -> None:
        if self.head is None:
            with pytest.raises(NothingToUndo):
                self.archive.heads.undo(self.session)
            return
        parent = self.parents[self.head]
        self.forward[parent] = self.head
        self.head = parent
        self.archive.heads.undo(self.session)

    @rule()
    def redo(self) -> None:
        if self.head not in self.forward:
            with pytest.raises(NothingToRedo):
                self.archive.heads.redo(self.session)
            return
        self.head = self.forward[self.head]
        self.archive.heads.redo(self.session)

    @rule()
    @precondition(lambda self: self.head is not None)
    def undo_and_redo_lead_back(self) -> None:
        before = self.head
        self.undo()
        self.redo()
        assert self.head == before

    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        self.head = data.draw(st.sampled_from([None, *self.parents]))
        self.archive.heads.go_to(self.session, self.head)

    @rule(data=st.data())
    def branch(self, data: st.DataObject) -> None:
        self.head = data.draw(st.sampled_from([None, *self.parents]))
        name = f"idea {len(self.tips)}"
        self.archive.heads.branch(self.session, name, at=self.head)
        self.tips[name] = self.head

    @rule(data=st.data())
    def switch(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.tips)))
        self.archive.heads.switch(self.session, name)
        self.head = self.tips[name]

    @rule()
    def reopen(self) -> None:
        self.archive.close()
        self.archive = Archive.open(self.folder)

    @invariant()
    def the_archive_agrees(self) -> None:
        found = self.archive.versions.tree(self.session)
        assert found.head == self.head
        assert {n: node.parent for n, node in found.nodes.items() if n} == self.parents
        assert {n: node.forward for n, node in found.nodes.items() if node.forward} == self.forward
        branches = self.archive.heads.branches(self.session)
        assert {branch.name: branch.version for branch in branches} == self.tips

    @invariant()
    def every_version_is_on_a_named_line(self) -> None:
        found = self.archive.versions.tree(self.session)
        named = {number for tip in self.tips.values() for number in found.path(tip)}
        assert named == set(self.parents)

    @invariant()
    def the_line_and_the_counts_are_those_of_the_model(self) -> None:
        line, number = [], self.head
        while number is not None:
            line.append(number)
            number = self.parents[number]
        assert [one.id for one in self.archive.versions.line(self.session)] == line
        ahead = self.archive.versions.later(self.session)
        found = self.archive.versions.tree(self.session)
        assert ahead == len(list(found.descendants(self.head)))
        assert found.elsewhere() == len(self.parents) - len(line) - ahead

    def teardown(self) -> None:
        self.archive.close()
        problems = upkeep.check(self.folder).problems
        leave(self.folder / "processes")
        self.place.cleanup()
        assert problems == ()


TestHeads = Heads.TestCase
TestHeads.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_a_new_line_leaves_the_old_one_on_its_branch(
    archive: Archive, session: str, making: Make
) -> None:
    first, second, third = (archive.versions.add(session, making(n)) for n in range(3))
    archive.heads.undo(session)
    archive.heads.undo(session)
    assert archive.versions.later(session) == 2

    other = archive.versions.add(session, making(9))

    assert other.parent == first.id
    assert archive.sessions.get(session).branch == "branch 2"
    assert archive.versions.tree(session).elsewhere() == 2
    assert archive.heads.switch(session, "main").head == third.id
    assert archive.versions.add(session, making(4)).parent == third.id
    assert archive.sessions.get(session).branch == "main"
    assert archive.versions.tree(session).children(first.id) == (second.id, other.id)


def test_a_whole_line_can_be_begun_anew(archive: Archive, session: str, making: Make) -> None:
    first = archive.versions.add(session, making(1))
    archive.heads.undo(session)
    assert archive.versions.head(session) is None

    second = archive.versions.add(session, making(2))

    assert (first.parent, second.parent) == (None, None)
    assert (first.depth, second.depth) == (1, 1)
    assert archive.heads.undo(session).head is None
    assert archive.heads.redo(session).head == second.id


def test_somebody_who_has_not_seen_the_last_change_is_refused(
    archive: Archive, session: str, making: Make
) -> None:
    seen = archive.sessions.get(session).revision
    version = archive.versions.add(session, making(1), expected=seen)

    for move in (
        lambda: archive.heads.undo(session, expected=seen),
        lambda: archive.heads.redo(session, expected=seen),
        lambda: archive.heads.go_to(session, None, expected=seen),
        lambda: archive.heads.switch(session, "main", expected=seen),
        lambda: archive.versions.add(session, making(2), expected=seen),
    ):
        with pytest.raises(SessionMoved, match="changed elsewhere"):
            move()

    assert archive.versions.head(session) == version


def test_branch_names_are_unique_and_say_something(
    archive: Archive, session: str, making: Make
) -> None:
    archive.versions.add(session, making(1))
    archive.heads.branch(session, "  darker \ud800 ")

    with pytest.raises(BranchExists, match="darker"):
        archive.heads.branch(session, "darker \N{REPLACEMENT CHARACTER}")
    for nothing in ("", "  ", "x" * 201):
        with pytest.raises(MemoryRefusal):
            archive.heads.branch(session, nothing)
    with pytest.raises(BranchNotFound, match="main"):
        archive.heads.switch(session, "brighter")


def test_a_new_branch_never_takes_a_name_that_is_there() -> None:
    tips = {"main": 5, "branch 3": 6}

    assert tree.branch_after(5, "main", tips) == ("main", False)
    assert tree.branch_after(6, "main", tips) == ("branch 3", False)
    assert tree.branch_after(1, "main", tips) == ("branch 4", True)


def test_two_versions_share_the_line_up_to_where_they_part() -> None:
    shown = Tree([Node(1), Node(2, 1), Node(3, 2), Node(4, 2), Node(5)], head=3)

    assert shown.common(3, 4) == 2
    assert shown.common(2, 3) == 2
    assert shown.common(3, 5) is None
    assert shown.path(None) == ()
    assert shown.children(None) == (1, 5)
    assert shown.elsewhere() == 2
    with pytest.raises(VersionNotFound):
        shown.path(6)
