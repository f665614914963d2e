"""What a page may ask of a session: one value per command, checked, and what it does."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.session import Conversation
from agent.turn import Turn
from memory.values import Mark
from tools.arguments import ShortWords, Words
from tools.desk import PictureNumber
from ui.plans import WirePlan
from ui.views import View


class Command(BaseModel):
    """What all commands carry: the state of the session the page has seen, and which page it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    moves: ClassVar[bool] = True
    """Whether it can bring the session somewhere else, where other pages do not know it to be."""

    revision: int | None = Field(default=None, ge=0)
    """None where it does not matter that the session has changed in the meantime."""

    def run(self, talk: Conversation) -> Turn | View | None:
        """Do it; return the turn it began, or something for the page to know."""
        raise NotImplementedError

    def checked(self, talk: Conversation) -> Turn | View | None:
        """Do it unless the session was changed since the page looked.

        Raises:
            SessionMoved: It was.
        """
        return self.run(talk.at(self.revision))


class Say(Command):
    """Say something; `key` is the page's name for the message, so that it is not said twice."""

    do: Literal["say"]
    text: Words
    attached: Annotated[tuple[PictureNumber, ...], Field(max_length=8)] = ()
    key: Annotated[str, Field(min_length=8, max_length=64)]

    def run(self, talk: Conversation) -> Turn:
        """Begin a turn."""
        return talk.start(self.text, attached=self.attached, key=self.key)


class Draw(Command):
    """Draw a picture again from a changed plan."""

    do: Literal["draw"]
    plan: WirePlan
    picture: PictureNumber

    def run(self, talk: Conversation) -> Turn:
        """Begin a turn that does not ask the reasoner."""
        return talk.start_chain(self.plan.chain(), self.picture)


class Answer(Command):
    """Answer the question about a plan that waits."""

    do: Literal["answer"]
    turn: int
    decision: Literal["accept", "revise", "respond", "reject"]
    plan: WirePlan | None = None
    text: str = Field(default="", max_length=4_000)

    def run(self, talk: Conversation) -> Turn:
        """Let the turn go on."""
        turn = talk.turn(self.turn)
        if self.decision == "revise" and self.plan is not None:
            return turn.revise(self.plan.chain())
        if self.decision == "respond":
            return turn.respond(self.text)
        return turn.reject() if self.decision == "reject" else turn.accept()


class Cancel(Command):
    """Stop a turn; what it has finished is kept."""

    moves = False
    do: Literal["cancel"]
    turn: int

    def run(self, talk: Conversation) -> None:
        """Ask it to stop."""
        talk.turn(self.turn).cancel()


class Resume(Command):
    """Go on with a turn whose process ended."""

    do: Literal["resume"]
    turn: int

    def run(self, talk: Conversation) -> Turn:
        """Let the turn go on."""
        return talk.turn(self.turn).resume()


class Tool(Command):
    """Call one of the tools that begin a turn without the planner."""

    do: Literal["tool"]
    tool: Literal["vary", "cherry_pick", "describe_picture", "critique_picture", "compare_pictures"]
    arguments: dict[str, int | str | None] = Field(default_factory=dict)

    def run(self, talk: Conversation) -> Turn:
        """Begin a turn."""
        return talk.start_call(self.tool, **self.arguments)


class Go(Command):
    """Go to a picture, or for None to the beginning."""

    do: Literal["go"]
    picture: PictureNumber | None

    def run(self, talk: Conversation) -> None:
        """Move the head."""
        talk.go_to(self.picture)


class Step(Command):
    """Go back or forward along the line of versions."""

    do: Literal["undo", "redo"]

    def run(self, talk: Conversation) -> None:
        """Move the head."""
        _ = talk.undo() if self.do == "undo" else talk.redo()


class Branch(Command):
    """Begin a branch at a picture and go there."""

    do: Literal["branch"]
    name: ShortWords
    picture: PictureNumber | None = None

    def run(self, talk: Conversation) -> None:
        """Begin it."""
        talk.branch(self.name, self.picture)


class Switch(Command):
    """Go to the end of a branch."""

    do: Literal["switch"]
    name: ShortWords

    def run(self, talk: Conversation) -> None:
        """Move the head."""
        talk.switch(self.name)


class Name(Command):
    """Give a picture a name."""

    moves = False
    do: Literal["name"]
    picture: PictureNumber
    name: ShortWords

    def run(self, talk: Conversation) -> View:
        """Write it down."""
        return _mark(self.picture, talk.name(self.name, self.picture))


class Star(Command):
    """Give a picture a star, or take it away."""

    moves = False
    do: Literal["star"]
    picture: PictureNumber
    starred: bool

    def run(self, talk: Conversation) -> View:
        """Write it down."""
        return _mark(self.picture, talk.star(self.picture, starred=self.starred))


class Lock(Command):
    """Promise that an object of the current picture stays where it is."""

    do: Literal["lock"]
    index: Annotated[int, Field(ge=0)]

    def run(self, talk: Conversation) -> View:
        """Make the promise."""
        entry = talk.lock(str(self.index + 1))
        return {"promise": {"id": entry.id, "text": entry.promise}}


class Keep(Command):
    """Promise something about all later pictures."""

    do: Literal["keep"]
    promise: ShortWords

    def run(self, talk: Conversation) -> View:
        """Make the promise."""
        entry = talk.keep(self.promise)
        return {"promise": {"id": entry.id, "text": entry.promise}}


class Release(Command):
    """Let go of a promise."""

    do: Literal["release"]
    promise: int

    def run(self, talk: Conversation) -> View:
        """Let it go."""
        entry = talk.release(self.promise)
        return {"promise": {"id": entry.id, "text": entry.promise}}


class Rename(Command):
    """Give the session another title."""

    do: Literal["rename"]
    title: ShortWords

    def run(self, talk: Conversation) -> None:
        """Write it down."""
        talk.rename(self.title)


AnyCommand = (
    Say
    | Draw
    | Answer
    | Cancel
    | Resume
    | Tool
    | Go
    | Step
    | Branch
    | Switch
    | Name
    | Star
    | Lock
    | Keep
    | Release
    | Rename
)


def _mark(picture: int, mark: Mark) -> View:
    return {"mark": {"number": picture, "name": mark.name, "starred": mark.starred}}


class Asked(BaseModel):
    """A command, and the page that gave it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: Annotated[str, Field(min_length=1, max_length=64)]
    command: Annotated[AnyCommand, Field(discriminator="do")]
