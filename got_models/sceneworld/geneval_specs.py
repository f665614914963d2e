"""Whether a picture as a whole realises one of GenEval's prompts; such pictures are not trained on.

The single-object prompts are the exception: a class that is never shown alone cannot be learned,
and a lone object has nothing to compose.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from got_models.relations import relations
from got_models.sceneworld.scene import Scene, Thing

PROMPTS = Path(__file__).parents[1] / "evaluating" / "geneval_prompts.jsonl"

Name = tuple[str, str | None]


@cache
def _reserved() -> dict[str, frozenset[object]]:
    """Index GenEval's prompts by task, in the form in which a scene is looked up."""
    found: dict[str, set[object]] = {}
    for line in PROMPTS.read_text("utf-8").splitlines():
        spec = json.loads(line)
        include = spec["include"]
        found.setdefault(spec["tag"], set()).add(_key(spec["tag"], include))
    return {tag: frozenset(keys) for tag, keys in found.items()}


def reserved_prompts() -> list[str]:
    """List the prompts whose pictures are kept from training: all but those of one plain object."""
    specs = (json.loads(line) for line in PROMPTS.read_text("utf-8").splitlines())
    return [spec["prompt"] for spec in specs if spec["tag"] != "single_object"]


def _key(tag: str, include: list[dict[str, object]]) -> object:
    names = [(str(clause["class"]), clause.get("color")) for clause in include]
    match tag:
        case "counting":
            return names[0][0], include[0]["count"]
        case "position":
            relation = include[1]["position"]
            assert isinstance(relation, list)
            return names[1][0], relation[0], names[0][0]
        case "two_object":
            return frozenset(kind for kind, _ in names)
        case _:
            return frozenset(names)


def realises_geneval_prompt(scene: Scene) -> bool:
    """Whether the whole scene is what one of GenEval's prompts asks for (single objects apart)."""
    reserved = _reserved()
    things = scene.things
    names = frozenset((thing.kind, thing.colour) for thing in things)
    if len(things) == 1:
        return names in reserved["colors"]
    kinds = frozenset(thing.kind for thing in things)
    if len(kinds) == 1 and (things[0].kind, len(things)) in reserved["counting"]:
        return True
    if len(things) != 2 or len(kinds) != 2:
        return False
    if kinds in reserved["two_object"] or names in reserved["color_attr"]:
        return True
    return any(key in reserved["position"] for key in _stands(things))


def _stands(things: Iterable[Thing]) -> list[tuple[str, str, str]]:
    first, second = things
    return [
        (a.kind, relation, b.kind)
        for a, b in ((first, second), (second, first))
        for relation in relations(a.box, b.box)
    ]
