"""The steps of an edit that draws one object of a picture again, in its own box."""

from got_models.sceneworld.language import with_article
from got_models.thought import Chain, Element


def region_edit(scene: Chain, index: int) -> Chain:
    """Return the steps that put an object of a scene where it should be.

    Args:
        scene: What should be in the picture.
        index: The element that is missing or wrong.
    """
    element = scene.elements[index]
    others = [e.phrase for place, e in enumerate(scene.elements) if place != index]
    shown = " and ".join(with_article(None, phrase) for phrase in others) or "an empty scene"
    new = with_article(None, element.phrase)
    article = new.removesuffix(element.phrase)
    return Chain(
        task="edit",
        parts=(
            f"1. The source image shows {shown}.\n2. The inserted object is {article}",
            Element(phrase=element.phrase, box=element.box, colour="red"),
            f".\n3. Insert the {element.phrase}.\n4. The edited image shows {new}"
            + (f" and {shown}." if others else "."),
        ),
    )


def instruction_for(scene: Chain, index: int) -> str:
    """Return the words of that edit."""
    return f"Add {with_article(None, scene.elements[index].phrase)}."
