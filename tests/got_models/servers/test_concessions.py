"""Fields that a server does not know are left out, and only those."""

import pytest

from got_models.servers.concessions import Concessions
from got_models.servers.remote import Rejected


def refusing(*unknown: str) -> tuple[list[dict[str, object]], object]:
    seen: list[dict[str, object]] = []

    def ask(fields: dict[str, object]) -> object:
        seen.append(fields)
        for name in unknown:
            if name in fields:
                raise Rejected("no", status=400, reason=f"Unknown parameter: '{name}'.")
        return "well"

    return seen, ask


def test_what_a_server_rejects_by_name_is_given_up_for_good() -> None:
    seen, ask = refusing("seed", "response_format")
    given = Concessions(("seed", "response_format"))

    answers = [given.send(ask, {"prompt": "x", "seed": 1, "response_format": "b"}) for _ in "12"]

    assert answers == ["well", "well"]
    assert [set(fields) for fields in seen[2:]] == [{"prompt"}, {"prompt"}]


def test_what_is_needed_is_never_given_up() -> None:
    seen, ask = refusing("prompt")

    with pytest.raises(Rejected):
        Concessions(("seed",)).send(ask, {"prompt": "x", "seed": 1})
    assert len(seen) == 1


@pytest.mark.parametrize(("status", "reason"), [(401, "seed"), (400, "seedling"), (404, "seed")])
def test_a_refusal_for_another_reason_is_passed_on(status: int, reason: str) -> None:
    def ask(fields: dict[str, object]) -> object:
        raise Rejected("no", status=status, reason=reason)

    given = Concessions(("seed",))
    with pytest.raises(Rejected):
        given.send(ask, {"seed": 1})
    assert given.dropped == set()
