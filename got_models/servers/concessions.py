"""Fields that not every server knows: sent at first, and left out once a server rejects them."""

import re
from collections.abc import Callable, Mapping, Sequence

from got_models.servers.remote import Rejected

NOT_ACCEPTED = frozenset((400, 415, 422, 501))
"""Answers to a question that asks for something the server does not know."""


class Concessions:
    """Remembers what one server does not accept.

    Args:
        optional: Names of fields without which a question still makes sense. One is given up when
            a server rejects a question and names it.
    """

    def __init__(self, optional: Sequence[str]) -> None:
        self._optional = tuple(optional)
        self.dropped: set[str] = set()

    def send(
        self, ask: Callable[[dict[str, object]], object], fields: Mapping[str, object]
    ) -> object:
        """Ask with all fields the server accepts.

        Raises:
            Rejected: The server does not accept the question without its optional fields either.
        """
        while True:
            kept = {name: value for name, value in fields.items() if name not in self.dropped}
            try:
                return ask(kept)
            except Rejected as refusal:
                blamed = self._blamed(refusal, kept)
                if blamed is None:
                    raise
                self.dropped.add(blamed)

    def _blamed(self, refusal: Rejected, sent: Mapping[str, object]) -> str | None:
        if refusal.status not in NOT_ACCEPTED:
            return None
        for name in self._optional:
            if name in sent and re.search(rf"(?<![a-z_]){name}(?![a-z_])", refusal.reason):
                return name
        return None
