"""Ways to ask for a change. `{x}` is the thing meant, `{y}` a new one, `{c}` a colour."""

from collections import defaultdict

from got_models.sceneworld.said_files import more
from got_models.sceneworld.vocabulary import Style
from got_models.sceneworld.wordings import Wordings

_MORE = defaultdict(tuple, more("edit_wordings"))

ADD = Wordings(
    seen=(
        "add {y}{where}",
        "add {y}{where}",
        "put {y}{where}",
        "also add {y}{where}",
        "please add {y}{where}",
        "draw {y}{where} too",
        "insert {y}{where}",
        "place {y}{where}",
        "i also want {y}{where}",
        "there should be {y}{where} as well",
        "can you add {y}{where}?",
        "could you put {y}{where} please?",
        "now add {y}{where}",
        "{y}{where} would be nice",
        "include {y}{where}",
        "give it {y}{where}",
    ),
    heldout=("{y}{where} is still missing", "it needs {y}{where}", "squeeze in {y}{where}"),
    more=_MORE["ADD"],
)

REMOVE = Wordings(
    seen=(
        "remove {x}",
        "remove {x}",
        "delete {x}",
        "get rid of {x}",
        "take away {x}",
        "take {x} out",
        "erase {x}",
        "please remove {x}",
        "can you remove {x}?",
        "could you delete {x} please?",
        "i don't want {x}",
        "no more {x}",
        "{x} should go",
        "drop {x}",
        "now without {x}",
        "make {x} disappear",
    ),
    heldout=("lose {x}", "the picture would be better without {x}", "wipe {x} off"),
    more=_MORE["REMOVE"],
)

REPLACE = Wordings(
    seen=(
        "replace {x} with {y}",
        "replace {x} with {y}",
        "replace {x} by {y}",
        "swap {x} for {y}",
        "swap {x} with {y}",
        "change {x} to {y}",
        "change {x} into {y}",
        "turn {x} into {y}",
        "make {x} {y}",
        "exchange {x} for {y}",
        "i want {y} instead of {x}",
        "{y} instead of {x}",
        "put {y} in place of {x}",
        "can you replace {x} with {y}?",
        "please swap {x} for {y}",
        "transform {x} into {y}",
    ),
    heldout=("trade {x} for {y}", "where {x} is i'd like {y}", "substitute {y} for {x}"),
    more=_MORE["REPLACE"],
)

RECOLOUR = Wordings(
    seen=(
        "make {x} {c}",
        "make {x} {c}",
        "turn {x} {c}",
        "paint {x} {c}",
        "colour {x} {c}",
        "color {x} {c}",
        "change {x} to {c}",
        "change the color of {x} to {c}",
        "change the colour of {x} to {c}",
        "recolour {x} to {c}",
        "recolor {x} {c}",
        "{x} should be {c}",
        "i want {x} to be {c}",
        "can you make {x} {c}?",
        "could you turn {x} {c} please?",
        "please paint {x} {c}",
        "set the color of {x} to {c}",
    ),
    heldout=("dye {x} {c}", "{x} would look better in {c}", "give {x} a {c} coat"),
    more=_MORE["RECOLOUR"],
)

MOVE = Wordings(
    seen=(
        "move {x} {where}",
        "move {x} {where}",
        "put {x} {where}",
        "place {x} {where}",
        "shift {x} {where}",
        "bring {x} {where}",
        "please move {x} {where}",
        "can you move {x} {where}?",
        "could you put {x} {where}?",
        "i want {x} moved {where}",
        "{x} should go {where}",
        "drag {x} {where}",
    ),
    heldout=("relocate {x} {where}", "slide {x} over {where}"),
    more=_MORE["MOVE"],
)

RESIZE: dict[str, Wordings] = {
    "bigger": Wordings(
        (
            "make {x} bigger",
            "make {x} larger",
            "enlarge {x}",
            "increase the size of {x}",
            "scale up {x}",
            "{x} should be bigger",
            "can you make {x} bigger?",
            "grow {x}",
            "i want {x} bigger",
        ),
        ("blow {x} up in size", "{x} is too tiny"),
        _MORE["RESIZE.bigger"],
    ),
    "much bigger": Wordings(
        (
            "make {x} much bigger",
            "make {x} twice as big",
            "make {x} a lot larger",
            "make {x} huge",
            "double the size of {x}",
            "{x} should be much larger",
        ),
        ("make {x} two times the size",),
        _MORE["RESIZE.much bigger"],
    ),
    "smaller": Wordings(
        (
            "make {x} smaller",
            "shrink {x}",
            "reduce the size of {x}",
            "scale down {x}",
            "{x} should be smaller",
            "can you make {x} smaller?",
            "i want {x} smaller",
        ),
        ("{x} takes up too much room",),
        _MORE["RESIZE.smaller"],
    ),
    "much smaller": Wordings(
        (
            "make {x} much smaller",
            "make {x} half as big",
            "make {x} tiny",
            "make {x} a lot smaller",
            "halve the size of {x}",
        ),
        ("make {x} half its size",),
        _MORE["RESIZE.much smaller"],
    ),
}

BACKGROUND = Wordings(
    seen=(
        "change the background to {bg}",
        "change the background to {bg}",
        "make the background {bg}",
        "make the background {bg}",
        "set the background to {bg}",
        "i want {a} {bg} background",
        "use {a} {bg} background",
        "put it on {a} {bg} background",
        "give it {a} {bg} background",
        "the background should be {bg}",
        "replace the background with {a} {bg} one",
        "can you make the background {bg}?",
        "turn the background {bg}",
        "{bg} background please",
    ),
    heldout=("let everything stand before {a} {bg} backdrop", "redo the backdrop in {bg}"),
    more=_MORE["BACKGROUND"],
)

STYLE: dict[Style, Wordings] = {
    "natural": Wordings(
        (
            "make it normal again",
            "back to full colour",
            "remove the filter",
            "remove the style",
            "make it look natural",
            "natural style please",
            "no special style",
            "use normal colors",
            "change the style to natural",
        ),
        ("take the effect off",),
        _MORE["STYLE.natural"],
    ),
    "pixel art": Wordings(
        (
            "make it pixel art",
            "turn it into pixel art",
            "pixel art style please",
            "make it pixelated",
            "change the style to pixel art",
            "make the whole picture pixel art",
            "i want it in pixel art",
            "pixelate the image",
            "make it look 8-bit",
        ),
        ("render it with blocky pixels",),
        _MORE["STYLE.pixel art"],
    ),
    "sepia": Wordings(
        (
            "make it sepia",
            "turn it sepia",
            "sepia please",
            "change the style to sepia",
            "put the picture in sepia",
            "apply a sepia filter",
            "make it look like an old sepia photo",
            "sepia tone the image",
        ),
        ("let it look browned with age",),
        _MORE["STYLE.sepia"],
    ),
    "black and white": Wordings(
        (
            "make it black and white",
            "turn it black and white",
            "black and white please",
            "change the style to black and white",
            "make the image greyscale",
            "make it grayscale",
            "convert it to black and white",
            "make it monochrome",
        ),
        ("take all the colour out of it",),
        _MORE["STYLE.black and white"],
    ),
    "night": Wordings(
        (
            "make it night",
            "make it a night scene",
            "turn it into night",
            "make it dark like at night",
            "change the style to night",
            "let it be night",
            "make it nighttime",
            "i want it at night",
        ),
        ("let the sun go down",),
        _MORE["STYLE.night"],
    ),
}

SPOT_NOUNS: dict[str, tuple[str, ...]] = {
    "top left": ("the top left corner", "the upper left corner", "the top left"),
    "top right": ("the top right corner", "the upper right corner", "the top right"),
    "bottom left": ("the bottom left corner", "the lower left corner", "the bottom left"),
    "bottom right": ("the bottom right corner", "the lower right corner", "the bottom right"),
    "left": ("the left side", "the left edge", "the far left"),
    "right": ("the right side", "the right edge", "the far right"),
    "top": ("the top", "the top edge", "the very top"),
    "bottom": ("the bottom", "the bottom edge", "the very bottom"),
    "middle": ("the middle", "the center", "the centre"),
}

SHIFT_WORDS: dict[str, Wordings] = {
    "left": Wordings(
        ("to the left", "left", "a bit to the left", "further left"),
        ("leftwards",),
        _MORE["SHIFT_WORDS.left"],
    ),
    "right": Wordings(
        ("to the right", "right", "a bit to the right", "further right"),
        ("rightwards",),
        _MORE["SHIFT_WORDS.right"],
    ),
    "up": Wordings(
        ("up", "a bit up", "upwards", "higher"), ("up a notch",), _MORE["SHIFT_WORDS.up"]
    ),
    "down": Wordings(
        ("down", "a bit down", "downwards", "lower"), ("down a notch",), _MORE["SHIFT_WORDS.down"]
    ),
}

JOINTS: dict[int, Wordings] = {
    2: Wordings(
        (
            "{} and {}",
            "{}, then {}",
            "{} and then {}",
            "first {}, then {}",
            "{}. then {}",
            "{}. also {}",
            "{}, and also {}",
        ),
        ("{}; after that, {}", "to begin with {}, next {}"),
        _MORE["JOINTS.2"],
    ),
    3: Wordings(
        (
            "{}, {} and {}",
            "{}, then {} and then {}",
            "first {}, then {}, and finally {}",
            "{}. then {}. and {}",
            "{}, {}, {}",
        ),
        ("to begin with {}, next {}, at last {}",),
        _MORE["JOINTS.3"],
    ),
}
