"""Files of one JSON object per line, read into values; a mistake is named by its line."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from got_models.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)


def read_lines(path: Path, model: type[Model]) -> list[Model]:
    """Read every line that is not blank.

    Raises:
        BadInput: The file cannot be read, or a line is not what `model` describes.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as cause:
        raise BadInput(f"{str(path)!r} cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise BadInput(f"{str(path)!r} is not UTF-8 text") from cause
    # Not `splitlines`: a JSON string may hold the other characters that break lines.
    lines = enumerate(text.split("\n"), start=1)
    return [_read(line, model, f"{path}:{at}") for at, line in lines if line.strip()]


def _read(line: str, model: type[Model], place: str) -> Model:
    try:
        return model.model_validate_json(line)
    except ValidationError as cause:
        first = cause.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadInput(f"{place}: {where + ': ' if where else ''}{first['msg']}") from cause
