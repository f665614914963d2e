"""What the memory gives back: values with an identity, a time and a place in a session."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from got_models.thought import Chain
from got_models.value import Value

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a file's bytes in hexadecimal. A picture saved with other notes has another digest."""

Count = Annotated[int, Field(ge=0, le=2**63 - 1)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(ge=0.0)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Role = Literal["user", "assistant", "tool", "system"]
State = Literal["queued", "running", "waiting", "finished", "failed", "interrupted", "cancelled"]
"""Where a turn is. `waiting`: for the user's approval. `interrupted`: its process died."""

Json = Mapping[str, JsonValue]


class ImageRef(Value):
    """A picture in the gallery, named by its content."""

    digest: Digest
    width: int = Field(ge=1)
    height: int = Field(ge=1)


class Session(Value):
    """A tree of versions with a head; `head` None is the empty beginning."""

    id: str
    title: str
    head: int | None
    branch: str
    """The branch that goes on when a version is made at its end."""
    revision: Count
    """How often head, branch or title have changed."""
    created: AwareDatetime
    touched: AwareDatetime


class Message(Value):
    """Something said in a session, with the picture that came with it."""

    id: int
    session: str
    role: Role
    text: str
    job: int | None = None
    version: int | None = None
    picture: Digest | None = None
    created: AwareDatetime


class ShownChain(Value):
    """A chain as it was shown, and in sentences what changed since the one before it."""

    id: int
    session: str
    chain: Chain
    by: Name
    previous: int | None
    changes: tuple[str, ...]
    job: int | None = None
    created: AwareDatetime


class Check(Value):
    """One question about a picture that has a yes or no, and what the answer rests on."""

    name: Name
    passed: bool
    evidence: str = ""


class Critique(Value):
    """How a picture fares against its chain."""

    checks: tuple[Check, ...]

    @property
    def score(self) -> float:
        """Fraction of the checks that passed; 1 if nothing was checked."""
        return sum(check.passed for check in self.checks) / len(self.checks) if self.checks else 1.0


class Making(Value):
    """How a picture came about: a version before it has a place in a session."""

    operation: Name
    picture: ImageRef
    chain: int | None = None
    """Number of the shown chain the picture was drawn from."""
    seed: Count = 0
    model: str = ""
    weights_hash: str = ""
    parameters: Json = Field(default_factory=dict)
    seconds: Seconds = 0.0
    changed_outside_px: Count | None = None
    """Pixels changed outside the region an edit declared; None where none was declared."""


class Version(Making):
    """A picture of a session and the version it was made from."""

    id: int
    session: str
    number: int = Field(ge=1)
    """Which picture of its session it is, in order of making."""
    parent: int | None
    parent_number: int | None
    depth: int = Field(ge=1)
    """Versions from the beginning to here, this one included."""
    job: int | None = None
    critique: Critique | None = None
    created: AwareDatetime


class Branch(Value):
    """A name for the end of a line of versions."""

    name: Name
    version: int | None


class Mark(Value):
    """What a person wrote on a version."""

    version: int
    name: str | None = None
    starred: bool = False


class Attempt(Value):
    """A finished candidate of a turn; at most one becomes a version, none is thrown away."""

    id: int
    job: int
    picture: ImageRef
    chain: int | None
    seed: Count
    score: Fraction | None
    chosen: bool
    seconds: Seconds
    created: AwareDatetime


class LedgerEntry(Value):
    """A promise that holds for every later picture ("the logo stays red") until released."""

    id: int
    session: str
    promise: str
    since: int | None
    """Version from which it holds."""
    released: AwareDatetime | None
    created: AwareDatetime


class Event(Value):
    """One step of a turn, told when it ended or changed."""

    step: Name
    status: Name
    inputs: Json = Field(default_factory=dict)
    outputs: Json = Field(default_factory=dict)
    seconds: Seconds = 0.0


class Job(Value):
    """A turn: what was asked, and how far it came."""

    id: int
    session: str
    request: str
    key: str | None
    """The caller's own name for the request: asking again with it starts nothing new."""
    state: State
    error: str
    created: AwareDatetime
    started: AwareDatetime | None
    ended: AwareDatetime | None


class Hit(Value):
    """A message or chain that was found, newest among equals."""

    kind: Literal["message", "chain"]
    id: int
    session: str
    title: str
    job: int | None
    version: int | None
    """The newest version drawn from the chain, or the version the message is about."""
    excerpt: str
    """The words around the match, matches between `MARK_START` and `MARK_END` of recall."""
    score: Fraction
    created: AwareDatetime


class Collected(Value):
    """Pictures that were, or would be, removed because nothing refers to them."""

    pictures: int
    bytes: int
