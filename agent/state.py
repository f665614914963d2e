"""The state of a turn between its steps: numbers, chains and digests; never pixels."""

from typing import Annotated, Literal, TypedDict

from langchain_core.messages import AnyMessage, BaseMessage, ToolCall
from langgraph.graph.message import add_messages

from got_models.thought import Chain
from got_models.value import Value
from memory.values import ImageRef
from tools.desk import Order
from tools.mending import MendKind
from tools.verdict import Verdict

Step = Literal[
    "understand",
    "take_call",
    "tools",
    "take_answer",
    "plan",
    "check_plan",
    "approve",
    "render",
    "critique",
    "repair",
    "remember",
    "reply",
]
"""The steps of a turn, in the order in which a person reads them."""


class Candidate(Value):
    """A finished picture of this turn; `attempt` is its number in the memory."""

    attempt: int
    picture: ImageRef
    chain: int
    """Number of the shown chain it was drawn from."""
    plan: int
    """Number of the chain it shows; another one than `chain` after a mended region."""
    scene: Chain | None
    """What should be in it; None if the steps of an edit did not say."""
    seed: int
    seconds: float
    changed_outside_px: int | None = None
    is_global: bool | None = None
    verdict: Verdict | None = None


class Work(Value):
    """What is to be painted next: a chain, and on which picture if it is an edit.

    `base` is the digest of the picture that is edited: the subject's, or in a repair that of a
    candidate.
    """

    chain: Chain
    shown: int | None = None
    """The chain's number, once it has been shown."""
    plan: int | None = None
    """Number of the chain the picture will show, where that is not this one."""
    scene: Chain | None = None
    """What will be in the picture, where the chain does not say."""
    by: str = "reasoner"
    laid_out_by_user: bool = False
    """Whether the user has laid it out: then nothing but the user changes where things stand."""
    wish: str
    seeds: tuple[int, ...]
    base: str | None = None
    base_scene: Chain | None = None
    repairs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    """How long the planning took."""


class Ask(TypedDict):
    """What starts a turn. `calls` or `order` stand in for the planner where they are given."""

    session: str
    job: int
    message: str
    attached: list[int]
    calls: list[ToolCall]
    order: Order | None
    preset: bool
    started: float


class TurnStateDict(Ask, total=False):
    """What a step reads; the steps that write are named beside each key."""

    at: Step | None  # where a turn that a crash stopped goes on
    messages: Annotated[list[AnyMessage], add_messages]  # take_call, tools, remember
    asked: int  # understand: how often the planner was asked
    work: Work | None  # plan, check_plan, approve, repair
    round: int  # plan, repair
    tried: list[MendKind]  # plan, repair
    candidates: list[Candidate]  # plan, render, critique
    parent: Verdict | None  # critique: how the parent fares
    said: list[str]  # understand, take_answer, remember: sentences for the reply


def order_of(state: TurnStateDict) -> Order:
    """Return what is to be painted."""
    order = state["order"]
    assert order is not None, "painting follows an order"
    return order


def work_of(state: TurnStateDict) -> Work:
    """Return the chain that is to be painted, and how."""
    work = state["work"]
    assert work is not None, "a chain comes before its picture"
    return work


class Update(TypedDict, total=False):
    """What a step may return. LangGraph drops keys it does not know; the types do not let them."""

    message: str
    preset: bool
    calls: list[ToolCall]
    order: Order | None
    messages: list[BaseMessage]
    asked: int
    work: Work | None
    round: int
    tried: list[MendKind]
    candidates: list[Candidate]
    parent: Verdict | None
    said: list[str]


ALLOWED = (
    ("agent.state", "Candidate"),
    ("agent.state", "Work"),
    ("tools.desk", "Order"),
    ("tools.desk", "Outcome"),
    ("tools.verdict", "Finding"),
    ("tools.verdict", "Verdict"),
    ("got_models.thought", "Box"),
    ("got_models.thought", "Chain"),
    ("got_models.thought", "Element"),
    ("memory.values", "ImageRef"),
)
"""Own types that a checkpoint may bring back."""
