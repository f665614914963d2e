"""From a draft to the text of a chain: every box behind the first words that name its object.

The text is not checked: reading it mends corners that are swapped or off the picture, and reports
it. Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 4. Light: no torch.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from got_models.box_text import LOOSE
from got_models.brains.answers import DraftEdit, DraftObject, DraftPicture, DraftStep
from got_models.brains.coordinates import Coordinates, on_grid
from got_models.chain_tokens import BOX_END, BOX_START, NAME_END, NAME_START
from got_models.colour_text import palette_colour
from got_models.thought import SPECIAL_TOKEN

Size = tuple[int, int]


class _Place(NamedTuple):
    """Where an object stands in a text: the words that name it, from start to end."""

    start: int
    end: int
    drafted: DraftObject


def picture_chain(draft: DraftPicture, how: Coordinates) -> str:
    """Return the paragraph of a new picture with its boxes; objects it forgot come at its end."""
    text = _prose(draft.description)
    places, forgotten = _places(text, draft.objects)
    for drafted in forgotten:
        text += " There is also " if text else "There is "
        phrase = _phrase(drafted.phrase)
        places.append(_Place(len(text), len(text) + len(phrase), drafted))
        text += f"{phrase}."
    written, at = "", 0
    for index, place in enumerate(places):
        phrase = _phrase(text[place.start : place.end])
        written += text[at : place.start] + _element(phrase, place.drafted, how, None, index)
        at = place.end
    return written + text[at:]


def edit_chain(draft: DraftEdit, how: Coordinates, size: Size) -> str:
    """Return the numbered steps of an edit of a picture that was shown at `size`."""
    lines = [_prose(draft.source) or "The source image is given."]
    several = len(draft.steps) > 1
    for index, step in enumerate(draft.steps):
        element = _element(_phrase(step.phrase), step, how, size, index)
        lead = f"For step {index + 1}, the" if several else "The"
        lines.append(f"{lead} object to be edited is the {element}.")
        lines += [change] if (change := _prose(step.change)) else []
    lines += [result] if (result := _prose(draft.result)) else []
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _places(text: str, objects: Sequence[DraftObject]) -> tuple[list[_Place], list[DraftObject]]:
    """Find each object's words, the longest phrases first; return those not found as well."""
    found: list[_Place] = []
    forgotten: list[DraftObject] = []
    for drafted in sorted(objects, key=lambda one: len(one.phrase), reverse=True):
        words = re.escape(_phrase(drafted.phrase))
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.append(_Place(match.start(), match.end(), drafted))
                break
        else:
            forgotten.append(drafted)
    return sorted(found, key=lambda one: one.start), forgotten


def _element(
    phrase: str, drafted: DraftObject | DraftStep, how: Coordinates, size: Size | None, index: int
) -> str:
    x0, y0, x1, y1 = on_grid(drafted.box, how, size)
    box = f"{BOX_START}({x0},{y0}),({x1},{y1}){BOX_END}"
    return f"{NAME_START}{phrase}{NAME_END}{box} ({palette_colour(index)})"


def _phrase(text: str) -> str:
    """Return a name in single spaces, without tokens, boxes or a full stop."""
    return _prose(text).rstrip(".").strip() or "object"


def _prose(text: str) -> str:
    """Return running text on one line; a box repeated in it is left out, its object has it."""
    plain = LOOSE.sub(" ", SPECIAL_TOKEN.sub(" ", text))
    return re.sub(r"\s+([.,;])", r"\1", " ".join(plain.split()))
