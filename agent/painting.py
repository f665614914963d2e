"""The steps of a turn that draw, judge, mend and keep."""

from langchain_core.messages import BaseMessage, ToolMessage
from langgraph.runtime import Runtime

from agent.brush import candidate
from agent.context import Context
from agent.events import Mending, Painted, planned
from agent.judging import judged, parent_verdict, words_for
from agent.keeping import keep_parent, remembered
from agent.mended import mended
from agent.state import Candidate, TurnStateDict, Update, order_of, work_of
from got_models.wish_facts import facts_of_wish
from tools.mending import choose_mend
from tools.verdict import Verdict

Run = Runtime[Context]


def render(state: TurnStateDict, runtime: Run) -> Update:
    """Paint the chain once per seed; each finished picture is kept at once."""
    context, work = runtime.context, work_of(state)
    number = state.get("round", 0)
    made = list(state.get("candidates", []))
    for seed in work.seeds:
        if any((one.chain, one.seed) == (work.shown, seed) for one in made):
            continue
        context.refuse_if_cancelled()
        new = candidate(context, work, order_of(state), seed, number)
        made.append(new)
        context.tell(_painted(new, number))
    return {"candidates": made}


def critique(state: TurnStateDict, runtime: Run) -> Update:
    """Judge every candidate that was not judged, and once the parent of an edit."""
    context, order = runtime.context, order_of(state)
    context.refuse_if_cancelled()
    words = words_for(order, work_of(state))
    fresh = [
        one if one.verdict is not None else judged(context, one, order, words)
        for one in state["candidates"]
    ]
    update: Update = {"candidates": fresh}
    if order.kind == "edit" and state.get("parent") is None and context.staff.critic is not None:
        update["parent"] = parent_verdict(context, fresh[0], order)
    return update


def repair(state: TurnStateDict, runtime: Run) -> Update:
    """Choose what to do about the best candidate's defects, and prepare it."""
    context, work, order = runtime.context, work_of(state), order_of(state)
    context.refuse_if_cancelled()
    best, number = best_of(state["candidates"]), state.get("round", 0) + 1
    words = words_for(order, work)
    facts = facts_of_wish(words) if words else None
    tried = state.get("tried", [])
    mend = choose_mend(
        best.verdict or Verdict(),
        work.chain,
        facts,
        tried=tuple(tried),
        laid_out_by_user=work.laid_out_by_user,
    )
    context.tell(Mending(how=mend.kind, why=mend.why, round=number))
    new = mended(context, work, order, best, mend, facts, number)
    if new.shown is None:
        with context.changing(lasting=False) as archive:
            shown = archive.chains.show(
                state["session"], new.chain, by=new.by, previous=work.shown, job=state["job"]
            )
            context.tell(planned(shown, repairs=new.repairs, problems=new.problems, round=number))
        new = new.model_copy(update={"shown": shown.id})
    return {"work": new, "round": number, "tried": [*tried, mend.kind]}


def remember(state: TurnStateDict, runtime: Run) -> Update:
    """Make the best candidate a version, unless the parent is better; variants all become one."""
    context, order = runtime.context, order_of(state)
    best, parent = best_of(state["candidates"]), state.get("parent")
    if _is_better(parent, best.verdict):
        said = keep_parent(context, order, best)
    else:
        others = [one for one in state["candidates"] if one is not best]
        chosen = [*others, best] if order.kind == "vary" else [best]
        said = remembered(context, order, chosen)
    return {
        "said": [*state.get("said", []), said],
        "messages": _answered(state, said),
        "order": None,
        "work": None,
        "candidates": [],
        "parent": None,
    }


def best_of(candidates: list[Candidate]) -> Candidate:
    """Return the candidate with the best verdict; of equals the first, unjudged ones last."""
    verdicts = [one.verdict or Verdict() for one in candidates]
    scores = [0.0 if verdict.note else verdict.score for verdict in verdicts]
    return candidates[max(range(len(scores)), key=lambda at: scores[at])]


def _is_better(parent: Verdict | None, drawn: Verdict | None) -> bool:
    """Say whether a parent was found better than what was drawn from it; both were judged then."""
    if parent is None or drawn is None or parent.note:
        return False
    return parent.score > drawn.score


def _answered(state: TurnStateDict, said: str) -> list[BaseMessage]:
    """Return the tool's answer again with what came of the order, for the planner to read."""
    messages = state.get("messages", [])
    last = messages[-1] if messages else None
    if not isinstance(last, ToolMessage):
        return []
    return [last.model_copy(update={"content": said, "artifact": None})]


def _painted(new: Candidate, number: int) -> Painted:
    return Painted(
        attempt=new.attempt,
        digest=new.picture.digest,
        width=new.picture.width,
        height=new.picture.height,
        chain=new.chain,
        seed=new.seed,
        round=number,
        changed_outside_px=new.changed_outside_px,
        is_global=new.is_global,
        seconds=new.seconds,
    )
