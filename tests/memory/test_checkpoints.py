"""Turns go on where they stopped, with own types and nothing else, in a file that stays small."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, TypedDict

import pytest
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from got_models.errors import DamagedDatabase, StateTooLarge
from got_models.thought import Chain
from memory.checkpoints import ALLOWED, MAX_STATE_BYTES, StrictSerializer, open_checkpoints, prune
from memory.values import Critique, ImageRef

CONFIG = {"configurable": {"thread_id": "7"}}


class State(TypedDict, total=False):
    chain: Chain
    image: ImageRef
    large: str


def turn(chain: Chain, *, large: str = "") -> StateGraph[Any]:
    """Plan, ask, draw."""

    def plan(state: State) -> State:
        return {"chain": chain, "large": large}

    def approve(state: State) -> State:
        return {"chain": interrupt("go on?")}

    def draw(state: State) -> State:
        return {"image": ImageRef(digest="a" * 64, width=1, height=1)}

    graph = StateGraph(State)
    for name, step in (("plan", plan), ("approve", approve), ("draw", draw)):
        graph.add_node(name, step)
    for before, after in ((START, "plan"), ("plan", "approve"), ("approve", "draw"), ("draw", END)):
        graph.add_edge(before, after)
    return graph


def test_a_turn_goes_on_in_another_process_with_its_own_types(tmp_path: Path, chain: Chain) -> None:
    place = tmp_path / "checkpoints.db"
    with open_checkpoints(place) as saver:
        asked = turn(chain).compile(checkpointer=saver).invoke({}, CONFIG, durability="sync")
    assert asked["__interrupt__"][0].value == "go on?"

    with open_checkpoints(place) as saver:
        graph = turn(chain).compile(checkpointer=saver)
        state = graph.get_state(CONFIG)
        answer = graph.invoke(Command(resume=chain), CONFIG, durability="sync")

    assert state.values["chain"] == chain
    assert answer["chain"] == chain
    assert answer["image"] == ImageRef(digest="a" * 64, width=1, height=1)


def test_a_picture_in_the_state_is_refused(tmp_path: Path, chain: Chain) -> None:
    with open_checkpoints(tmp_path / "checkpoints.db") as saver:
        graph = turn(chain, large="x" * MAX_STATE_BYTES).compile(checkpointer=saver)
        with pytest.raises(StateTooLarge, match="gallery"):
            graph.invoke({}, CONFIG, durability="sync")


def test_a_type_that_is_not_allowed_stays_plain_data() -> None:
    written = StrictSerializer().dumps_typed(Critique(checks=()))

    assert StrictSerializer().loads_typed(written) == Critique(checks=())
    assert StrictSerializer(allowed=()).loads_typed(written) == {"checks": []}


def test_every_allowed_type_exists() -> None:
    for module, name in ALLOWED:
        assert getattr(import_module(module), name).__module__ == module


def test_where_a_turn_is_outlives_the_process_until_the_turn_is_over(
    tmp_path: Path, chain: Chain
) -> None:
    place = tmp_path / "checkpoints.db"
    with open_checkpoints(place) as saver:
        saver.keep_step("7", "plan", {"message": "a cup"})
        saver.keep_step("7", "draw", {"message": "a cup", "chain": chain})
        saver.keep_step("8", "plan", {})

    with open_checkpoints(place) as saver:
        saver.delete_checkpoints("7")
        assert saver.step_of("7") == ("draw", {"message": "a cup", "chain": chain})
        saver.delete_thread("7")
        assert (saver.step_of("7"), saver.step_of("8")) == (None, ("plan", {}))
        assert prune(saver, keep=()) == 1
        assert saver.step_of("8") is None


def test_over_turns_leave_nothing_and_the_file_stays_small(tmp_path: Path, chain: Chain) -> None:
    place = tmp_path / "checkpoints.db"

    def play(number: int) -> None:
        with open_checkpoints(place) as saver:
            config = {"configurable": {"thread_id": str(number)}}
            turn(chain).compile(checkpointer=saver).invoke({}, config, durability="sync")
            prune(saver, keep=["3"])

    for number in range(4):
        play(number)
    before = place.stat().st_size
    for number in range(4, 20):
        play(number)

    assert place.stat().st_size <= before + 8192
    with open_checkpoints(place) as saver:
        kept = {one.config["configurable"]["thread_id"] for one in saver.list(None)}
        assert kept == {"3"}
        assert prune(saver, keep=()) == 1
        assert list(saver.list(None)) == []


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "checkpoints.db"
    place.write_text("not at all " * 1000, "utf-8")

    with pytest.raises(DamagedDatabase, match=r"checkpoints\.db"), open_checkpoints(place):
        pass


def test_the_archive_starts_without_langgraph() -> None:
    code = "import sys, memory.archive, memory.upkeep; sys.exit('langgraph' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)
