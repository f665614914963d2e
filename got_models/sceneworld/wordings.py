"""Ways to say one thing, some of which are held out of training to measure free paraphrase."""

import random
from collections import defaultdict
from collections.abc import Sequence

from got_models.sceneworld.said_files import more
from got_models.sceneworld.vocabulary import BackgroundKind, Style


class Wordings:
    """Paraphrases of one meaning: those training may see, and those kept for development."""

    def __init__(
        self, seen: Sequence[str], heldout: Sequence[str], more: Sequence[str] = ()
    ) -> None:
        """Take them down; `more` are seen, too: half of what is picked, however many they are."""
        self.seen, self.heldout = (*seen, *more), tuple(heldout)
        self._usual, self._more = tuple(seen), tuple(more)

    def pick(self, rng: random.Random, *, heldout: bool) -> str:
        """Return one wording, from the held-out ones only if asked for."""
        if heldout:
            return rng.choice(self.heldout)
        return rng.choice(self._more if self._more and rng.random() < 0.5 else self._usual)


def composed(pieces: Sequence[Sequence[str]], rng: random.Random) -> str:
    """Put a wording together from one of each piece."""
    return "".join(rng.choice(choices) for choices in pieces)


_MORE = defaultdict(tuple, more("wordings"))

OPENINGS = Wordings(
    seen=(
        "{}",
        "{}",
        "{}",
        "{}, please",
        "just {}",
        "a photo of {}",
        "a picture of {}",
        "an image of {}",
        "a drawing of {}",
        "a scene with {}",
        "an image with {}",
        "a picture showing {}",
        "draw {}",
        "draw me {}",
        "please draw {}",
        "draw {} please",
        "can you draw {}?",
        "could you draw {} please?",
        "can you make {}?",
        "can you make a picture of {}?",
        "make {}",
        "make me a picture with {}",
        "please make an image showing {}",
        "create {}",
        "create an image of {}",
        "generate {}",
        "generate a picture of {}",
        "show me {}",
        "show {}",
        "paint {}",
        "give me {}",
        "i want {}",
        "i want to see {}",
        "i want a picture of {}",
        "i would like {}",
        "i need a picture with {}",
        "i need {}",
        "there should be {}",
        "there is {}",
        "put {} in a picture",
        "hi, can you draw {} for me?",
        "hello! please paint {}",
        "let's see {}",
        "we need {} here",
    ),
    heldout=(
        "i'd love to have {}",
        "would you sketch {}?",
        "how about {}?",
        "my next wish is {}",
        "illustrate {} for my kids",
        "compose a view that contains {}",
        "what would {} look like?",
    ),
    more=_MORE["OPENINGS"],
)

OPENING_PIECES = (
    ("", "", "", "hi, ", "hello, ", "hey! ", "ok, ", "so, ", "well, ", "now ", "good morning! "),
    (
        "",
        "",
        "please ",
        "can you ",
        "could you ",
        "will you ",
        "i want you to ",
        "you should ",
        "let's ",
        "try to ",
        "maybe you can ",
        "would you please ",
        "i wonder if you could ",
    ),
    ("draw ", "paint ", "make ", "create ", "generate ", "design ", "render ", "prepare ", "do "),
    (
        "",
        "",
        "me ",
        "us ",
        "a picture of ",
        "a picture with ",
        "an image of ",
        "a scene with ",
        "an illustration of ",
        "me a photo of ",
        "something with ",
        "a nice drawing of ",
        "one with ",
    ),
    ("{}",),
    ("", "", "", "", ", please", " for me", " now", ", thanks", " today", "?", "!", " if you can"),
)
"""Openings are put together from these, one of each."""

CLAUSES = Wordings(
    seen=(
        ", the {a} {rel} the {b}",
        ", the {a} {be} {rel} the {b}",
        ", with the {a} {rel} the {b}",
        " with the {a} {rel} the {b}",
        ". the {a} {be} {rel} the {b}",
        ". the {a} should be {rel} the {b}",
        ". put the {a} {rel} the {b}",
        "; the {a} goes {rel} the {b}",
    ),
    heldout=(
        ", and i'd like the {a} {rel} the {b}",
        ". make sure the {a} sits {rel} the {b}",
    ),
    more=_MORE["CLAUSES"],
)

CLAUSE_PIECES = (
    (
        ", ",
        ". ",
        "; ",
        ", and ",
        ", where ",
        ", so that ",
        " such that ",
        ". note that ",
        ". please remember: ",
        ". it is important that ",
        ". i want that ",
        ". of course ",
    ),
    ("the {a} ",),
    (
        "{be} ",
        "{be} placed ",
        "{be} located ",
        "{be} standing ",
        "must be ",
        "has to be ",
        "should stand ",
        "should go ",
        "must stay ",
        "will be ",
        "can be found ",
    ),
    ("{rel} the {b}",),
    ("", "", "", ", please", " in this picture"),
)
"""Clauses are put together from these, one of each."""

REST = Wordings(
    seen=(
        ", plus {}",
        ". also {}",
        ". add {} too",
        ", and also {}",
        ". there is also {}",
        ", then {}",
        " as well as {}",
        ". include {}",
        ". don't forget {}",
        ". and {}",
        ", along with {}",
    ),
    heldout=(", together with {}",),
    more=_MORE["REST"],
)

RELATIONS: dict[str, Wordings] = {
    "left of": Wordings(
        (
            "left of",
            "to the left of",
            "on the left of",
            "on the left side of",
            "to the left side of",
            "left from",
        ),
        ("leftwards of", "on the left-hand side of"),
    ),
    "right of": Wordings(
        (
            "right of",
            "to the right of",
            "on the right of",
            "on the right side of",
            "to the right side of",
            "right from",
        ),
        ("rightwards of", "on the right-hand side of"),
    ),
    "above": Wordings(
        ("above", "over", "above of", "up above", "higher than"), ("atop", "overhead of")
    ),
    "below": Wordings(
        ("below", "under", "beneath", "underneath", "lower than"),
        ("down below", "on the underside of"),
    ),
    "next to": Wordings(("next to", "beside", "right next to", "by"), ("alongside", "adjacent to")),
}

PLACES: dict[str, Wordings] = {
    "on the left": Wordings(
        ("on the left", "on the left side", "at the left"), ("over on the left-hand edge",)
    ),
    "on the right": Wordings(
        ("on the right", "on the right side", "at the right"), ("over on the right-hand edge",)
    ),
    "at the top": Wordings(("at the top", "at the very top", "in the upper part"), ("high up",)),
    "at the bottom": Wordings(
        ("at the bottom", "at the very bottom", "in the lower part"), ("low down",)
    ),
    "in the middle": Wordings(
        ("in the middle", "in the center", "in the centre"), ("dead centre",)
    ),
}

BACKGROUND_KIND_WORDS: dict[BackgroundKind, tuple[str, ...]] = {
    "plain": ("plain", "solid", "simple"),
    "gradient": ("gradient", "fading", "blended"),
    "spotlight": ("spotlight", "spotlit", "vignette"),
    "striped": ("striped", "stripy"),
    "checkered": ("checkered", "chequered", "checkerboard", "checked"),
    "dotted": ("dotted", "polka dot", "spotted"),
    "wavy": ("wavy",),
    "grainy": ("grainy", "noisy", "speckled"),
    "tiled": ("tiled",),
    "horizon": ("horizon", "landscape"),
}
"""Adjectives for a background's pattern; the first is the canonical one."""

BACKGROUND_TAILS = Wordings(
    seen=(
        " on {a} {bg} background",
        " on {a} {bg} background",
        " with {a} {bg} background",
        " against {a} {bg} background",
        " in front of {a} {bg} background",
        ", {bg} background",
        ". background: {bg}",
        ". the background should be {bg}",
        ". the background is {bg}",
        ". make the background {bg}",
        ". use {a} {bg} background",
        " over {a} {bg} background",
        " and {a} {bg} background",
        ", background {bg}",
        ". {bg} background please",
        ". i want {a} {bg} background",
        ". let the background be {bg}",
        ". give it {a} {bg} background",
    ),
    heldout=(" set before {a} {bg} backdrop", ". behind everything: {bg}"),
    more=_MORE["BACKGROUND_TAILS"],
)

STYLE_TAILS: dict[Style, Wordings] = {
    "pixel art": Wordings(
        (
            " in pixel art",
            " in pixel art style",
            ", pixel art",
            " as pixel art",
            ", pixelated",
            ", 8-bit",
        ),
        (" made of blocky pixels",),
        _MORE["STYLE_TAILS.pixel art"],
    ),
    "sepia": Wordings(
        (" in sepia", " in sepia tones", ", sepia", ", sepia style", " with a sepia look"),
        (" like a browned sepia print",),
        _MORE["STYLE_TAILS.sepia"],
    ),
    "black and white": Wordings(
        (
            " in black and white",
            ", black and white",
            " in greyscale",
            " in grayscale",
            ", monochrome",
            ", b&w",
        ),
        (" in shades of grey only",),
        _MORE["STYLE_TAILS.black and white"],
    ),
    "night": Wordings(
        (
            " at night",
            ", at night",
            ", night scene",
            " in the night",
            ", night time",
            " in the dark",
        ),
        (" after nightfall",),
        _MORE["STYLE_TAILS.night"],
    ),
}

STYLE_OPENINGS: dict[Style, Wordings] = {
    "pixel art": Wordings(
        ("pixel art of {}", "a pixel art picture of {}", "draw pixel art with {}", "pixel art: {}"),
        ("a retro pixel rendition of {}",),
        _MORE["STYLE_OPENINGS.pixel art"],
    ),
    "sepia": Wordings(
        ("a sepia photo of {}", "a sepia picture of {}", "an old sepia photo with {}", "sepia: {}"),
        ("a vintage sepia memory of {}",),
        _MORE["STYLE_OPENINGS.sepia"],
    ),
    "black and white": Wordings(
        (
            "a black and white photo of {}",
            "a black and white picture of {}",
            "a greyscale image with {}",
            "make a black and white drawing of {}",
        ),
        ("a colourless rendition of {}",),
        _MORE["STYLE_OPENINGS.black and white"],
    ),
    "night": Wordings(
        (
            "a night scene with {}",
            "a night picture of {}",
            "at night: {}",
            "a dark night scene of {}",
        ),
        ("a midnight vista of {}",),
        _MORE["STYLE_OPENINGS.night"],
    ),
}
