"""Which scenes are never trained on, decided by what is in the picture and not by its caption.

Levels follow the closed-world protocol for GenEval's rules: L2 unseen class pairs, L3 unseen
class-colour cells, L4 unseen relations for a pair and unseen counts for a class, L5 more objects
than GenEval asks for. L0 (seen specs, new seeds) and L1 (unseen spec, all atoms seen) need no rule
here: L1 is a tenth of all specs, drawn by hash, and every scene that realises a GenEval prompt.

The rules are pure functions of names, so the list is the same on every machine; its hash stands
beside it in `holdout.sha256` and a test compares them.
"""

import hashlib
import itertools
import json
from collections import Counter
from functools import cache
from typing import Literal

from got_models.relations import INVERSE, RELATIONS, Relation, relations
from got_models.sceneworld.geneval_specs import realises_geneval_prompt, reserved_prompts
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

Level = Literal["L1", "L2", "L3", "L4", "L5"]

MAX_TRAINED_THINGS = 6
"""Scenes with more objects are L5."""

PAIR_SHARE = 0.2
RELATION_SHARE = 0.125
COUNT_SHARE = 0.25
SPEC_SHARE = 0.1


def _draw(*names: str) -> float:
    """Return a number in [0, 1) that depends on the names only."""
    digest = hashlib.sha256("|".join(names).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


@cache
def pair_is_held_out(a: str, b: str) -> bool:
    """Whether two classes never share a training picture (L2)."""
    first, second = sorted((a, b))
    return first != second and _draw("pair", first, second) < PAIR_SHARE


@cache
def cell_is_held_out(kind: str, colour: str | None) -> bool:
    """Whether a class never has a colour in training (L3): two of ten per class, evenly spread."""
    if colour is None:
        return False
    row, column = CLASSES.index(kind), COLOURS.index(colour)
    return (column - 3 * row) % 5 == 0


@cache
def relation_is_held_out(a: str, relation: Relation, b: str) -> bool:
    """Whether `a` never stands in `relation` to `b` in training; they may share pictures (L4)."""
    if a == b:
        return False
    if a > b:
        return relation_is_held_out(b, INVERSE[relation], a)
    chosen = _draw("relation", a, b)
    if chosen >= RELATION_SHARE:
        return False
    return RELATIONS[int(chosen / RELATION_SHARE * len(RELATIONS))] == relation


@cache
def count_is_held_out(kind: str, count: int) -> bool:
    """Whether a class never appears `count` times in training: four or more, for a quarter (L4)."""
    return count >= 4 and _draw("count", kind) < COUNT_SHARE


def spec_of(scene: Scene) -> str:
    """Write the canonical spec: how many of each (class, colour); of two things the relation."""
    counts = Counter((thing.kind, thing.colour or "") for thing in scene.things)
    text = "; ".join(f"{n} {colour} {kind}" for (kind, colour), n in sorted(counts.items()))
    if len(scene.things) != 2:
        return text
    first, second = sorted(scene.things, key=lambda thing: (thing.kind, thing.colour or ""))
    if (first.kind, first.colour) == (second.kind, second.colour):
        return text
    held = relations(first.box, second.box)
    return f"{text}; {' and '.join(held) or 'together'}"


def spec_is_held_out(scene: Scene) -> bool:
    """Whether this very combination is kept for testing although its atoms are trained (L1)."""
    if realises_geneval_prompt(scene):
        return True
    return len(scene.things) > 1 and _draw("spec", spec_of(scene)) < SPEC_SHARE


def level_of(scene: Scene) -> Level | None:
    """Name the hardest hold-out level a scene belongs to; None when it may be trained on."""
    things = scene.things
    if len(things) > MAX_TRAINED_THINGS:
        return "L5"
    if _relation_or_count(things):
        return "L4"
    if any(cell_is_held_out(thing.kind, thing.colour) for thing in things):
        return "L3"
    kinds = sorted({thing.kind for thing in things})
    if any(pair_is_held_out(a, b) for a, b in itertools.combinations(kinds, 2)):
        return "L2"
    return "L1" if spec_is_held_out(scene) else None


def _relation_or_count(things: tuple[Thing, ...]) -> bool:
    counts = Counter(thing.kind for thing in things)
    if any(count_is_held_out(kind, n) for kind, n in counts.items()):
        return True
    return any(
        relation_is_held_out(a.kind, relation, b.kind)
        for a, b in itertools.combinations(things, 2)
        for relation in relations(a.box, b.box)
    )


def manifest() -> dict[str, list[str]]:
    """List everything the rules hold out, for the committed hash and for a person to read."""
    pairs = list(itertools.combinations(sorted(CLASSES), 2))
    return {
        "pairs": [f"{a} + {b}" for a, b in pairs if pair_is_held_out(a, b)],
        "cells": [f"{c} {k}" for k in CLASSES for c in COLOURS if cell_is_held_out(k, c)],
        "relations": [
            f"{a} {relation} {b}"
            for a, b in pairs
            for relation in RELATIONS
            if relation_is_held_out(a, relation, b)
        ],
        "counts": [f"4 or more {kind}" for kind in CLASSES if count_is_held_out(kind, 4)],
        "prompts": reserved_prompts(),
        "shares": [f"spec {SPEC_SHARE}", f"things {MAX_TRAINED_THINGS}"],
    }


def manifest_hash() -> str:
    """SHA-256 of the manifest's canonical JSON."""
    text = json.dumps(manifest(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
