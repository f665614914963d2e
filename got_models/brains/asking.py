"""What a chat model is told when it is asked for a plan. Light: no torch."""

from collections.abc import Collection

from got_models import chain_text
from got_models.brains.coordinates import Coordinates
from got_models.thought import SPECIAL_TOKEN, Chain, Task

_DRAW = """\
You plan pictures for a drawing model that follows boxes. Answer with one JSON object:
{{"description": ..., "objects": [{{"phrase": ..., "box": [x0, y0, x1, y1]}}, ...]}}
description: one paragraph about the whole picture as it will look: every object with its colour,
how they stand to each other, the background. No coordinates in it.
objects: each single object once, five apples are five objects. phrase: the words that stand for
it in the description, letter for letter, such as "red apple".
{counting} Leave no object out, keep boxes apart unless objects overlap, and obey every place,
number and colour in the wish."""

_EDIT = """\
You plan changes of a given picture for an editing model that changes only what is inside a box.
Answer with one JSON object:
{{"source": ..., "steps": [{{"object": ..., "box": [x0, y0, x1, y1], "change": ...}}],
"result": ...}}
source: what the picture shows, in one sentence. result: what it will show, in one sentence.
steps: one for each object that changes, usually one. object: its name, such as "red apple"; for
something new, what is put in. box: where it is, with room for what it becomes; for something new,
where it goes; for a change of the whole picture, the whole picture. change: what is done, in one
sentence.
{counting}"""

_COUNTING: dict[Coordinates, str] = {
    "grid": "box: left, top, right, bottom edge on a grid from 0 to 999, whatever the picture's "
    "shape.",
    "thousandths": "box: left, top, right, bottom edge from 0 to 1000, relative to the picture.",
    "pixels": "box: left, top, right, bottom edge in pixels of the picture, which is "
    "{width}x{height}.",
}

_ONLY = "Objects must be among these, perhaps with a colour and nothing else: {names}."


def instructions(
    task: Task,
    how: Coordinates,
    size: tuple[int, int],
    vocabulary: Collection[str] | None,
) -> str:
    """Return what the model is to do, and how it is to count in a picture of `size`."""
    counting = _COUNTING[how].format(width=size[0], height=size[1])
    told = (_DRAW if task == "generate" else _EDIT).format(counting=counting)
    if vocabulary is None:
        return told
    return f"{told}\n{_ONLY.format(names=', '.join(sorted(vocabulary)))}"


def question(task: Task, wish: str, known: Chain | None) -> str:
    """Return what is asked: the wish, with what is known about the picture it is to change."""
    wish = SPECIAL_TOKEN.sub(" ", wish)
    if task == "generate":
        return f"The wish: {wish}"
    if known is None:
        return f"The instruction: {wish}"
    return (
        "What is known about the picture, with boxes from 0 to 999: "
        f"{chain_text.write(known)}\nThe instruction: {wish}"
    )


def correction(hint: str) -> str:
    """Return what the model is told when its answer cannot be used."""
    return f"That cannot be used: {hint}. Answer again with the JSON object alone."
