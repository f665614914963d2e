"""The code between reasoner and UNet: every fact can be read from it."""

import random

import torch

from got_models.naming import colour_in, kind_in
from got_models.sceneworld.vocabulary import BACKGROUND_COLOURS, BACKGROUND_KINDS, CLASSES, COLOURS
from got_models.training import scene_code
from got_models.training.tasks import sample_task


def code_of(*tasks, width=192):
    return scene_code.encode([scene_code.facts_of(task) for task in tasks], width)


def test_a_code_has_a_row_per_image_token_and_zeros_where_there_is_nothing_to_say():
    task = sample_task(random.Random(1), "generate")

    code = code_of(task, task)

    assert code.shape == (2, 64, 192)
    assert torch.equal(code[0], code[1])
    told = min(len(task.chain.elements), scene_code.ELEMENTS)
    assert code[0, : told * scene_code.TOKENS].abs().sum(dim=1).min() > 0
    assert not code[0, told * scene_code.TOKENS : -scene_code.TOKENS].any()
    assert not code[..., scene_code.WIDTH :].any()


def told_of(task):
    """Read class and colour of every element back from the code of a task."""
    names, colours = (None, *CLASSES), (None, *COLOURS)
    code = code_of(task)[0]
    rows = code[:: scene_code.TOKENS][: len(task.chain.elements[: scene_code.ELEMENTS])]
    kinds = rows[:, : len(names)].argmax(dim=1)
    shades = rows[:, len(names) : len(names) + len(colours)].argmax(dim=1)
    return [(names[k], colours[c]) for k, c in zip(kinds, shades, strict=True)]


def test_names_and_colours_of_what_is_wished_for_can_be_read_from_it():
    for seed in range(30):
        task = sample_task(random.Random(seed), "generate")
        elements = task.chain.elements[: scene_code.ELEMENTS]

        assert told_of(task) == [(kind_in(e.phrase), colour_in(e.phrase)) for e in elements]


def edits(operation):
    """Yield edits of one kind, told in one step."""
    for seed in range(150):
        task = sample_task(random.Random(seed), "edit")
        if task.operations == (operation,):
            yield task


def test_what_is_to_be_recoloured_is_told_in_its_new_colour():
    tasks = list(edits("recolour"))

    assert tasks
    for task in tasks:
        for element, told in zip(task.chain.elements, told_of(task), strict=True):
            changed = next(thing for thing in task.drawn.things if thing.box == element.box)
            assert told == (changed.kind, changed.colour)
            assert changed.colour != colour_in(element.phrase)


def test_a_new_place_tells_what_is_to_stand_there():
    tasks = list(edits("move"))

    assert tasks
    for task in tasks:
        before, after = told_of(task)
        assert before == after
        assert before[0] is not None


def test_what_is_removed_keeps_its_name():
    tasks = list(edits("remove"))

    assert tasks
    assert all(kind is not None for task in tasks for kind, _ in told_of(task))


def test_the_last_tokens_tell_the_background():
    task = sample_task(random.Random(3), "generate")

    facts = code_of(task)[0, -1, scene_code.ELEMENT_WIDTH :]

    kinds = len(BACKGROUND_KINDS)
    assert BACKGROUND_KINDS[facts[:kinds].argmax()] == task.drawn.background.kind
    colour = facts[kinds : kinds + len(BACKGROUND_COLOURS)].argmax()
    assert BACKGROUND_COLOURS[colour] == task.drawn.background.colour


def test_different_boxes_have_different_codes():
    first, second = (sample_task(random.Random(seed), "generate") for seed in (5, 6))
    moved = first.chain.elements[0].box, second.chain.elements[0].box

    boxes = [scene_code.facts_of(task).boxes[0] for task in (first, second)]

    assert moved[0] != moved[1]
    assert not torch.equal(boxes[0], boxes[1])
    assert boxes[0].min() >= 0
    assert boxes[0].max() <= 1
