"""A turn as a state machine: from a message over tools and plans to pictures and a reply."""

from functools import cache
from typing import Any, get_args

from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolInvocationError
from langgraph.runtime import get_runtime

from agent import nodes, painting, routing
from agent.context import Context
from agent.session_desk import SessionDesk
from agent.state import Step, TurnStateDict
from got_models.errors import GotError
from tools.toolbox import ALL, TOOLS, toolbox

Turn = CompiledStateGraph[TurnStateDict, Context, TurnStateDict, TurnStateDict]
Builder = StateGraph[TurnStateDict, Context, TurnStateDict, TurnStateDict]

_ORDER = (START, *get_args(Step))

MOST_STEPS = 200
"""Steps of a turn after which it is stopped whatever it does."""


@cache
def every_tool() -> tuple[BaseTool, ...]:
    """Return all tools, each working at the desk of the turn that calls it."""
    return tuple(toolbox(lambda: SessionDesk(get_runtime(Context).context), ALL))


def tools() -> tuple[BaseTool, ...]:
    """Return those of them that the local planner was taught."""
    return tuple(one for one in every_tool() if one.name in TOOLS)


@cache
def builder() -> Builder:
    """Wire message -> tools | plan -> picture <-> critique -> memory -> reply."""
    graph: Builder = StateGraph(TurnStateDict, context_schema=Context, input_schema=TurnStateDict)
    graph.add_node("understand", nodes.understand)
    graph.add_node("take_call", nodes.take_call)
    graph.add_node("tools", ToolNode(every_tool(), handle_tool_errors=_refusal))
    graph.add_node("take_answer", nodes.take_answer)
    graph.add_node("plan", nodes.plan)
    graph.add_node("check_plan", nodes.check_plan)
    graph.add_node("approve", nodes.approve)
    graph.add_node("render", painting.render)
    graph.add_node("critique", painting.critique)
    graph.add_node("repair", painting.repair)
    graph.add_node("remember", painting.remember)
    graph.add_node("reply", nodes.reply)
    graph.add_conditional_edges(START, routing.after_start)
    graph.add_conditional_edges("understand", routing.after_understand)
    graph.add_edge("take_call", "tools")
    graph.add_edge("tools", "take_answer")
    graph.add_conditional_edges("take_answer", routing.after_answer)
    graph.add_edge("plan", "check_plan")
    graph.add_conditional_edges("check_plan", routing.after_check)
    graph.add_conditional_edges("approve", routing.after_approve)
    graph.add_edge("render", "critique")
    graph.add_conditional_edges("critique", routing.after_critique)
    graph.add_edge("repair", "render")
    graph.add_conditional_edges("remember", routing.after_remember)
    graph.add_edge("reply", END)
    return graph


def build_graph(checkpointer: BaseCheckpointSaver[Any] | None = None) -> Turn:
    """Return the machine; with a checkpointer it can be interrupted and go on."""
    return builder().compile(checkpointer=checkpointer, name="turn")


@cache
def shared() -> Turn:
    """Return the machine compiled once, without a checkpointer."""
    return build_graph()


def mermaid() -> str:
    """Return the machine as a Mermaid diagram; dotted ways are taken on a condition.

    The ways back to where a crash stopped a turn are left out.
    """
    names = {START: "start([message])", END: "over([reply])"}
    drawn = shared().get_graph()
    lines = [
        f"  {names.get(edge.source, edge.source)} {'-.->' if edge.conditional else '-->'} "
        f"{names.get(edge.target, edge.target)}"
        for edge in sorted(drawn.edges, key=lambda edge: (_ORDER.index(edge.source), edge.target))
        if edge.source != START or edge.target in routing.BEGINNINGS
    ]
    return "\n".join(["graph TD", *lines])


def _refusal(error: GotError | ToolInvocationError) -> str:
    """Put what went wrong in a tool into one sentence for planner and user."""
    return str(error)
