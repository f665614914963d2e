"""What is in a picture after an edit, read from the steps of the edit."""

import re

from got_models import chain_words
from got_models.layout import with_boxes
from got_models.naming import colour_in, kind_in, noun_of, recoloured
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Chain, Element

SAME_PLACE = 0.3
"""Intersection over union from which an element of an edit is taken for one of the scene."""

_LEAD = re.compile(r"(inserted object|objects? to be edited|area to be edited)", re.IGNORECASE)
_CHANGE = re.compile(r"\b(Remove|Turn|Replace|Move|Make)\b")


def scene_after(before: Chain, edit: Chain) -> Chain | None:
    """Return what is known to be in the picture after an edit; None if its steps do not say.

    Args:
        before: What was in the picture.
        edit: The steps, in the wording that the small model is trained to write.
    """
    reader = _Steps(before)
    for part in edit.parts:
        if isinstance(part, Element):
            reader.take_element(part)
        else:
            reader.take_text(part)
    return reader.scene if reader.understood else None


class _Steps:
    """Goes through the parts of an edit and changes a scene; `scene` is None once it is lost."""

    def __init__(self, before: Chain) -> None:
        self.scene: Chain | None = before
        self.understood = False
        """Whether any step said what it does."""
        self._lead, self._change = "", ""
        self._focus: list[Element] = []

    def take_element(self, element: Element) -> None:
        """Read an object with its box, by the words that came before it."""
        if self.scene is None:
            return
        if self._change:
            self.scene = _to_target(self.scene, self._focus, element, self._change)
            self._change, self.understood = "", True
        elif self._lead == "inserted object":
            self.scene = chain_words.add(self.scene, element.phrase, element.box)
            self.understood = True
        elif self._lead.startswith("object"):
            self._focus.append(element)

    def take_text(self, text: str) -> None:
        """Read what is done to the objects named, and which objects come next."""
        found = _CHANGE.search(text)
        if found and found[1] in ("Remove", "Turn"):
            if self.scene is not None:
                self.scene = _without_target(self.scene, self._focus, found[1], text)
            self.understood = True
        elif found:
            self._change = found[1]
        if leads := _LEAD.findall(text):
            self._lead, self._focus = leads[-1].lower(), []
            self.understood = self.understood or self._lead == "area to be edited"


def _without_target(scene: Chain, focus: list[Element], change: str, text: str) -> Chain | None:
    for element in focus:
        index = _index_of(scene, element)
        if index is None:
            return None
        if change == "Remove":
            scene = chain_words.remove(scene, index)
        else:
            words = text.partition("Turn")[2].partition(".")[0].split()
            colour = words[-1].lower() if words else ""
            if colour not in COLOURS:
                return None
            phrase = recoloured(scene.elements[index].phrase, colour)
            scene = chain_words.rename(scene, index, phrase)
    return scene


def _to_target(scene: Chain, focus: list[Element], target: Element, change: str) -> Chain | None:
    index = _index_of(scene, focus[0]) if focus else None
    if index is None:
        return None
    if change == "Replace":
        scene = chain_words.rename(scene, index, target.phrase)
    return with_boxes(scene, {index: target.box})


def _index_of(scene: Chain, element: Element) -> int | None:
    """Find what an edit means: the same thing in about the same place, else the only one alike."""
    alike = [
        index
        for index, other in enumerate(scene.elements)
        if noun_of(other.phrase) == noun_of(element.phrase)
        or (kind_in(other.phrase) is not None and kind_in(other.phrase) == kind_in(element.phrase))
    ]
    near = [index for index in alike if scene.elements[index].box.iou(element.box) >= SAME_PLACE]
    if near:
        return max(near, key=lambda index: scene.elements[index].box.iou(element.box))
    colour = colour_in(element.phrase)
    fitting = [i for i in alike if colour in (None, colour_in(scene.elements[i].phrase))]
    return fitting[0] if len(fitting) == 1 else None
