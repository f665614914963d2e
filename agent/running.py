"""Running one turn from its first step to its end, whatever happens on the way."""

from collections.abc import Iterator
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError
from langgraph.types import Command

from agent.brush import finished
from agent.context import Context, TurnCancelled
from agent.events import Asked, Began, Ended
from agent.graph import MOST_STEPS, Turn, shared
from agent.keeping import remembered
from agent.nodes import say
from agent.standing import Standing, note, standing
from agent.state import Ask, TurnStateDict
from got_models.errors import BadInput, GotError
from memory.archive import Archive
from memory.checkpoints import Checkpoints

Given = Ask | TurnStateDict | Command[Any]
"""What a turn starts with, or goes on with: the answer it waited for, or the state it was in."""


def run(context: Context, graph: Turn, given: Given) -> None:
    """Run a turn until it is over or waits for the user; its listeners are sent home.

    What the user can do something about becomes the reply. Other errors of this project end the
    turn as failed; what is no error of this project is raised again after that.

    Args:
        context: The turn's.
        graph: The state machine, with its checkpoints.
        given: What it starts or goes on with.
    """
    try:
        with context.archive() as archive:
            if archive.jobs.state(context.job) == "running":
                _begin(context, archive, given)
                _guarded(context, graph, given)
    finally:
        context.journal.close()


def _begin(context: Context, archive: Archive, given: Given) -> None:
    if isinstance(given, Command) or given.get("at"):
        return
    head = archive.sessions.get(context.session).head
    number = None if head is None else archive.versions.number(context.session, head)
    context.tell(Began(message=given["message"], subject=number, attached=tuple(given["attached"])))


def _guarded(context: Context, graph: Turn, given: Given) -> None:
    try:
        waits = _drive(context, graph, given)
    except TurnCancelled:
        _stopped(context, graph)
    except BadInput as refusal:
        _refused(context, str(refusal))
    except GraphRecursionError:
        _failed(context, f"the turn took more than {MOST_STEPS} steps and was stopped")
    except GotError as error:
        _failed(context, str(error))
    except BaseException as error:
        _failed(context, f"{type(error).__name__}: {error}")
        raise
    else:
        if waits is not None:
            _wait(context, waits)
            return
    _forget(context, graph)


def _drive(context: Context, graph: Turn, given: Given) -> int | None:
    """Run the graph; return the number of the plan it waits with, or None once it is over.

    Where it is, is kept before every step, so that a crash loses no more than that step. Only a
    turn that may wait for an answer, or has waited, needs LangGraph's own checkpoints besides.
    """
    kept, turn = _checkpoints(graph), str(context.job)
    waits = isinstance(given, Command) or context.staff.settings.approval == "ask"
    asked: Any = None
    stream = (graph if waits else shared()).stream(
        cast(Any, given),
        _config(context) if waits else {"recursion_limit": MOST_STEPS},
        context=context,
        stream_mode=["tasks", "values"] if waits else ["tasks"],
        durability="exit" if waits else None,
    )
    for kind, told in cast(Iterator[tuple[str, dict[str, Any]]], stream):
        if kind == "values":
            asked = told.get("__interrupt__")
        elif "input" in told:
            kept.keep_step(turn, told["name"], told["input"])
    return int(asked[0].value["chain"]) if asked else None


def _wait(context: Context, chain: int) -> None:
    with context.changing() as archive:
        if archive.jobs.wait(context.job):
            context.tell(Asked(chain=chain))
        context.tell(Ended(state=archive.jobs.state(context.job)))


def _refused(context: Context, sentence: str) -> None:
    """Answer with what went wrong."""
    found = standing(context)
    with context.changing() as archive:
        note(context, archive, found)
        archive.jobs.finish(context.job)
        say(context, archive, _with(sentence, found))
        context.tell(Ended(state="finished", error=sentence))


def _failed(context: Context, error: str) -> None:
    with context.changing() as archive:
        archive.jobs.fail(context.job, error)
        context.tell(Ended(state="failed", error=error))


def _stopped(context: Context, graph: Turn) -> None:
    """Keep what a cancelled turn has finished."""
    _, state = _checkpoints(graph).step_of(str(context.job)) or ("", {})
    order = state.get("order")
    candidates = finished(context, cast(TurnStateDict, state)) if order is not None else []
    said = "Stopped."
    if order is not None and candidates:
        said = f"Stopped. {remembered(context, order, candidates)}"
    found = standing(context, ask=False)
    with context.changing() as archive:
        note(context, archive, found)
        archive.jobs.cancel(context.job)
        say(context, archive, _with(said, found))
        context.tell(Ended(state="cancelled"))


def _with(sentence: str, found: Standing | None) -> str:
    """Return a reply with what became of the promises."""
    words = found.words if found else ""
    return f"{sentence.rstrip('.')}. {words}" if words else sentence


def _forget(context: Context, graph: Turn) -> None:
    """Drop the checkpoints of a turn that is over."""
    _checkpoints(graph).delete_thread(str(context.job))


def _checkpoints(graph: Turn) -> Checkpoints:
    assert isinstance(graph.checkpointer, Checkpoints), "turns are kept while they run"
    return graph.checkpointer


def _config(context: Context) -> RunnableConfig:
    return {"configurable": {"thread_id": str(context.job)}, "recursion_limit": MOST_STEPS}
