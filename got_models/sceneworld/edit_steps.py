"""One change of a scene: what is asked, what becomes of it, and how a chain tells it."""

import random
from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

from got_models.relations import RELATIONS
from got_models.sceneworld import edit_wordings as ask
from got_models.sceneworld import placing, referring
from got_models.sceneworld.captions import background_words, noun_for
from got_models.sceneworld.chain_writing import background_phrase
from got_models.sceneworld.holdout import (
    MAX_TRAINED_THINGS,
    cell_is_held_out,
    pair_is_held_out,
)
from got_models.sceneworld.language import PAIRED, article, with_article
from got_models.sceneworld.sampling import (
    LARGEST,
    SMALLEST,
    Shapes,
    sample_background,
    sample_name,
    sample_thing,
)
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import COLOURS, STYLES, Style
from got_models.sceneworld.wordings import RELATIONS as RELATION_WORDINGS
from got_models.thought import WHOLE, Box

Operation = Literal["add", "remove", "replace", "recolour", "move", "resize", "background", "style"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)

SCALES = {"bigger": 1.5, "much bigger": 2.0, "smaller": 0.67, "much smaller": 0.5}
"""How "bigger" and its likes multiply both sides of a box."""

COLOURLESS: tuple[Style, ...] = ("sepia", "black and white")
"""Styles in which the colours of things cannot be seen."""

PLAIN_REFERENCE_SHARE = 0.5
ADDED_LARGEST = 360
"""Longest side of an added thing, so that it finds room."""


class Step(NamedTuple):
    """One change.

    `focus` is what the chain grounds first (None: the whole picture) after the words `lead`;
    `change` says what is done, with `{}` where `target` is grounded. `touched` is what has
    changed or gone, as it was and as it is.
    """

    operation: Operation
    after: Scene
    instruction: str
    lead: str
    focus: Thing | None
    change: str
    target: tuple[str, Box] | None
    regions: tuple[Box, ...]
    touched: tuple[Thing, ...]


class Setting(NamedTuple):
    """What a step starts from.

    `source` is the scene before the whole edit and `now` the one before this step: a reference
    must be clear in both. Things in `touched` are left alone.
    """

    source: Scene
    now: Scene
    touched: tuple[Thing, ...]
    rng: random.Random
    heldout: bool
    shapes: Shapes

    def choose(self) -> tuple[int, str] | None:
        """Choose a thing to change and words that mean it alone; None when there is none."""
        order = list(range(len(self.now.things)))
        self.rng.shuffle(order)
        for index in order:
            words = self.refer(index)
            if words:
                return index, words
        return None

    def refer(self, index: int) -> str | None:
        """Return words for one thing that are clear now and in the source picture."""
        thing = self.now.things[index]
        if thing in self.touched or thing not in self.source.things:
            return None
        noun = noun_for(thing.kind, self.rng)
        found = referring.references(self.now, index, noun)
        if self.now is not self.source:
            before = referring.references(self.source, self.source.things.index(thing), noun)
            found = tuple(words for words in found if words in before)
        if not found:
            return None
        return found[0] if self.rng.random() < PLAIN_REFERENCE_SHARE else self.rng.choice(found)

    def others(self, index: int | None) -> list[Box]:
        """Return the boxes of all things but one."""
        return [thing.box for i, thing in enumerate(self.now.things) if i != index]


def add(setting: Setting) -> Step | None:
    """Put a new thing into free room: anywhere, at a spot, or on one side of another thing."""
    rng, now = setting.rng, setting.now
    if len(now.things) >= MAX_TRAINED_THINGS:
        return None
    kind, colour = sample_name(rng)
    if any(pair_is_held_out(kind, thing.kind) for thing in now.things):
        return None
    new = _new_thing(setting, kind, colour, rng.randint(SMALLEST, ADDED_LARGEST), _family(now))
    found = _place_for_new(setting, new)
    if found is None:
        return None
    where, box = found
    new = new.model_copy(update={"box": box})
    words = with_article(colour, noun_for(kind, rng))
    return Step(
        operation="add",
        after=now.model_copy(update={"things": (*now.things, new)}),
        instruction=ask.ADD.pick(rng, heldout=setting.heldout).format(y=words, where=where),
        lead="the inserted object is",
        focus=new,
        change=f"Insert the {new.phrase}.",
        target=None,
        regions=(box,),
        touched=(new,),
    )


def remove(setting: Setting) -> Step | None:
    """Take a thing away."""
    chosen = setting.choose()
    if chosen is None:
        return None
    index, words = chosen
    thing = setting.now.things[index]
    return Step(
        operation="remove",
        after=_with(setting.now, index, None),
        instruction=ask.REMOVE.pick(setting.rng, heldout=setting.heldout).format(x=words),
        lead="the object to be edited is",
        focus=thing,
        change=f"Remove the {thing.phrase}.",
        target=None,
        regions=(thing.box,),
        touched=(thing,),
    )


def replace(setting: Setting) -> Step | None:
    """Exchange a thing for one of another kind, around the same middle and as large."""
    chosen = setting.choose()
    if chosen is None:
        return None
    index, words = chosen
    rng, old = setting.rng, setting.now.things[index]
    kind, colour = sample_name(rng)
    if kind == old.kind:
        return None
    side = min(max(old.box.width, old.box.height, SMALLEST), LARGEST)
    new = _new_thing(setting, kind, colour, side, old.family)
    box = placing.centred(old.box, new.box.width, new.box.height)
    if not placing.fits(box, setting.others(index)):
        return None
    new = new.model_copy(update={"box": box})
    named = with_article(colour, noun_for(kind, rng))
    grounded = "a pair of {}" if kind in PAIRED else f"{article(new.phrase)} {{}}"
    return Step(
        operation="replace",
        after=_with(setting.now, index, new),
        instruction=ask.REPLACE.pick(rng, heldout=setting.heldout).format(x=words, y=named),
        lead="the object to be edited is",
        focus=old,
        change=f"Replace the {old.phrase} with {grounded}.",
        target=(new.phrase, box),
        regions=(_union(old.box, box),),
        touched=(old, new),
    )


def recolour(setting: Setting) -> Step | None:
    """Give a thing another of the ten colours, in pictures where colours can be seen."""
    chosen = setting.choose()
    if chosen is None or setting.now.style in COLOURLESS:
        return None
    index, words = chosen
    thing = setting.now.things[index]
    colour = setting.rng.choice(
        [c for c in COLOURS if c != thing.colour and not cell_is_held_out(thing.kind, c)]
    )
    new = thing.model_copy(update={"colour": colour})
    wording = ask.RECOLOUR.pick(setting.rng, heldout=setting.heldout)
    return Step(
        operation="recolour",
        after=_with(setting.now, index, new),
        instruction=wording.format(x=words, c=colour),
        lead="the object to be edited is",
        focus=thing,
        change=f"Turn the {thing.phrase} {colour}.",
        target=None,
        regions=(thing.box,),
        touched=(thing, new),
    )


def move(setting: Setting) -> Step | None:
    """Move a thing one way, to a spot, or to one side of another thing."""
    chosen = setting.choose()
    if chosen is None:
        return None
    index, words = chosen
    thing = setting.now.things[index]
    found = _place_for_moved(setting, index)
    if found is None or found[1].iou(thing.box) > 0.4:
        return None
    where, box = found
    new = thing.model_copy(update={"box": box})
    wording = ask.MOVE.pick(setting.rng, heldout=setting.heldout)
    return Step(
        operation="move",
        after=_with(setting.now, index, new),
        instruction=wording.format(x=words, where=where),
        lead="the object to be edited is",
        focus=thing,
        change=f"Move the {thing.phrase} to the {{}}.",
        target=("new place", box),
        regions=(thing.box, box),
        touched=(thing, new),
    )


def resize(setting: Setting) -> Step | None:
    """Make a thing larger or smaller around its middle."""
    chosen = setting.choose()
    if chosen is None:
        return None
    index, words = chosen
    thing = setting.now.things[index]
    amount = setting.rng.choice(tuple(SCALES))
    width = round(thing.box.width * SCALES[amount])
    height = round(thing.box.height * SCALES[amount])
    if not SMALLEST <= max(width, height) <= LARGEST:
        return None
    box = placing.centred(thing.box, width, height)
    if not placing.fits(box, setting.others(index)):
        return None
    new = thing.model_copy(update={"box": box})
    wording = ask.RESIZE[amount].pick(setting.rng, heldout=setting.heldout)
    return Step(
        operation="resize",
        after=_with(setting.now, index, new),
        instruction=wording.format(x=words),
        lead="the object to be edited is",
        focus=thing,
        change=f"Make the {thing.phrase} {amount} to fill the {{}}.",
        target=("new place", box),
        regions=(_union(thing.box, box),),
        touched=(thing, new),
    )


def background(setting: Setting) -> Step | None:
    """Change what lies behind: its colour, its pattern or both; what is not named stays."""
    old, rng = setting.now.background, setting.rng
    drawn = sample_background(rng)
    part = rng.choice(("colour", "kind", "both"))
    named = ("kind", "colour") if part == "both" else (part,)
    new = old.model_copy(update={name: getattr(drawn, name) for name in named})
    if new == old:
        return None
    words = background_words(new, rng, part=part)
    wording = ask.BACKGROUND.pick(rng, heldout=setting.heldout)
    return Step(
        operation="background",
        after=setting.now.model_copy(update={"background": new}),
        instruction=wording.format(a=article(words), bg=words),
        lead="the area to be edited is",
        focus=None,
        change=f"Change the background to {background_phrase(new)}.",
        target=None,
        regions=(WHOLE,),
        touched=(),
    )


def style(setting: Setting) -> Step:
    """Change the style of the whole picture; colours that are gone do not come back."""
    allowed = COLOURLESS if setting.now.style in COLOURLESS else STYLES
    new = setting.rng.choice([style for style in allowed if style != setting.now.style])
    return Step(
        operation="style",
        after=setting.now.model_copy(update={"style": new}),
        instruction=ask.STYLE[new].pick(setting.rng, heldout=setting.heldout),
        lead="the area to be edited is",
        focus=None,
        change=f"Change the style to {new}.",
        target=None,
        regions=(WHOLE,),
        touched=(),
    )


STEPS: dict[Operation, Callable[[Setting], Step | None]] = {
    "add": add,
    "remove": remove,
    "replace": replace,
    "recolour": recolour,
    "move": move,
    "resize": resize,
    "background": background,
    "style": style,
}


def _place_for_new(setting: Setting, new: Thing) -> tuple[str, Box] | None:
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


def _place_for_moved(setting: Setting, index: int) -> tuple[str, Box] | None:
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


def _new_thing(
    setting: Setting, kind: str, colour: str | None, side: int, family: str | None
) -> Thing:
    """Draw a new thing, in the given sprite family if it has the kind."""
    families = setting.shapes[kind]
    shapes = {kind: {family: families[family]}} if family in families else setting.shapes
    return sample_thing(setting.rng, kind, colour, shapes=shapes, side=side)


def _family(scene: Scene) -> str | None:
    return scene.things[0].family if scene.things else None


def _with(scene: Scene, index: int, thing: Thing | None) -> Scene:
    """Return the scene with one thing exchanged, or without it."""
    things = list(scene.things)
    things[index : index + 1] = [thing] if thing else []
    return scene.model_copy(update={"things": tuple(things)})


def _union(a: Box, b: Box) -> Box:
    return Box(x0=min(a.x0, b.x0), y0=min(a.y0, b.y0), x1=max(a.x1, b.x1), y1=max(a.y1, b.y1))
