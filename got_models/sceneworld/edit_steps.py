"""One change of a scene: what is asked, what becomes of it, and how a chain tells it."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from got_models.sceneworld import edit_wordings as ask
from got_models.sceneworld import placing
from got_models.sceneworld.captions import BackgroundPart, background_words, noun_for
from got_models.sceneworld.chain_writing import background_phrase
from got_models.sceneworld.edit_places import place_for_moved, place_for_new
from got_models.sceneworld.edit_setting import Operation, Setting, Step
from got_models.sceneworld.holdout import (
    MAX_TRAINED_THINGS,
    cell_is_held_out,
    pair_is_held_out,
)
from got_models.sceneworld.language import COUNT_WORDS, PAIRED, article, plural_phrase, with_article
from got_models.sceneworld.sampling import (
    LARGEST,
    SMALLEST,
    sample_background,
    sample_name,
    sample_thing,
)
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import COLOURS, STYLES, Style
from got_models.thought import WHOLE, Box

SCALES = {"bigger": 1.5, "much bigger": 2.0, "smaller": 0.67, "much smaller": 0.5}
"""How "bigger" and its likes multiply both sides of a box."""

COLOURLESS: tuple[Style, ...] = ("sepia", "black and white")
"""Styles in which the colours of things cannot be seen."""

ADDED_LARGEST = 360
"""Longest side of an added thing, so that it finds room."""


def add(setting: Setting) -> Step | None:
    """Put a new thing into free room: anywhere, at a spot, or on one side of another thing."""
    rng, now = setting.rng, setting.now
    if len(now.things) >= MAX_TRAINED_THINGS:
        return None
    kind, colour = sample_name(rng)
    if any(pair_is_held_out(kind, thing.kind) for thing in now.things):
        return None
    new = _new_thing(setting, kind, colour, rng.randint(SMALLEST, ADDED_LARGEST), _family(now))
    found = place_for_new(setting, new)
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
        focus=(new,),
        change=f"Insert the {new.phrase}.",
        target=None,
        regions=(box,),
        touched=(new,),
    )


def remove(setting: Setting) -> Step | None:
    """Take a thing away, or several alike."""
    chosen = _choose_any(setting)
    if chosen is None:
        return None
    members, words = chosen
    gone = tuple(setting.now.things[index] for index in members)
    return Step(
        operation="remove",
        after=_with(setting.now, dict.fromkeys(members)),
        instruction=ask.REMOVE.pick(setting.rng, heldout=setting.heldout).format(x=words),
        lead=_lead(gone),
        focus=gone,
        change=f"Remove {_the(gone)}.",
        target=None,
        regions=tuple(thing.box for thing in gone),
        touched=gone,
        reference=words,
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
        after=_with(setting.now, {index: new}),
        instruction=ask.REPLACE.pick(rng, heldout=setting.heldout).format(x=words, y=named),
        lead="the object to be edited is",
        focus=(old,),
        change=f"Replace the {old.phrase} with {grounded}.",
        target=(new.phrase, box),
        regions=(_union(old.box, box),),
        touched=(old, new),
        reference=words,
    )


def recolour(setting: Setting) -> Step | None:
    """Give a thing, or several alike, another colour, in pictures where colours can be seen."""
    chosen = _choose_any(setting)
    if chosen is None or setting.now.style in COLOURLESS:
        return None
    members, words = chosen
    old = tuple(setting.now.things[index] for index in members)
    kind, taken = old[0].kind, {thing.colour for thing in old}
    colour = setting.rng.choice(
        [c for c in COLOURS if c not in taken and not cell_is_held_out(kind, c)]
    )
    new = tuple(thing.model_copy(update={"colour": colour}) for thing in old)
    wording = ask.RECOLOUR.pick(setting.rng, heldout=setting.heldout)
    return Step(
        operation="recolour",
        after=_with(setting.now, dict(zip(members, new, strict=True))),
        instruction=wording.format(x=words, c=colour),
        lead=_lead(old),
        focus=old,
        change=f"Turn {_the(old)} {colour}.",
        target=None,
        regions=tuple(thing.box for thing in old),
        touched=old + new,
        reference=words,
    )


def move(setting: Setting) -> Step | None:
    """Move a thing one way, to a spot, or to one side of another thing."""
    chosen = setting.choose()
    if chosen is None:
        return None
    index, words = chosen
    thing = setting.now.things[index]
    found = place_for_moved(setting, index)
    if found is None or found[1].iou(thing.box) > 0.4:
        return None
    where, box = found
    new = thing.model_copy(update={"box": box})
    wording = ask.MOVE.pick(setting.rng, heldout=setting.heldout)
    return Step(
        operation="move",
        after=_with(setting.now, {index: new}),
        instruction=wording.format(x=words, where=where),
        lead="the object to be edited is",
        focus=(thing,),
        change=f"Move the {thing.phrase} to the {{}}.",
        target=("new place", box),
        regions=(thing.box, box),
        touched=(thing, new),
        reference=words,
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
        after=_with(setting.now, {index: new}),
        instruction=wording.format(x=words),
        lead="the object to be edited is",
        focus=(thing,),
        change=f"Make the {thing.phrase} {amount} to fill the {{}}.",
        target=("new place", box),
        regions=(_union(thing.box, box),),
        touched=(thing, new),
        reference=words,
    )


def background(setting: Setting) -> Step | None:
    """Change what lies behind: its colour, its pattern or both; what is not named stays."""
    old, rng = setting.now.background, setting.rng
    drawn = sample_background(rng)
    part = rng.choice(get_args(BackgroundPart))
    named = ("kind", "colour") if part == "both" else (part,)
    new = old.model_copy(update={name: getattr(drawn, name) for name in named})
    if new == old:
        return None
    words = background_words(new, rng, part)
    wording = ask.BACKGROUND.pick(rng, heldout=setting.heldout)
    return Step(
        operation="background",
        after=setting.now.model_copy(update={"background": new}),
        instruction=wording.format(a=article(words), bg=words),
        lead="the area to be edited is",
        focus=(),
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
        focus=(),
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


def _choose_any(setting: Setting) -> tuple[tuple[int, ...], str] | None:
    """Choose several things alike where there are some, or else one thing."""
    several = setting.choose_several()
    if several:
        return several
    one = setting.choose()
    return ((one[0],), one[1]) if one else None


def _lead(things: Sequence[Thing]) -> str:
    return "the object to be edited is" if len(things) == 1 else "the objects to be edited are"


def _the(things: Sequence[Thing]) -> str:
    """Return "the red apple" or "the two cups", with the colour if all share it."""
    first = things[0]
    if len(things) == 1:
        return f"the {first.phrase}"
    colour = first.colour if all(thing.colour == first.colour for thing in things) else None
    return f"the {COUNT_WORDS[len(things)]} {plural_phrase(colour, first.kind)}"


def _new_thing(
    setting: Setting, kind: str, colour: str | None, side: int, family: str | None
) -> Thing:
    """Draw a new thing, in the given sprite family if it has the kind."""
    families = setting.shapes[kind]
    shapes = setting.shapes
    if family is not None and family in families:
        shapes = {kind: {family: families[family]}}
    return sample_thing(setting.rng, kind, colour, shapes=shapes, side=side)


def _family(scene: Scene) -> str | None:
    return scene.things[0].family if scene.things else None


def _with(scene: Scene, changes: Mapping[int, Thing | None]) -> Scene:
    """Return the scene with some things exchanged, or (None) without them."""
    changed = (changes.get(index, thing) for index, thing in enumerate(scene.things))
    return scene.model_copy(update={"things": tuple(thing for thing in changed if thing)})


def _union(a: Box, b: Box) -> Box:
    return Box(x0=min(a.x0, b.x0), y0=min(a.y0, b.y0), x1=max(a.x1, b.x1), y1=max(a.y1, b.y1))
