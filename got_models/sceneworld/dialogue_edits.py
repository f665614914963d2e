"""Wishes and edits as a dialogue words them, with what the tool is to be told."""

import random
import re
from typing import NamedTuple

from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld import edit_wordings
from got_models.sceneworld.captions import noun_for, wish_for
from got_models.sceneworld.dialogue_speech import CLOSING
from got_models.sceneworld.edit_setting import Operation
from got_models.sceneworld.edits import Edit, NoEdit, sample_edit
from got_models.sceneworld.facts import grouped
from got_models.sceneworld.language import counted, joined, with_article
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.typos import typed
from got_models.sceneworld.vocabulary import COLOURS

PRONOUN_OPERATIONS: tuple[Operation, ...] = ("remove", "recolour", "move", "resize", "replace")

PRONOUN_SHARE = 0.7
"""How often an edit is about what was talked about last, where there is such a thing."""

STRANGER_SHARE = 0.15
"""How often people ask for what this world does not know."""

OWN_WORDS_SHARE = 0.4
"""How often an edit is worded as in `CHANGES` and not as in `edit_wordings`."""


class Change(NamedTuple):
    """An edit in words.

    `said` is what the user says and `told` what the tool is to be told: the same with "it" spelled
    out. `after` is the picture afterwards, None when nothing comes of it.
    """

    said: str
    told: str
    after: Scene | None
    focus: Thing | None = None


def wish(scene: Scene, rng: random.Random, *, heldout: bool, fresh: bool) -> str:
    """Return a wish for a scene, or now and then for something this world does not know.

    Args:
        scene: What is wished for.
        rng: The only source of chance.
        heldout: Use only wordings that training never sees.
        fresh: Say that it is to be a new picture.
    """
    if rng.random() < 0.4 and not fresh:
        return _closed(wish_for(scene, rng, heldout=heldout).text)
    wordings = say.FRESH if fresh else say.WISHES
    things = things_of(scene, rng)
    if rng.random() < STRANGER_SHARE:
        things = stranger(rng, heldout) if rng.random() < 0.6 else f"{things} and a dragon"
    return _closed(typed(wordings.pick(rng, heldout=heldout).format(things), rng))


def things_of(scene: Scene, rng: random.Random) -> str:
    """Return what is in a scene, without places: "a red cup and two dogs"."""
    groups = grouped(scene)
    rng.shuffle(groups)
    said = [counted(len(g.members), g.colour, noun_for(g.kind, rng)) for g in groups]
    return joined(said)


def stranger(rng: random.Random, heldout: bool) -> str:
    """Return something this world does not know: "a purple dragon"."""
    noun = rng.choice(say.HELDOUT_STRANGERS if heldout else say.STRANGERS)
    return with_article(rng.choice((None, *COLOURS)), noun)


def change(scene: Scene, focus: Thing | None, rng: random.Random, *, heldout: bool) -> Change:
    """Draw an edit of a scene.

    Args:
        scene: The picture before.
        focus: What was talked about last, which "it" may mean.
        rng: The only source of chance.
        heldout: Use only wordings that training never sees.
    """
    roll = rng.random()
    if focus is not None and roll < PRONOUN_SHARE:
        found = _of_focus(scene, focus, rng, heldout)
        if found:
            return found
    if roll > 0.93:
        return _look(scene, rng, heldout)
    if roll > 0.86:
        return _strange(scene, rng, heldout)
    if roll > 1 - OWN_WORDS_SHARE:
        found = _own_words(scene, rng, heldout)
        if found:
            return found
    return _world_words(scene, rng, heldout)


def _world_words(scene: Scene, rng: random.Random, heldout: bool) -> Change:
    steps = rng.choices((1, 2, 3), (84, 12, 4))[0]
    try:
        edit = sample_edit(scene, rng, steps=steps, heldout=heldout)
    except NoEdit:
        return _look(scene, rng, heldout)
    said = _closed(edit.instruction)
    return Change(said, said, edit.after, _only_new(edit))


def _of_focus(scene: Scene, focus: Thing, rng: random.Random, heldout: bool) -> Change | None:
    """Draw an edit of what "it" means, when the list of things names that clearly.

    Alone in its picture a thing may stay "it".
    """
    alike = [thing for thing in scene.things if thing.phrase == focus.phrase]
    if alike != [focus] or len(scene.things) == 1:
        return None
    operation = rng.choice(PRONOUN_OPERATIONS)
    try:
        edit = sample_edit(scene, rng, operation=operation, heldout=heldout, only=focus)
    except NoEdit:
        return None
    words = _reworded(edit, operation, rng, heldout) if rng.random() < 0.4 else None
    words = words or _closed(edit.instruction)
    reference = edit.reference
    named = re.compile(rf"\b{re.escape(reference)}\b", re.IGNORECASE)
    if reference in ("it", "the object") or not named.search(words):
        return None
    said, told = (named.sub(x, words, count=1) for x in ("it", f"the {focus.phrase}"))
    return Change(said, told, edit.after, _only_new(edit))


def _own_words(scene: Scene, rng: random.Random, heldout: bool) -> Change | None:
    operation: Operation = rng.choice(("recolour", "remove", "add", "replace", "resize"))
    try:
        edit = sample_edit(scene, rng, operation=operation, heldout=heldout)
    except NoEdit:
        return None
    said = _reworded(edit, operation, rng, heldout)
    return Change(said, said, edit.after, _only_new(edit)) if said else None


def _reworded(edit: Edit, operation: Operation, rng: random.Random, heldout: bool) -> str | None:
    """Word an edit of one thing in another way; None where that cannot be said."""
    new = _only_new(edit)
    gone = [thing for thing in edit.before.things if thing not in edit.after.things]
    if len(gone) > 1 or (new is None and operation != "remove"):
        return None
    kind: str = operation
    if operation == "resize" and new and gone:
        kind = "bigger" if new.box.area > gone[0].box.area else "smaller"
    wordings = say.CHANGES.get(kind)
    if wordings is None:
        return None
    named = new if operation == "add" else gone[0] if gone else new
    noun = named.kind if named else ""
    slots = {
        "x": edit.reference or "it",
        "t": noun,
        "y": with_article(new.colour, noun_for(new.kind, rng)) if new else "",
        "c": new.colour or "plain" if new else "",
    }
    return _closed(typed(wordings.pick(rng, heldout=heldout).format(**slots), rng))


def _strange(scene: Scene, rng: random.Random, heldout: bool) -> Change:
    """Ask for something this world does not know; no picture comes of it."""
    new = stranger(rng, heldout)
    thing = f"the {rng.choice(scene.things).phrase}" if scene.things else "it"
    wordings = rng.choice((edit_wordings.ADD, edit_wordings.REPLACE, say.CHANGES["add"]))
    words = wordings.pick(rng, heldout=heldout)
    said = _closed(typed(words.format(x=thing, y=new, t=new.split()[-1], where=""), rng))
    return Change(said, said, None)


def _look(scene: Scene, rng: random.Random, heldout: bool) -> Change:
    said = _closed(typed(say.LOOKS.pick(rng, heldout=heldout), rng))
    return Change(said, said, scene)


def _only_new(edit: Edit) -> Thing | None:
    new = [thing for thing in edit.after.things if thing not in edit.before.things]
    return new[0] if len(new) == 1 else None


def _closed(text: str) -> str:
    return text.strip().rstrip(CLOSING)
