"""Where a turn goes next: pure functions of its state and settings."""

import time
from typing import Literal

from langgraph.runtime import Runtime

from agent.context import Context
from agent.state import Step, TurnStateDict
from tools.verdict import Verdict

Run = Runtime[Context]

BEGINNINGS = ("plan", "understand")
"""Where a turn may begin."""


def after_start(state: TurnStateDict) -> Step:
    """Begin with the plan if the turn came with an order; go on where a crash stopped it."""
    if at := state.get("at"):
        return at
    return "plan" if state["order"] is not None else "understand"


def after_understand(state: TurnStateDict) -> Literal["take_call", "reply"]:
    """Call tools if the planner wants any."""
    return "take_call" if state["calls"] else "reply"


def after_answer(
    state: TurnStateDict, runtime: Run
) -> Literal["plan", "take_call", "understand", "reply"]:
    """Carry out an order, then the next call; then let the planner speak, or be done."""
    return "plan" if state.get("order") is not None else _onward(state, runtime.context)


def after_check(state: TurnStateDict, runtime: Run) -> Literal["approve", "render"]:
    """Ask the user first where that is wanted and the plan is not the user's own."""
    work = state["work"]
    own = work is not None and work.by == "user"
    return "approve" if runtime.context.staff.settings.approval == "ask" and not own else "render"


def after_approve(state: TurnStateDict) -> Literal["render", "understand", "reply"]:
    """Draw what was accepted; understand something else that was said instead."""
    if state.get("work") is not None:
        return "render"
    return "reply" if state.get("asked") else "understand"


def after_critique(state: TurnStateDict, runtime: Run) -> Literal["repair", "remember"]:
    """Mend the picture until it is good enough or the budget is spent."""
    settings, order = runtime.context.staff.settings, state["order"]
    verdicts = [one.verdict or Verdict() for one in state["candidates"]]
    good = any(not verdict.failed for verdict in verdicts)
    spent = (
        state.get("round", 0) >= settings.rounds
        or len(verdicts) >= settings.most_candidates
        or time.time() - state["started"] >= settings.budget_s
    )
    fixed = order is None or order.kind in ("vary", "replay")
    return "remember" if good or spent or fixed else "repair"


def after_remember(
    state: TurnStateDict, runtime: Run
) -> Literal["take_call", "understand", "reply"]:
    """Go on with the next call; then let the planner speak, or be done."""
    return _onward(state, runtime.context)


def _onward(state: TurnStateDict, context: Context) -> Literal["take_call", "understand", "reply"]:
    if state["calls"]:
        return "take_call"
    asked = state.get("asked", 0)
    may_ask = context.staff.converses and not state["preset"] and state["order"] is None
    return "understand" if may_ask and 0 < asked < context.staff.settings.planner_calls else "reply"
