"""Where an edit puts a thing: the words for the place and the place itself."""

from got_models.relations import RELATIONS
from got_models.sceneworld import edit_wordings as ask
from got_models.sceneworld import placing
from got_models.sceneworld.edit_setting import Setting
from got_models.sceneworld.scene import Thing
from got_models.sceneworld.wordings import RELATIONS as RELATION_WORDINGS
from got_models.thought import Box


def place_for_new(setting: Setting, new: Thing) -> tuple[str, Box] | None:
    """Return where to say a new thing goes (perhaps nothing) and its place."""
    rng, others = setting.rng, setting.others(None)
    free = placing.anywhere(rng, new.box.width, new.box.height, others)
    how = rng.random()
    if how < 0.35 or free is None:
        return ("", free) if free else None
    if how < 0.65:
        return _spot(
            setting, free, others, {"left": "on", "right": "on", "top": "at", "bottom": "at"}
        )
    return _side(setting, free, None)


def place_for_moved(setting: Setting, index: int) -> tuple[str, Box] | None:
    """Return where to say a thing goes, and its new place."""
    rng, box, others = setting.rng, setting.now.things[index].box, setting.others(index)
    how = rng.random()
    if how < 0.35:
        way = rng.choice(tuple(placing.SHIFTS))
        found = placing.shifted(box, way, others)
        return (ask.SHIFT_WORDS[way].pick(rng, heldout=setting.heldout), found) if found else None
    if how < 0.7 or len(setting.now.things) == 1:
        return _spot(setting, box, others, {})
    found_side = _side(setting, box, index)
    return (found_side[0].lstrip(), found_side[1]) if found_side else None


def _spot(
    setting: Setting, box: Box, others: list[Box], preposition: dict[str, str]
) -> tuple[str, Box] | None:
    """Return a named spot in words and the place there; "to" where no preposition is given."""
    spot = setting.rng.choice(tuple(placing.SPOTS))
    found = placing.at_spot(setting.rng, box, spot, others)
    if found is None:
        return None
    noun = setting.rng.choice(ask.SPOT_NOUNS[spot])
    if preposition:
        return f" {preposition.get(spot, 'in')} {noun}", found
    return f"to {noun}", found


def _side(setting: Setting, box: Box, index: int | None) -> tuple[str, Box] | None:
    """Return "left of the dog" in some wording, and the place there."""
    rng = setting.rng
    anchors = [i for i in range(len(setting.now.things)) if i != index]
    if not anchors:
        return None
    at = rng.choice(anchors)
    words = setting.refer(at)
    relation = rng.choice(RELATIONS)
    anchor = setting.now.things[at].box
    found = placing.beside(rng, box, relation, anchor, setting.others(index)) if words else None
    if found is None:
        return None
    said = relation
    wording = RELATION_WORDINGS[said].pick(rng, heldout=setting.heldout)
    return f" {wording} {words}", found
