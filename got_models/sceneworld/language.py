"""How people name the things of the world: synonyms, plurals, counts, and back to a thing."""

import difflib
from functools import cache

from got_models.errors import UnknownObject
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

SYNONYMS_OF: dict[str, tuple[str, ...]] = {
    "person": ("man", "woman", "human", "boy", "girl"),
    "bicycle": ("bike", "push bike", "cycle"),
    "car": ("automobile", "auto", "sedan"),
    "motorcycle": ("motorbike", "motor bike", "scooter"),
    "airplane": ("plane", "aeroplane", "aircraft", "jet"),
    "bus": ("coach", "school bus", "city bus"),
    "train": ("locomotive", "railway train"),
    "truck": ("lorry", "pickup truck"),
    "boat": ("ship", "sailboat", "sailing boat"),
    "traffic light": ("stoplight", "traffic signal", "traffic lamp"),
    "fire hydrant": ("hydrant", "water hydrant"),
    "stop sign": ("stop road sign", "stopsign"),
    "parking meter": ("parking metre", "park meter"),
    "bench": ("park bench", "garden bench"),
    "bird": ("birdie", "little bird"),
    "cat": ("kitten", "kitty", "pussycat"),
    "dog": ("puppy", "doggy", "pup", "hound"),
    "horse": ("pony", "stallion"),
    "sheep": ("lamb", "ewe"),
    "cow": ("calf", "cattle cow"),
    "elephant": ("tusker",),
    "bear": ("grizzly", "grizzly bear"),
    "giraffe": ("girafe",),
    "backpack": ("rucksack", "knapsack", "school bag"),
    "umbrella": ("brolly", "parasol"),
    "handbag": ("purse", "hand bag"),
    "tie": ("necktie", "neck tie"),
    "suitcase": ("travel case", "travel bag", "luggage case"),
    "frisbee": ("flying disc", "flying disk"),
    "skis": ("ski set",),
    "snowboard": ("snow board",),
    "sports ball": ("ball", "football", "soccer ball"),
    "kite": ("paper kite",),
    "baseball bat": ("bat",),
    "baseball glove": ("baseball mitt", "catcher's mitt"),
    "skateboard": ("skate board",),
    "surfboard": ("surf board",),
    "tennis racket": ("racket", "tennis racquet", "racquet"),
    "bottle": ("flask",),
    "wine glass": ("wineglass", "glass of wine", "goblet"),
    "cup": ("mug", "teacup", "coffee cup"),
    "fork": ("dinner fork",),
    "knife": ("table knife", "kitchen knife"),
    "spoon": ("teaspoon", "tablespoon"),
    "bowl": ("soup bowl",),
    "sandwich": ("sub sandwich", "sarnie"),
    "orange": ("orange fruit", "tangerine"),
    "broccoli": ("broccoli floret", "brocoli"),
    "hot dog": ("hotdog", "frankfurter"),
    "pizza": ("slice of pizza", "pizza slice"),
    "donut": ("doughnut",),
    "cake": ("birthday cake", "gateau"),
    "chair": ("armchair", "seat"),
    "couch": ("sofa", "settee"),
    "potted plant": ("plant", "house plant", "houseplant", "pot plant"),
    "bed": ("double bed",),
    "dining table": ("table", "dinner table", "kitchen table"),
    "toilet": ("loo", "lavatory"),
    "tv": ("television", "telly", "tv set"),
    "laptop": ("notebook computer", "laptop computer"),
    "computer mouse": ("mouse", "pc mouse"),
    "tv remote": ("remote", "remote control"),
    "computer keyboard": ("keyboard", "pc keyboard"),
    "cell phone": ("phone", "mobile phone", "smartphone", "cellphone"),
    "microwave": ("microwave oven",),
    "oven": ("stove", "cooker"),
    "toaster": ("bread toaster",),
    "sink": ("wash basin", "washbasin"),
    "refrigerator": ("fridge", "icebox"),
    "book": ("novel", "textbook"),
    "clock": ("wall clock", "alarm clock"),
    "vase": ("flower vase",),
    "scissors": ("shears",),
    "teddy bear": ("teddy", "stuffed bear", "plush bear"),
    "hair drier": ("hair dryer", "hairdryer", "blow dryer"),
    "toothbrush": ("tooth brush",),
}
"""Other names of a class, each the name of one class only."""

SYNONYMS: dict[str, str] = {other: kind for kind, others in SYNONYMS_OF.items() for other in others}
"""Synonym -> class."""

PAIRED = frozenset({"skis", "scissors", "shears"})
"""Nouns that are plural in form: "a pair of scissors"."""

COUNT_WORDS = ("zero", "one", "two", "three", "four", "five", "six")

_IRREGULAR = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "knife": "knives",
    "sheep": "sheep",
    "calf": "calves",
    "broccoli": "broccoli",
    "brocoli": "brocoli",
    "aircraft": "aircraft",
    "mouse": "mice",
    "gateau": "gateaux",
}
_SIBILANT = ("s", "x", "ch", "sh")


@cache
def plural(noun: str) -> str:
    """Return the plural of a class or synonym; "pairs of scissors" for paired nouns."""
    if noun in PAIRED:
        return f"pairs of {noun}"
    for link in (" of ",):
        if link in noun:
            head, rest = noun.split(link)
            return f"{plural(head)}{link}{rest}"
    head, _, last = noun.rpartition(" ")
    return f"{head} {_plural_word(last)}".lstrip()


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for end in ("knife", "woman", "man"):
        if word.endswith(end) and word != "human":
            return word.removesuffix(end) + _IRREGULAR[end]
    if word.endswith(_SIBILANT):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def bare_plural(kind: str) -> str:
    """Return GenEval's own plural, which only appends: "benchs", "knifes", "sheeps"."""
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"


def article(words: str) -> str:
    """Return "a" or "an", as the first sound of `words` asks."""
    return "an" if words[:1].lower() in tuple("aeio") or words.startswith(("umb", "ugl")) else "a"


def with_article(colour: str | None, noun: str) -> str:
    """Return one thing with its indefinite article: "an orange cup", "a pair of red scissors"."""
    words = f"{colour} {noun}" if colour else noun
    return f"a pair of {words}" if noun in PAIRED else f"{article(words)} {words}"


def counted(count: int, colour: str | None, noun: str) -> str:
    """Return a group in words: "a cup", "two red cups", "three pairs of blue skis"."""
    if count == 1:
        return with_article(colour, noun)
    return f"{COUNT_WORDS[count]} {plural_phrase(colour, noun)}"


def plural_phrase(colour: str | None, noun: str) -> str:
    """Return several alike without their number: "red cups", "pairs of red scissors"."""
    if noun in PAIRED:
        return f"pairs of {colour} {noun}" if colour else f"pairs of {noun}"
    return f"{colour} {plural(noun)}" if colour else plural(noun)


def verb_be(count: int, noun: str) -> str:
    """Return "is" or "are" for `count` things called `noun`."""
    return "are" if count > 1 or noun in PAIRED else "is"


def joined(items: list[str], last: str = " and ") -> str:
    """Return a list in running text: "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + last + items[-1]


def kind_of(noun: str) -> str | None:
    """Return the class a singular or plural noun names, or None."""
    return _kinds().get(noun)


@cache
def _kinds() -> dict[str, str]:
    """Return the class of every noun; where two classes share one, that of the first."""
    kinds: dict[str, str] = {}
    for name in (*CLASSES, *SYNONYMS):
        for noun in (name, plural(name), bare_plural(name)):
            kinds.setdefault(noun, SYNONYMS.get(name, name))
    return kinds


def thing_of_phrase(phrase: str) -> tuple[str, str | None]:
    """Return `(kind, colour)` of "red apple" or "apple"; the inverse of `Thing.phrase`.

    Synonyms, plurals and capitals are understood; an article is not.

    Raises:
        UnknownObject: The noun names nothing in this world; carries the closest names.
    """
    words = " ".join(phrase.lower().split())
    kind = kind_of(words)
    if kind:
        return kind, None
    first, _, rest = words.partition(" ")
    colour, noun = (first, rest) if first in COLOURS and rest else (None, words)
    kind = kind_of(noun)
    if kind:
        return kind, colour
    raise UnknownObject(noun, closest_kinds(noun))


def closest_kinds(noun: str, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` classes whose name or synonym is spelled most like `noun`."""
    names = difflib.get_close_matches(noun, (*CLASSES, *SYNONYMS), n=2 * limit, cutoff=0.6)
    return tuple(dict.fromkeys(SYNONYMS.get(name, name) for name in names))[:limit]
