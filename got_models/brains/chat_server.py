"""A chat model behind an OpenAI-compatible server. Light: no torch."""

from collections.abc import Mapping, Sequence
from typing import Literal

from got_models.brains.chat import Message
from got_models.brains.shown_picture import data_url
from got_models.errors import BadWish, BudgetSpent, ServerError
from got_models.servers.concessions import NOT_ACCEPTED, Concessions
from got_models.servers.remote import Rejected, Remote

LONGEST = 2048
"""Most tokens of an answer."""

WARMTH = 0.7
"""Temperature of answers other than the likeliest."""

Form = Literal["schema", "json", "text"]
"""How strictly a server holds its model: to a schema, to any JSON object, to nothing."""


class ChatServer:
    """Asks a server; what it does not accept is given up once and for all.

    Args:
        remote: Where it is.
        model: What it calls its model; None for the first that it lists.
        token_budget: Tokens it may be asked to read and write, as it counts them, else guessed from
            the characters; None for no bound. Looked at before each question, so the last one may
            go over it.
    """

    def __init__(
        self, remote: Remote, model: str | None = None, *, token_budget: int | None = None
    ) -> None:
        self.tokens_spent = 0
        self._remote, self._model, self._budget = remote, model, token_budget
        self._accepted = Concessions(("seed", "temperature", "max_tokens"))
        self._forms: tuple[Form, ...] = ("schema", "json", "text")

    @property
    def name(self) -> str:
        """What the server calls its model.

        Raises:
            ServerError: It cannot be asked, or has none.
        """
        if self._model is None:
            self._model = _first_model(self._remote)
        return self._model

    def answer(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        seed: int = 0,
    ) -> str:
        """Return the text of the server's answer.

        Raises:
            BadWish: The model declines.
            BudgetSpent: No more tokens may be asked for.
            ServerError: The server cannot be reached, rejects the question, or is no chat server.
        """
        message = self.message_for(
            [_as_json(message) for message in messages], schema=schema, seed=seed
        )
        text = message.get("content")
        if not isinstance(text, str):
            raise self._strange(message)
        return text

    def message_for(
        self,
        conversation: Sequence[Mapping[str, object]],
        *,
        schema: Mapping[str, object] | None = None,
        seed: int = 0,
        tools: Sequence[Mapping[str, object]] = (),
    ) -> dict[str, object]:
        """Return the server's next message as it stands, perhaps with calls of tools.

        Args:
            conversation: The messages so far, in OpenAI's form.
            schema: JSON schema its text should follow.
            seed: 0 for the likeliest answer, else which one of the likely ones.
            tools: What it may call, in OpenAI's form.

        Raises:
            BadWish: The model declines.
            BudgetSpent: No more tokens may be asked for.
            ServerError: The server cannot be reached, rejects the question, or is no chat server.
        """
        if self._budget is not None and self.tokens_spent >= self._budget:
            raise BudgetSpent(self._remote.place, self.tokens_spent, self._budget)
        asked: dict[str, object] = {
            "model": self.name,
            "messages": list(conversation),
            "max_tokens": LONGEST,
            "temperature": WARMTH if seed else 0,
            "seed": seed,
        }
        answer = self._asked(asked | ({"tools": list(tools)} if tools else {}), schema)
        message = self._message(answer)
        self.tokens_spent += _usage(answer) or _guessed(conversation, message)
        return message

    def _asked(self, fields: dict[str, object], schema: Mapping[str, object] | None) -> object:
        """Ask for an answer in the strictest form that the server turns out to accept."""
        if schema is None:
            return self._accepted.send(self._post, fields)
        for form in self._forms:
            try:
                answer = self._accepted.send(self._post, fields | _formed(form, schema))
            except Rejected as refusal:
                if form == "text" or refusal.status not in NOT_ACCEPTED:
                    raise
                continue
            self._forms = self._forms[self._forms.index(form) :]
            return answer
        raise AssertionError("the loosest form is answered or raises")

    def _post(self, fields: dict[str, object]) -> object:
        return self._remote.post("chat/completions", fields)

    def _message(self, answer: object) -> dict[str, object]:
        choice = _first(answer, "choices")
        message = choice.get("message")
        if not isinstance(message, dict):
            raise self._strange(answer)
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            said = " ".join(str(message.get("refusal") or "no reason given").split())
            raise BadWish(f"the model {self.name} declines: {said[:300]}; say it differently")
        return message

    def _strange(self, answer: object) -> ServerError:
        return ServerError(
            f"the server {self._remote.place} answered with no message: {str(answer)[:200]!r}; "
            "see whether its address is right"
        )


def _formed(form: Form, schema: Mapping[str, object]) -> dict[str, object]:
    """Return the field that asks for a form."""
    if form == "text":
        return {}
    if form == "json":
        return {"response_format": {"type": "json_object"}}
    held_to = {"name": "plan", "strict": True, "schema": dict(schema)}
    return {"response_format": {"type": "json_schema", "json_schema": held_to}}


def _as_json(message: Message) -> dict[str, object]:
    if not message.pictures:
        return {"role": message.role, "content": message.text}
    pictures = [
        {"type": "image_url", "image_url": {"url": data_url(one)}} for one in message.pictures
    ]
    return {"role": message.role, "content": [*pictures, {"type": "text", "text": message.text}]}


def _first_model(remote: Remote) -> str:
    name = _first(remote.get("models"), "data").get("id")
    if not isinstance(name, str):
        raise ServerError(
            f"the server {remote.place} lists no model; name one as model in the settings"
        )
    return name


def _first(answer: object, key: str) -> dict[str, object]:
    """Return the first of a list of objects in an answer; empty when there is none."""
    told = answer.get(key) if isinstance(answer, dict) else None
    first = told[0] if isinstance(told, list) and told else None
    return first if isinstance(first, dict) else {}


def _guessed(conversation: Sequence[Mapping[str, object]], message: Mapping[str, object]) -> int:
    """Guess tokens where the server does not count: four characters each, pictures left out."""
    texts = [one.get("content") for one in (*conversation, message)]
    return sum(len(text) for text in texts if isinstance(text, str)) // 4


def _usage(answer: object) -> int:
    told = answer.get("usage") if isinstance(answer, dict) else None
    total = told.get("total_tokens") if isinstance(told, dict) else None
    return total if isinstance(total, int) else 0
