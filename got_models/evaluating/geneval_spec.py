"""What GenEval asks of a picture: one line of its metadata, the answer key of one prompt.

Whatever makes or chooses pictures may see `prompt` and nothing else of it.
Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513.
"""

from pathlib import Path
from typing import Literal, get_args

from pydantic import ConfigDict, Field, model_validator

from got_models.evaluating.json_lines import read_lines
from got_models.relations import Relation
from got_models.value import Value

PROMPTS = Path(__file__).with_name("geneval_prompts.jsonl")
"""GenEval's own prompts, in the order of its file."""

GenevalTask = Literal["single_object", "two_object", "counting", "colors", "position", "color_attr"]
GENEVAL_TASKS: tuple[GenevalTask, ...] = get_args(GenevalTask)


class Clause(Value):
    """So many objects of a class, perhaps of one colour, perhaps beside those of another clause.

    `position` is a relation and the index of an earlier clause that it holds towards.
    """

    model_config = ConfigDict(populate_by_name=True)

    kind: str = Field(alias="class", min_length=1)
    count: int = Field(ge=1)
    colour: str | None = Field(default=None, alias="color")
    position: tuple[Relation, int] | None = None

    def __str__(self) -> str:
        """Colour and class, as in the prompt."""
        return f"{self.colour} {self.kind}" if self.colour else self.kind


class Crowd(Value):
    """So many objects of a class that a picture with as many of them is wrong."""

    model_config = ConfigDict(populate_by_name=True)

    kind: str = Field(alias="class", min_length=1)
    count: int = Field(ge=1)


class Spec(Value):
    """A prompt, the clauses that must all hold, and the crowds of which none may."""

    tag: GenevalTask
    include: tuple[Clause, ...]
    exclude: tuple[Crowd, ...] = ()
    prompt: str

    @model_validator(mode="after")
    def _looks_back(self) -> "Spec":
        for at, clause in enumerate(self.include):
            if clause.position is not None and not 0 <= clause.position[1] < at:
                raise ValueError(f"clause {at} stands beside clause {clause.position[1]}")
        return self

    def as_line(self) -> str:
        """Write the line of metadata; equal specs give equal lines."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


def geneval_specs() -> list[Spec]:
    """Read GenEval's own prompts."""
    return read_lines(PROMPTS, Spec)
