"""An edit changes what it says, in the place it declares, and nothing else."""

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from got_models import chain_text
from got_models.sceneworld import edit_wordings, edits
from got_models.sceneworld.edit_setting import OPERATIONS
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.sampling import LARGEST, SMALLEST, sample_scene
from got_models.sceneworld.scene import Background, Scene
from got_models.thought import PALETTE, WHOLE

SEEDS = st.integers(min_value=0, max_value=2**32)
FLAT = ("background", "style")


def drawn(seed, operation=None, steps=1, heldout=False):
    rng = random.Random(seed)
    scene = sample_scene(rng)
    try:
        return sample_edit(scene, rng, operation=operation, steps=steps, heldout=heldout)
    except NoEdit:
        assume(False)


def difference(edit):
    """Return the things that are gone and those that are new."""
    before, after = edit.before.things, edit.after.things
    return [t for t in before if t not in after], [t for t in after if t not in before]


def text_of(chain):
    return "".join(part if isinstance(part, str) else part.phrase for part in chain.parts)


@given(SEEDS, st.sampled_from(OPERATIONS))
def test_one_step_changes_only_what_its_operation_may(seed, operation):
    edit = drawn(seed, operation)
    gone, new = difference(edit)

    assert edit.operations == (operation,)
    assert (edit.before.background != edit.after.background) == (operation == "background")
    assert (edit.before.style != edit.after.style) == (operation == "style")
    assert bool(gone) == (operation not in ("add", *FLAT))
    assert bool(new) == (operation not in ("remove", *FLAT))
    fields = {"recolour": {"colour"}, "move": {"box"}, "resize": {"box"}}.get(operation)
    if fields:
        for a, b in zip(gone, new, strict=True):
            assert {name for name, value in a if getattr(b, name) != value} == fields


@given(SEEDS, st.sampled_from([o for o in OPERATIONS if o not in FLAT]))
def test_every_change_lies_in_the_declared_regions(seed, operation):
    edit = drawn(seed, operation)
    gone, new = difference(edit)

    for thing in (*gone, *new):
        assert any(thing.box.intersection(r) == thing.box.area for r in edit.regions)
    assert len(edit.regions) <= len(gone) + len(new)


@pytest.mark.parametrize("operation", FLAT)
def test_a_global_change_declares_the_whole_picture(operation):
    edit = drawn(5, operation)

    assert edit.regions == (WHOLE,)
    assert edit.chain.elements[0].box == WHOLE


@given(SEEDS, st.sampled_from(("add", "replace", "move", "resize")))
def test_new_places_are_free_and_of_a_fair_size(seed, operation):
    edit = drawn(seed, operation)
    _, new = difference(edit)
    kept = [thing for thing in edit.after.things if thing not in new]

    for thing in new:
        assert all(thing.box.iou(other.box) < 0.05 for other in kept)
        assert SMALLEST - 1 <= max(thing.box.width, thing.box.height) <= LARGEST


@given(SEEDS, st.integers(min_value=1, max_value=3))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_the_chain_grounds_what_is_gone_and_what_is_new(seed, steps):
    edit = drawn(seed, steps=steps)
    gone, new = difference(edit)

    grounded = [element.box for element in edit.chain.elements]
    assert all(thing.box in grounded for thing in (*gone, *new))
    assert [e.colour for e in edit.chain.elements] == list(PALETTE[: len(grounded)])
    assert edit.chain.task == "edit"


@given(SEEDS, st.integers(min_value=1, max_value=3))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_the_chain_is_numbered_from_the_source_to_the_result(seed, steps):
    lines = text_of(drawn(seed, steps=steps).chain).split("\n")

    numbers = [line.split(". ")[0] for line in lines]
    assert numbers == [str(n) for n in range(1, len(lines) + 1)]
    assert len(lines) == (4 if steps == 1 else steps + 2)
    assert lines[0].startswith("1. The source image shows ")
    assert lines[-1].split(". ")[1].startswith("The edited image shows ")


@given(SEEDS, st.integers(min_value=1, max_value=3))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_the_chain_survives_being_written_and_read(seed, steps):
    chain = drawn(seed, steps=steps).chain

    reading = chain_text.read(chain_text.write(chain), task="edit")

    assert reading.chain == chain
    assert not reading.repairs


@given(SEEDS, st.integers(min_value=1, max_value=3))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_no_result_is_held_out_of_training(seed, steps):
    assert level_of(drawn(seed, steps=steps).after) is None


def test_an_empty_picture_has_nothing_to_remove():
    empty = Scene(things=(), background=Background(kind="plain", colour="beige"))

    with pytest.raises(NoEdit, match="no remove"):
        sample_edit(empty, random.Random(0), operation="remove")


def test_colours_that_cannot_be_seen_are_neither_changed_nor_restored():
    for seed in range(60):
        rng = random.Random(seed)
        scene = sample_scene(rng).model_copy(update={"style": "sepia"})
        with pytest.raises(NoEdit):
            sample_edit(scene, rng, operation="recolour")
        assert sample_edit(scene, rng, operation="style").after.style == "black and white"


def asked(heldout, monkeypatch):
    monkeypatch.setattr(edits, "typed", lambda text, rng: text)
    for seed in range(400):
        rng = random.Random(seed)
        try:
            edit = sample_edit(sample_scene(rng), rng, heldout=heldout)
        except NoEdit:
            continue
        assert edit.heldout == heldout
        yield edit


def fragments():
    """Return, by operation, the longest fixed piece of each held-out instruction."""
    families = {
        "add": [edit_wordings.ADD],
        "remove": [edit_wordings.REMOVE],
        "replace": [edit_wordings.REPLACE],
        "recolour": [edit_wordings.RECOLOUR],
        "move": [edit_wordings.MOVE],
        "resize": list(edit_wordings.RESIZE.values()),
        "background": [edit_wordings.BACKGROUND],
        "style": list(edit_wordings.STYLE.values()),
    }
    return {
        operation: [
            max(text.replace("{", "}").split("}"), key=len).strip()
            for family in found
            for text in family.heldout
        ]
        for operation, found in families.items()
    }


def test_training_never_sees_a_held_out_instruction(monkeypatch):
    kept = fragments()
    for edit in asked(False, monkeypatch):
        assert not any(piece in f" {edit.instruction} " for piece in kept[edit.operations[0]])


def test_held_out_edits_use_held_out_instructions(monkeypatch):
    kept = fragments()
    for edit in asked(True, monkeypatch):
        assert any(piece in edit.instruction for piece in kept[edit.operations[0]])


@given(SEEDS)
def test_the_same_seed_makes_the_same_edit(seed):
    assert drawn(seed) == drawn(seed)


def test_a_thing_is_turned_in_four_lines():
    edit = next(e for e in (drawn(s, "recolour") for s in range(100)) if len(e.before.things) == 1)
    old, new = edit.before.things[0], edit.after.things[0]

    lines = text_of(edit.chain).split("\n")

    assert lines[1] == f"2. The object to be edited is the {old.phrase}."
    assert lines[2] == f"3. Turn the {old.phrase} {new.colour}."
