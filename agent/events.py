"""What a turn tells while it runs: typed events, the only thing that faces show.

Events of the kinds in `FLEETING` are told to whoever listens and not stored. All others are stored
as they happen, and come back the same from the memory.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from got_models import chain_text
from got_models.thought import Chain
from got_models.value import Value
from memory.values import Check, ShownChain

TurnState = Literal[
    "queued", "running", "waiting", "finished", "failed", "interrupted", "cancelled"
]


class ToolUse(Value):
    """A tool that is to be called, and with what."""

    name: str
    arguments: dict[str, JsonValue]


class PlannedElement(Value):
    """One object of a plan: `box` is x0, y0, x1, y1 on the 0-999 grid."""

    phrase: str
    box: tuple[int, int, int, int]
    colour: str


class _Told(Value):
    """What all events have in common: `seconds` is how long the step took."""

    seconds: float = 0.0


class Began(_Told):
    """A turn began; `subject` is the picture that "it" means, `attached` came with the message."""

    kind: Literal["began"] = "began"
    message: str
    subject: int | None = None
    attached: tuple[int, ...] = ()


class Understood(_Told):
    """The planner decided what to do: tools to call, or only something to say."""

    kind: Literal["understood"] = "understood"
    calls: tuple[ToolUse, ...] = ()
    text: str = ""


class Called(_Told):
    """A tool answered. `picture` is what the answer is about; `data` is the answer for programs."""

    kind: Literal["called"] = "called"
    tool: str
    arguments: dict[str, JsonValue]
    answer: str
    failed: bool = False
    picture: int | None = None
    data: dict[str, JsonValue] = Field(default_factory=dict)


class Thinking(_Told):
    """A piece of the reasoner's text, as it is written."""

    kind: Literal["thinking"] = "thinking"
    text: str


class Planned(_Told):
    """A plan is there to be looked at; `chain` is its number in the memory."""

    kind: Literal["planned"] = "planned"
    chain: int
    by: str
    text: str = ""
    elements: tuple[PlannedElement, ...] = ()
    changes: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    subject: int | None = None
    round: int = 0


class Asked(_Told):
    """The turn waits for an answer about the plan `chain`: accept, revise, respond or reject."""

    kind: Literal["asked"] = "asked"
    chain: int


class Answered(_Told):
    """The question about the plan was answered."""

    kind: Literal["answered"] = "answered"
    decision: Literal["accept", "revise", "respond", "reject"]


class Painting(_Told):
    """Denoising is under way: `done` of `total` steps.

    `preview` is a small picture of what it is expected to become, as a data URL; most events have
    none.
    """

    kind: Literal["painting"] = "painting"
    done: int
    total: int
    round: int = 0
    preview: str = ""


class Painted(_Told):
    """A candidate is finished and kept; `digest` names its picture."""

    kind: Literal["painted"] = "painted"
    attempt: int
    digest: str
    width: int
    height: int
    chain: int
    seed: int
    round: int = 0
    changed_outside_px: int | None = None
    is_global: bool | None = None


class Judged(_Told):
    """A candidate was judged; `attempt` is None for the parent, which is a candidate, too."""

    kind: Literal["judged"] = "judged"
    attempt: int | None
    checks: tuple[Check, ...]
    score: float


class Mending(_Told):
    """The best candidate is not good enough, and this is done about it."""

    kind: Literal["mending"] = "mending"
    how: str
    why: str
    round: int


class Remembered(_Told):
    """A candidate became picture `picture` of the session."""

    kind: Literal["remembered"] = "remembered"
    picture: int
    version: int
    digest: str
    parent: int | None
    operation: str
    chain: int | None
    checks: tuple[Check, ...] = ()


class KeptParent(_Told):
    """No candidate was better than picture `picture`, so the session stays there."""

    kind: Literal["kept_parent"] = "kept_parent"
    picture: int
    why: str


class Promised(_Told):
    """Another picture is current than before, and what was promised was looked for in it."""

    kind: Literal["promised"] = "promised"
    picture: int
    checks: tuple[Check, ...]


class Said(_Told):
    """The assistant's reply; `picture` is where the session is after the turn."""

    kind: Literal["said"] = "said"
    text: str
    picture: int | None = None


class Ended(_Told):
    """The turn is over, or rests until somebody answers (`waiting`)."""

    kind: Literal["ended"] = "ended"
    state: TurnState
    error: str = ""


TurnEvent = Annotated[
    Began
    | Understood
    | Called
    | Thinking
    | Planned
    | Asked
    | Answered
    | Painting
    | Painted
    | Judged
    | Mending
    | Remembered
    | KeptParent
    | Promised
    | Said
    | Ended,
    Field(discriminator="kind"),
]

FLEETING = ("thinking", "painting")
"""Kinds of events that are told and not stored."""


def planned(shown: ShownChain, **about: Any) -> Planned:
    """Return the event about a chain that is shown."""
    return Planned(
        chain=shown.id,
        by=shown.by,
        text=chain_text.write(shown.chain),
        elements=elements_of(shown.chain),
        changes=shown.changes,
        **about,
    )


def elements_of(chain: Chain) -> tuple[PlannedElement, ...]:
    """Return the objects of a plan."""
    return tuple(
        PlannedElement(phrase=e.phrase, box=e.box.corners, colour=e.colour) for e in chain.elements
    )
