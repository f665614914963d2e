"""Things that cannot be drawn, and the closest things that can: by meaning, else by spelling."""

import difflib
from collections.abc import Collection

from got_models.sceneworld.language import SYNONYMS

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


def closest_things(word: str, vocabulary: Collection[str], limit: int = 3) -> tuple[str, ...]:
    """Return the names nearest to a word: by meaning where a table knows, else by spelling."""
    alike = [name for form in _singulars(word) for name in RELATED.get(form, ())]
    names = SYNONYMS | {name: name for name in vocabulary}
    spelled = difflib.get_close_matches(word, names, n=limit, cutoff=0.7)
    ranked = alike or [names[name] for name in spelled]
    return tuple(name for name in dict.fromkeys(ranked) if name in vocabulary)[:limit]


def is_related(word: str) -> bool:
    """Say whether a word names a thing that the table knows to be outside the world."""
    return any(form in RELATED for form in _singulars(word))


def _singulars(word: str) -> tuple[str, ...]:
    """Return the word and what it may be the plural of."""
    forms = [word]
    for ending, single in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            forms.append(word.removesuffix(ending) + single)
    return tuple(forms)
