"""The arguments of the tools, typed: numbers of pictures, boxes, choices; nowhere a path."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from got_models.thought import COORDINATE_MAX
from tools.change_layout import LayoutOperation
from tools.desk import PictureNumber
from tools.promises import LONGEST as LONGEST_PROMISE
from tools.wish import MAX_CHARACTERS

ExportForm = Literal["png", "project", "sheet"]
"""`png`: a picture with its recipe. `project`: the whole session. `sheet`: all pictures on one."""

Coordinate = Annotated[int, Field(ge=0, le=COORDINATE_MAX)]
BoxCorners = Annotated[
    list[Coordinate],
    Field(min_length=4, max_length=4, description="x0, y0, x1, y1 on a grid from 0 to 999"),
]
Subject = Annotated[
    PictureNumber | None,
    Field(description="number of the picture; null for the current one"),
]
References = Annotated[
    tuple[PictureNumber, ...],
    Field(max_length=16, description="numbers of pictures to look at besides"),
]
PlanNumber = Annotated[int, Field(ge=1, le=2**53 - 1, description="number of the plan")]
Words = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
ShortWords = Annotated[str, Field(min_length=1, max_length=200)]


class Arguments(BaseModel):
    """What every tool's arguments are: closed to names they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Arguments):
    """No arguments."""


class DrawPicture(Arguments):
    """Draw a new picture from a wish."""

    wish: Words = Field(description="what to draw, complete in itself")
    references: References = ()


class EditPicture(Arguments):
    """Change a picture; everything that is not spoken of stays as it is."""

    instruction: Words = Field(description='what to change; names things in full, never "it"')
    picture: Subject = None
    references: References = ()
    mask: PictureNumber | None = Field(
        default=None,
        description="number of a picture as large, white where the picture may change, else black",
    )


class OnePicture(Arguments):
    """One picture."""

    picture: Subject = None


class Locate(Arguments):
    """Say where things are in a picture."""

    phrase: ShortWords = Field(description='the thing, such as "red apple"')
    picture: Subject = None


class Vary(Arguments):
    """Draw a picture again with other seeds."""

    count: int = Field(default=3, ge=1, le=8, description="how many variants")
    picture: Subject = None


class ChangeLayout(Arguments):
    """Change the plan of the current picture and draw it again."""

    operation: LayoutOperation
    element: str = Field(default="", max_length=200, description="the object, by name or number")
    other: str | None = Field(default=None, max_length=200, description="a second object")
    box: BoxCorners | None = None
    amount: float | None = Field(
        default=None,
        ge=-1000,
        le=1000,
        description="grid units of a move, a gap or a margin; the factor of a resize",
    )
    phrase: str | None = Field(default=None, max_length=200, description="the new words")
    colour: str | None = Field(default=None, max_length=40)


class PlanPicture(Arguments):
    """Plan a new picture from a wish, to look at the plan before it is drawn."""

    wish: Words = Field(description="what to draw, complete in itself")


class ChangePlan(ChangeLayout):
    """Change a plan that was made before; nothing is drawn."""

    plan: PlanNumber


class DrawPlan(Arguments):
    """Draw a new picture from a plan that was made before."""

    plan: PlanNumber
    wish: Words = Field(description="what it shows, in the words it was planned from")
    seed: int | None = Field(default=None, ge=0, le=2**53 - 1, description="null for the usual")


class Steps(Arguments):
    """How many steps along the line of versions."""

    steps: int = Field(default=1, ge=1, le=1_000)


class GoTo(Arguments):
    """Return to a picture."""

    picture: PictureNumber


class Branch(Arguments):
    """Begin a branch at the current picture."""

    name: ShortWords | None = None


class NamePicture(Arguments):
    """Give a picture a name."""

    name: ShortWords
    picture: Subject = None


class Compare(Arguments):
    """Say what is different between two pictures."""

    first: PictureNumber
    second: PictureNumber


class CherryPick(Arguments):
    """Repeat what made another picture on the current one."""

    picture: PictureNumber = Field(description="the picture whose change is repeated")


class Search(Arguments):
    """Search what was said and planned."""

    query: Words


class PromiseWords(Arguments):
    """A promise about all later pictures."""

    promise: str = Field(
        min_length=1, max_length=LONGEST_PROMISE, description='such as "the cup stays blue"'
    )


class Crop(Arguments):
    """Cut a part out of a picture."""

    box: BoxCorners
    picture: Subject = None


class Rotate(Arguments):
    """Turn a picture clockwise."""

    quarter_turns: Literal[1, 2, 3]
    picture: Subject = None


class Upscale(Arguments):
    """Enlarge a picture by a whole factor."""

    factor: int = Field(ge=2, le=8)
    picture: Subject = None


class Composite(Arguments):
    """Lay a part of the second picture over the first."""

    first: PictureNumber
    second: PictureNumber
    box: BoxCorners


class Export(Arguments):
    """Write the current picture or the whole session to a file."""

    form: ExportForm
