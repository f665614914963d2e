"""What changed between two chains, in sentences."""

from collections import Counter
from collections.abc import Sequence

from got_models.naming import colour_in, noun_of, recoloured
from got_models.sceneworld.language import article
from got_models.thought import COORDINATE_MAX, Box, Chain, Element

SAME_PLACE = 0.3
"""Intersection over union from which two boxes with different phrases are one renamed object."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def describe_changes(before: Chain, after: Chain) -> tuple[str, ...]:
    """Say what is different in `after`, one change per sentence; nothing if they are equal.

    Elements belong together when they have the same phrase, then the same noun, then overlapping
    boxes. Moves are in per cent of the picture, sizes in per cent of the old size.
    """
    old, new = before.elements, after.elements
    pairs = match_elements(old, new)
    said: list[str] = []
    for a, b in pairs:
        said += _changes(old[a], new[b], _named(old, a))
    lost, gained = _left_over(old, new, pairs)
    said += [f"removed {_named(old, a)}" for a in lost]
    said += [f"added {article(new[b].phrase)} {new[b].phrase}".rstrip() for b in gained]
    if [b for _, b in pairs] != sorted(b for _, b in pairs):
        said.append("changed the order of the objects")
    renamed = any(old[a].phrase != new[b].phrase for a, b in pairs)
    if not (lost or gained or renamed) and _text(before) != _text(after):
        said.append("the text changed")
    if before.task != after.task:
        said.append(f"the task changed from {before.task} to {after.task}")
    return tuple(said) or (() if before == after else ("the text changed",))


def match_elements(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[tuple[int, int], ...]:
    """Pair the elements of two chains by index, each at most once, in the order of `before`."""
    pairs: dict[int, int] = {}
    for score in (_same_phrase, _same_noun, _same_place):
        candidates = [
            (-score(a, b), i, j)
            for i, a in enumerate(before)
            for j, b in enumerate(after)
            if score(a, b) > 0
        ]
        for _, i, j in sorted(candidates):
            if i not in pairs and j not in pairs.values():
                pairs[i] = j
    return tuple(sorted(pairs.items()))


def _same_phrase(a: Element, b: Element) -> float:
    return 1 + a.box.iou(b.box) if a.phrase.lower() == b.phrase.lower() else 0.0


def _same_noun(a: Element, b: Element) -> float:
    noun = noun_of(a.phrase)
    return 1 + a.box.iou(b.box) if noun and noun == noun_of(b.phrase) else 0.0


def _same_place(a: Element, b: Element) -> float:
    shared = a.box.iou(b.box)
    return shared if shared >= SAME_PLACE else 0.0


def _left_over(
    old: Sequence[Element], new: Sequence[Element], pairs: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    firsts, seconds = {a for a, _ in pairs}, {b for _, b in pairs}
    lost = [index for index in range(len(old)) if index not in firsts]
    return lost, [index for index in range(len(new)) if index not in seconds]


def _changes(old: Element, new: Element, name: str) -> list[str]:
    said = [*_moved(old.box, new.box, name), *_resized(old.box, new.box, name)]
    if old.box != new.box and not said:
        said.append(f"nudged {name}")
    if old.phrase != new.phrase:
        said.append(_renamed(old.phrase, new.phrase, name))
    if old.colour != new.colour:
        said.append(f"changed the mask colour of {name} from {old.colour} to {new.colour}")
    if old.notation != new.notation:
        said.append(f"changed how {name} is marked")
    return said


def _moved(old: Box, new: Box, name: str) -> list[str]:
    across = _percent(new.centre[0] - old.centre[0], COORDINATE_MAX)
    down = _percent(new.centre[1] - old.centre[1], COORDINATE_MAX)
    ways = [f"{abs(across)} % {'right' if across > 0 else 'left'}"] if across else []
    ways += [f"{abs(down)} % {'down' if down > 0 else 'up'}"] if down else []
    return [f"moved {name} {' and '.join(ways)}"] if ways else []


def _resized(old: Box, new: Box, name: str) -> list[str]:
    wide = _percent(new.width - old.width, old.width)
    high = _percent(new.height - old.height, old.height)
    if wide and abs(wide - high) <= 1:
        return [f"made {name} {abs(wide)} % {'larger' if wide > 0 else 'smaller'}"]
    ways = [f"{abs(wide)} % {'wider' if wide > 0 else 'narrower'}"] if wide else []
    ways += [f"{abs(high)} % {'taller' if high > 0 else 'flatter'}"] if high else []
    return [f"made {name} {' and '.join(ways)}"] if ways else []


def _renamed(old: str, new: str, name: str) -> str:
    if noun_of(old) != noun_of(new) or recoloured(old, None) != recoloured(new, None):
        return f"renamed {name} to {new}" if new else f"took the name from {name}"
    was, now = colour_in(old), colour_in(new)
    if was and now:
        return f"recoloured the {noun_of(old)} from {was} to {now}"
    return f"made {name} {now}" if now else f"took the colour {was} from {name}"


def _named(elements: Sequence[Element], index: int) -> str:
    """Return "the cup", or "the second cup" where there are several."""
    phrase = elements[index].phrase or "object without a name"
    counts = Counter(element.phrase for element in elements)
    if counts[elements[index].phrase] == 1:
        return f"the {phrase}"
    rank = sum(element.phrase == elements[index].phrase for element in elements[:index])
    return f"the {ORDINALS[rank] if rank < len(ORDINALS) else f'{rank + 1}th'} {phrase}"


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole)


def _text(chain: Chain) -> str:
    return "\0".join(part if isinstance(part, str) else "" for part in chain.parts)
