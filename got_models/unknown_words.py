"""Finding the things in a wish that cannot be drawn, with the closest things that can.

There is no grammar behind this: a word counts as a thing when it is unknown and stands where a
noun stands, after an article, a number, a colour, a preposition or a verb such as "draw".
"""

import difflib
from collections.abc import Collection, Iterator, Sequence

from got_models.sceneworld.language import SYNONYMS
from got_models.value import Value
from got_models.wish_words import Word, words_of

_RELATED_WORDS = """
dragon: bird, horse; dinosaur: elephant, giraffe; unicorn: horse; wolf: dog; fox: dog, cat; lion:
cat, bear; tiger: cat, zebra; leopard: cat; panda: bear, teddy bear; rabbit: cat, dog; bunny: cat,
dog; hamster: cat; rat: computer mouse, cat; pig: cow, sheep; goat: sheep; deer: horse, giraffe;
moose: horse, cow; camel: horse; donkey: horse; monkey: person, bear; gorilla: bear; koala: bear;
hippo: elephant; rhino: elephant; chicken: bird; duck: bird; owl: bird; eagle: bird; penguin:
bird; parrot: bird; butterfly: bird, kite; fish: bird; shark: surfboard; whale: boat; snake: tie;
turtle: bowl; frog: cat; insect: bird; bee: bird; robot: person, toaster; king: person; queen:
person; wizard: person; knight: person; astronaut: person; child: person; baby: person; kid:
person; people: person; soldier: person; chef: person; doctor: person; house: bed, couch; castle:
vase; tower: vase, clock; building: refrigerator; tent: umbrella; tree: potted plant; flower:
potted plant, vase; rose: potted plant; bush: potted plant; grass: potted plant; forest: potted
plant; garden: potted plant; cactus: potted plant; mushroom: umbrella; moon: sports ball, banana;
sun: sports ball, orange; star: sports ball; planet: sports ball; cloud: sheep; rainbow: kite;
mountain: pizza; rocket: airplane; spaceship: airplane; helicopter: airplane; drone: airplane;
balloon: kite, sports ball; van: bus, truck; taxi: car; tram: train, bus; tractor: truck;
ambulance: truck, bus; canoe: boat; submarine: boat; guitar: tennis racket; piano: computer
keyboard; camera: cell phone; computer: laptop; monitor: tv; screen: tv; printer: microwave;
tablet: cell phone; lamp: clock, traffic light; candle: bottle; mirror: clock; desk: dining table;
stool: chair; shelf: bench; pillow: couch, bed; blanket: bed; bag: handbag, backpack; box:
suitcase; hat: umbrella; cap: umbrella; shoe: skateboard; shirt: tie; dress: tie; glove: baseball
glove; sock: tie; ring: donut; crown: cake; watch: clock; glasses: wine glass; glass: wine glass,
cup; plate: bowl, pizza; pot: bowl; pan: tennis racket; jar: bottle, vase; bread: sandwich;
burger: sandwich; hamburger: sandwich; taco: sandwich; pie: cake, pizza; cookie: donut; bagel:
donut; muffin: cake; cupcake: cake; cheese: cake; egg: sports ball; soup: bowl; salad: broccoli;
lemon: orange; lime: orange; peach: apple; pear: apple; tomato: apple; cherry: apple; strawberry:
apple; grape: apple; pineapple: potted plant; melon: sports ball; watermelon: sports ball; potato:
donut; corn: carrot, banana; cucumber: carrot; pen: toothbrush; pencil: toothbrush; brush:
toothbrush; newspaper: book; magazine: book; sword: knife; hammer: toothbrush; sofa bed: couch;
bathtub: sink; tub: sink; road: skateboard; beach: surfboard; sea: boat; ocean: boat; river: boat;
lake: boat; sky: kite
"""
RELATED: dict[str, tuple[str, ...]] = {
    word.strip(): tuple(name.strip() for name in names.split(","))
    for word, names in (entry.split(":") for entry in " ".join(_RELATED_WORDS.split()).split(";"))
}
"""Things outside the world, and what comes nearest to them in it by look or use."""

_LEADING_TEXT = """
with of in on at by from into onto inside beside near behind under over around and or like as to
for draw paint make create generate show sketch want need add put see have has contains featuring
no without some many several few every each another my your his her their our its this these those
wearing holding riding eating drinking carrying chasing watching made between against across along
through
"""
_LEADING = frozenset(_LEADING_TEXT.split())

_COMMON_TEXT = """
thing things something anything everything nothing object objects item items stuff one ones way
bit lot kind sort type piece pieces pair couple bunch group row line stack number part parts half
rest top bottom left right middle center centre corner corners edge side sides inside outside
front back distance foreground border frame space room place area position spot size shape colour
color colours colors texture pattern patterns shadow shadows light lighting lights sunlight shine
glow contrast detail details quality resolution style styles mood atmosphere day daytime night
morning evening sunset sunrise noon dusk dawn winter summer spring autumn fall today time times
moment look view close-up closeup angle perspective focus blur bokeh depth lens hd 4k 8k version
example idea different same similar identical various random new old young happy sad funny lovely
sleepy angry fluffy shiny glossy matte soft hard fresh tasty wooden metal metallic plastic ceramic
golden silver bright dark pale deep vivid colourful colorful rustic modern classic fancy plain
empty full open closed round square flat giant enormous gigantic massive miniature mini fat thin
slim heavy left-hand right-hand upper lower first second third last next fun love life world name
please thanks thank sure ok okay again instead except but not no without do does did don't doesn't
isn't if then than while when during after before just still only even much more most less least
very quite too really exactly approximately about almost always never maybe perhaps they them he
she him her what why whose my mine your yours his hers ours theirs were was been being will shall
may might must go come get got take keep turn move swap change remove replace delete be am
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_NOT_NOUNS = ("ly", "ing", "ed", "ish", "ful", "ous", "less", "est")


class UnknownWord(Value):
    """A thing that cannot be drawn, as the wish spells it, and the closest things that can."""

    word: str
    closest: tuple[str, ...]


def unknown_objects(wish: str, vocabulary: Collection[str]) -> tuple[UnknownWord, ...]:
    """Find the things in a wish that are not in a vocabulary, each once, in order.

    Words for backgrounds, styles, colours, sizes and the wish itself are not things; synonyms and
    plurals of the vocabulary's names count as known.

    Args:
        wish: What was asked for, in plain English.
        vocabulary: Names of the things that can be drawn, in the singular.
    """
    things = (
        thing
        for run, before, after in _unknown_runs(words_of(wish), vocabulary)
        for thing in _things_in(run, before, after)
    )
    return tuple(
        UnknownWord(word=word, closest=closest_things(word, vocabulary))
        for word in dict.fromkeys(things)
    )


def closest_things(word: str, vocabulary: Collection[str], limit: int = 3) -> tuple[str, ...]:
    """Return the names nearest to a word: by meaning where a table knows, else by spelling."""
    alike = [name for form in _singulars(word) for name in RELATED.get(form, ())]
    names = SYNONYMS | {name: name for name in vocabulary}
    spelled = difflib.get_close_matches(word, names, n=limit, cutoff=0.7)
    ranked = alike or [names[name] for name in spelled]
    return tuple(name for name in dict.fromkeys(ranked) if name in vocabulary)[:limit]


def _things_in(run: Sequence[Word], before: Word | None, after: Word | None) -> Iterator[str]:
    """Yield the nouns among unknown neighbours: those in the table, and the last of them."""
    for word in run[:-1]:
        if _is_related(word.text):
            yield word.text
    last = run[-1].text
    describes = after is not None and after.sense in ("name", "plural", "scenery")
    if not describes and _is_thing(last, run[-2] if len(run) > 1 else before):
        yield last


def _unknown_runs(
    words: Sequence[Word], vocabulary: Collection[str]
) -> Iterator[tuple[list[Word], Word | None, Word | None]]:
    """Yield neighbouring unknown words with the known word before and after them."""
    run: list[Word] = []
    before: Word | None = None
    for word in words:
        if _is_unknown(word, vocabulary):
            run.append(word)
            continue
        if run:
            yield run, before, word
        run, before = [], word
    if run:
        yield run, before, None


def _is_unknown(word: Word, vocabulary: Collection[str]) -> bool:
    if word.sense in ("name", "plural"):
        return word.value not in vocabulary
    if word.sense is not None or word.text in _COMMON or word.text in _LEADING:
        return False
    return not (word.text.isdigit() or any(form in vocabulary for form in _singulars(word.text)))


def _is_thing(word: str, before: Word | None) -> bool:
    """Say whether an unknown word stands where a noun stands and looks like one."""
    if before is None or _is_related(word):
        return True
    led = before.sense in ("count", "definite", "colour", "relation", "join", "stop")
    if before.sense is None and before.text not in _LEADING | _COMMON:
        led = True
    if word.endswith(_NOT_NOUNS):
        return before.sense in ("count", "definite") and not word.endswith(("ed", "ly"))
    return led or before.text in _LEADING or before.sense == "scenery" or before.text in _COMMON


def _is_related(word: str) -> bool:
    return any(form in RELATED for form in _singulars(word))


def _singulars(word: str) -> tuple[str, ...]:
    """Return the word and what it may be the plural of."""
    forms = [word]
    for ending, single in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            forms.append(word.removesuffix(ending) + single)
    return tuple(forms)
