"""The steps of a turn that decide and talk; those that draw are in `painting`."""

import time
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, RemoveMessage, ToolMessage
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import plans
from agent.briefing import briefing
from agent.context import Context, NoPlanner
from agent.events import Answered, Called, Ended, Said, ToolUse, Understood, planned
from agent.pictures import held, scene_of, version_of
from agent.standing import note, standing
from agent.state import TurnStateDict, Update, order_of, work_of
from got_models import chain_text
from memory.archive import Archive
from tools import abilities, chain_file, drawable
from tools.desk import Held, Order, Outcome

Run = Runtime[Context]


def understand(state: TurnStateDict, runtime: Run) -> Update:
    """Ask the planner what to do, unless the turn came with it."""
    context = runtime.context
    context.refuse_if_cancelled()
    start = time.perf_counter()
    if state["preset"]:
        uses = [ToolUse(name=c["name"], arguments=c["args"]) for c in state["calls"]]
        context.tell(Understood(calls=tuple(uses)))
        return {"asked": 1}
    with context.archive() as archive:
        told = briefing(
            archive,
            state["session"],
            state["message"],
            attached=state["attached"],
            job=state["job"],
        )
    spoken: list[BaseMessage] = [*told, *state.get("messages", [])]
    if context.staff.planner is None:
        raise NoPlanner
    with context.staff.busy:
        answer = context.staff.planner.invoke(spoken)
    calls = list(answer.tool_calls) if isinstance(answer, AIMessage) else []
    text = str(answer.text).strip()
    uses = [ToolUse(name=call["name"], arguments=call["args"]) for call in calls]
    seconds = time.perf_counter() - start
    context.tell(Understood(calls=tuple(uses), text=text, seconds=seconds))
    said = [*state.get("said", []), text] if text and not calls else state.get("said", [])
    return {"calls": calls, "asked": state.get("asked", 0) + 1, "said": said}


def take_call(state: TurnStateDict, runtime: Run) -> Update:
    """Put the next tool call before the tools; one at a time, so that order means something."""
    runtime.context.refuse_if_cancelled()
    first, *rest = state["calls"]
    return {"messages": [AIMessage("", tool_calls=[first])], "calls": rest, "order": None}


def take_answer(state: TurnStateDict, runtime: Run) -> Update:
    """Tell what the tool answered, and note an order if that is what it came to."""
    messages = state["messages"]
    answer = messages[-1]
    call = next(m for m in reversed(messages) if isinstance(m, AIMessage)).tool_calls[0]
    assert isinstance(answer, ToolMessage), "the tools answer with tool messages"
    failed = answer.status == "error"
    outcome = None if failed else Outcome.model_validate(answer.artifact)
    runtime.context.tell(
        Called(
            tool=call["name"],
            arguments=call["args"],
            answer=answer.text,
            failed=failed,
            picture=outcome.picture if outcome else None,
            data=dict(outcome.data) if outcome else {},
        )
    )
    order = outcome.order if outcome else None
    said = state.get("said", [])
    return {"order": order, "said": said if order else [*said, answer.text]}


def plan(state: TurnStateDict, runtime: Run) -> Update:
    """Turn an order into a chain, by asking the reasoner unless the chain is given."""
    context, order = runtime.context, order_of(state)
    context.refuse_if_cancelled()
    subject, base = _pictures(context, order)
    painter = context.staff.models.painter
    abilities.check(painter, "generate" if base is None else "edit")
    abilities.notes_on(order, painter)
    start = time.perf_counter()
    work = plans.work_for(order, subject, base, context)
    return {
        "work": work.model_copy(update={"seconds": time.perf_counter() - start}),
        "round": 0,
        "tried": [],
        "candidates": [],
        "parent": None,
    }


def check_plan(state: TurnStateDict, runtime: Run) -> Update:
    """Hold a chain against the model's words and the ledger, then show it."""
    context, order, work = runtime.context, order_of(state), work_of(state)
    drawable.check_chain(work.chain, context.staff.models.reasoner.vocabulary)
    with context.changing(lasting=False) as archive:
        work = plans.with_promises(archive, state["session"], work, order)
        subject = order.picture
        previous, changes = None, None
        if subject is not None and order.kind != "draw":
            version = version_of(archive, state["session"], subject)
            previous = version.chain
            changes = plans.changes_by(work, scene_of(archive, state["session"], version))
        shown = (
            archive.chains.get(state["session"], work.shown)
            if work.shown
            else archive.chains.show(
                state["session"],
                work.chain,
                by=work.by,
                previous=previous,
                job=state["job"],
                changes=changes,
            )
        )
        context.tell(
            planned(
                shown,
                seconds=work.seconds,
                repairs=work.repairs,
                problems=work.problems,
                subject=subject,
                round=state.get("round", 0),
            )
        )
    return {"work": work.model_copy(update={"shown": shown.id})}


def approve(state: TurnStateDict, runtime: Run) -> Update:
    """Show the plan and wait for an answer: accept, revise, respond or reject."""
    context, work = runtime.context, work_of(state)
    answer: dict[str, Any] = interrupt(
        {"chain": work.shown, "text": chain_text.write(work.chain), "wish": work.wish}
    )
    decision = answer["decision"]
    context.tell(Answered(decision=decision))
    if decision == "revise":
        given = chain_file.read(answer["chain"], task=work.chain.task)
        drawable.check_chain(given.chain, context.staff.models.reasoner.vocabulary)
        with context.changing(lasting=False) as archive:
            shown = archive.chains.show(
                state["session"], given.chain, by="user", previous=work.shown, job=state["job"]
            )
            context.tell(planned(shown, repairs=given.repairs, subject=order_of(state).picture))
        changed = {"chain": given.chain, "by": "user", "laid_out_by_user": True, "shown": shown.id}
        return {"work": work.model_copy(update=changed)}
    if decision == "respond":
        return {
            "message": f"{state['message']}\n{answer['message']}",
            "order": None,
            "work": None,
            "messages": [RemoveMessage(REMOVE_ALL_MESSAGES)],
            "calls": [],
            "preset": False,
            "asked": 0,
        }
    if decision == "reject":
        said = [*state.get("said", []), "Not drawn. Tell me what should be different."]
        return {"order": None, "work": None, "calls": [], "said": said}
    return {}


def _pictures(context: Context, order: Order) -> tuple[Held | None, Held | None]:
    """Return the picture an order is about, and the one that is edited."""
    if order.kind == "draw":
        return None, None
    with context.archive() as archive:
        version = version_of(archive, context.session, order.picture)
        subject = held(archive, context.session, version)
        if order.kind in ("edit", "replay"):
            return subject, subject
        if order.chain is None or order.chain.task == "generate" or version.parent is None:
            return subject, None
        parent = archive.versions.get(context.session, version.parent)
        return subject, held(archive, context.session, parent)


def reply(state: TurnStateDict, runtime: Run) -> Update:
    """Say what came of the turn, and let it be over, in one change of the memory."""
    context = runtime.context
    found = standing(context)
    said = [*state.get("said", []), found.words if found else ""]
    text = " ".join(filter(None, said)) or "I have nothing to add."
    with context.changing() as archive:
        note(context, archive, found)
        over = archive.jobs.finish(state["job"])
        say(context, archive, text)
        context.tell(Ended(state="finished" if over else archive.jobs.state(state["job"])))
    return {}


def say(context: Context, archive: Archive, text: str) -> None:
    """Store and tell the reply, and where the session is with it."""
    head = archive.sessions.get(context.session).head
    number = None if head is None else archive.versions.number(context.session, head)
    archive.messages.add(context.session, "assistant", text, job=context.job, version=head)
    context.tell(Said(text=text, picture=number))
