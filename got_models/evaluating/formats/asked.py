"""The prompts of a public benchmark, in a file of one JSON object per line."""

from pathlib import Path

from pydantic import ConfigDict, Field

from got_models.errors import BadInput
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value


class Asked(Value):
    """One prompt; `source` is the picture an instruction is about, relative to the file.

    Other keys are the benchmark's own: they go into its folder, and no model sees them.
    """

    model_config = ConfigDict(extra="allow")

    id: str = Field(min_length=1, pattern=r"^[\w.-]+$")
    prompt: str = Field(min_length=1)
    source: str | None = None


def read_asked(path: Path, *, edits: bool) -> list[Asked]:
    """Read the prompts.

    Raises:
        BadInput: The file is damaged, an id appears twice, or an instruction has no picture.
    """
    asked = read_lines(path, Asked)
    if not asked:
        raise BadInput(f"{str(path)!r} holds no prompts")
    seen: set[str] = set()
    for one in asked:
        if one.id in seen:
            raise BadInput(f"{str(path)!r} has the id {one.id!r} twice")
        seen.add(one.id)
        if edits and (one.source is None or not (path.parent / one.source).is_file()):
            raise BadInput(f"{str(path)!r}: {one.id!r} names no picture that exists as its source")
    return asked
