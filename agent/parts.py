"""Who does one job of the assistant: a shipped model, a folder, a model of the hub, or a server."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator

from got_models.value import Value

Size = tuple[int, int]


class Part(Value):
    """One brain or brush, and how it wants to be treated.

    In `agent.yaml` a part may be written as its source alone: `renderer: ./my-sdxl`.
    """

    source: str = Field(min_length=1)
    """Name of a shipped model, a folder, a model of the hub (owner/name), or a URL with /v1."""
    model: str | None = None
    """What a server calls its model; None for the first one it lists."""
    key_variable: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    """Environment variable that holds the API key; the key itself is written nowhere."""
    timeout_s: float = Field(default=180.0, gt=0, le=3_600)
    """Seconds a server may take to answer one question, tries included."""
    tries: int = Field(default=4, ge=1, le=20)
    """How often a question is sent while the server is busy or out of reach."""
    token_budget: int | None = Field(default=None, ge=1)
    """Tokens a server may be asked to read and write in one run of `got`; None for no bound."""
    coordinates: Literal["grid", "thousandths", "pixels"] | None = None
    """How a chat model counts in boxes; None to tell by its name."""
    size: Size | None = None
    """Width and height in pixels that a renderer draws unless told otherwise."""
    sizes: tuple[Size, ...] | None = None
    """The only sizes that a renderer draws; None for any."""

    @field_validator("source")
    @classmethod
    def _holds_no_secret(cls, source: str) -> str:
        if "@" in urlsplit(source).netloc:
            raise ValueError("a URL holds no user or password; name a key_variable instead")
        return source

    @property
    def is_server(self) -> bool:
        """Whether the source is a URL."""
        return self.source.lower().startswith(("http://", "https://"))


def _spelled_out(value: object) -> object:
    return {"source": value} if isinstance(value, str) else value


OFF = "off"
"""The source of a critic that is nobody."""


def _nobody(value: object) -> object:
    """YAML reads the bare word `off` as False."""
    return OFF if value is False else value


AnyPart = Annotated[Part, BeforeValidator(_spelled_out)]
"""A part, which may be written as its source alone."""

AnyCritic = Annotated[AnyPart, BeforeValidator(_nobody)]
"""A part that judges, or `off`."""
