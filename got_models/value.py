"""What every value of the system is: frozen, closed to unknown fields, compared by content."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A pydantic value that cannot change and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
