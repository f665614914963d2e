"""Facts about reading wishes."""

import json
from pathlib import Path

import pytest

import got_models.evaluating
from got_models.sceneworld.language import bare_plural, plural
from got_models.sceneworld.vocabulary import CLASSES
from got_models.wish_facts import WishFacts, facts_of_wish

GENEVAL = Path(got_models.evaluating.__file__).with_name("geneval_prompts.jsonl")

Groups = list[tuple[str, str | None, int | None]]
Relations = list[tuple[int, str, int]]


def groups_of(facts: WishFacts) -> Groups:
    return [(group.kind, group.colour, group.count) for group in facts.groups]


def relations_of(facts: WishFacts) -> Relations:
    return [(wished.first, wished.relation, wished.second) for wished in facts.relations]


@pytest.mark.parametrize(
    ("wish", "groups", "relations"),
    [
        ("two red cups next to a dog", [("cup", "red", 2), ("dog", None, 1)], [(0, "next to", 1)]),
        ("oranges", [("orange", None, None)], []),
        ("an orange orange", [("orange", "orange", 1)], []),
        ("a pair of scissors", [("scissors", None, None)], []),
        (
            "a cup left of a dog and above a cat",
            [("cup", None, 1), ("dog", None, 1), ("cat", None, 1)],
            [(0, "left of", 1), (0, "above", 2)],
        ),
        (
            "a red cup and a blue cup. The red cup is over the blue cup.",
            [("cup", "red", 1), ("cup", "blue", 1)],
            [(0, "above", 1)],
        ),
        (
            "to the left of the dog is a cat",
            [("dog", None, None), ("cat", None, 1)],
            [(1, "left of", 0)],
        ),
        ("Can you draw 3 sheep, please?", [("sheep", None, 3)], []),
        ("a cat on a red background", [("cat", None, 1)], []),
        ("A dog. The dog is black.", [("dog", "black", 1)], []),
        ("a black and white photo of a cat", [("cat", None, 1)], []),
    ],
)
def test_plain_wishes_are_understood(wish: str, groups: Groups, relations: Relations) -> None:
    facts = facts_of_wish(wish)

    assert facts.understood
    assert groups_of(facts) == groups
    assert relations_of(facts) == relations


@pytest.mark.parametrize(
    ("phrase", "relation"),
    [
        ("to the left of", "left of"),
        ("on the right of", "right of"),
        ("on top of", "above"),
        ("over", "above"),
        ("beneath", "below"),
        ("under", "below"),
        ("beside", "next to"),
    ],
)
def test_every_way_to_say_a_relation(phrase: str, relation: str) -> None:
    assert relations_of(facts_of_wish(f"a cat {phrase} a tv")) == [(0, relation, 1)]


@pytest.mark.parametrize(
    ("wish", "leftover"),
    [
        ("a dragon", ("dragon",)),
        ("no dogs", ("no",)),
        ("a red and blue car", ("red",)),
        ("a black and white cat", ("black and white",)),
        ("a cat without a tail", ("without", "tail")),
        ("", ()),
    ],
)
def test_what_is_not_understood_is_said(wish: str, leftover: tuple[str, ...]) -> None:
    facts = facts_of_wish(wish)

    assert not facts.understood
    assert facts.leftover == leftover


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_is_known_in_singular_and_plural(kind: str) -> None:
    for name in (kind, plural(kind), bare_plural(kind)):
        assert [group.kind for group in facts_of_wish(f"two {name}").groups] == [kind]


def test_all_geneval_prompts_are_read_as_their_own_records_say() -> None:
    records = [json.loads(line) for line in GENEVAL.read_text("utf-8").splitlines()]

    for record in records:
        facts = facts_of_wish(record["prompt"])
        wanted = [(c["class"], c.get("color"), c["count"]) for c in record["include"]]
        placed = [
            (c, clause["position"])
            for c, clause in zip(wanted, record["include"], strict=True)
            if "position" in clause
        ]
        got = groups_of(facts)
        assert facts.understood
        assert sorted(map(str, got)) == sorted(map(str, wanted)), record["prompt"]
        assert [(got[a], [r, b]) for a, r, b in relations_of(facts)] == [
            (c, [r, got.index(wanted[b])]) for c, (r, b) in placed
        ]
    assert len(records) == 553


@pytest.mark.parametrize(
    "wish",
    [
        "a cup in the dead of night",
        "a b/w picture of a cup",
        "a cup, no colors",
        "a monochromatic picture of a cup",
        "a cup on a red backdrop, in pixelart",
    ],
)
def test_what_is_said_of_a_style_is_no_thing(wish: str) -> None:
    facts = facts_of_wish(wish)

    assert facts.understood
    assert [(group.kind, group.count) for group in facts.groups] == [("cup", 1)]


def test_what_is_not_wanted_is_not_understood() -> None:
    assert not facts_of_wish("a cup and no dogs").understood
