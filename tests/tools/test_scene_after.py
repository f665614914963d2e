"""What is in a picture after an edit, for every kind of edit that the small model is taught."""

import random

import pytest

from got_models import chain_text
from got_models.naming import colour_in, kind_in
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.sampling import sample_scene
from got_models.thought import Chain
from tools.region_edit import instruction_for, region_edit
from tools.scene_after import scene_after

Seen = list[tuple[str | None, str | None, tuple[int, int, int, int]]]


def seen(chain: Chain) -> Seen:
    return sorted(
        ((kind_in(e.phrase), colour_in(e.phrase), e.box.corners) for e in chain.elements), key=str
    )


@pytest.mark.parametrize(
    "operation",
    ["add", "remove", "replace", "recolour", "move", "resize", "background", "style"],
)
def test_the_steps_of_an_edit_say_what_is_there_afterwards(operation: str) -> None:
    right = tried = 0
    for seed in range(60):
        rng = random.Random(seed)
        scene = sample_scene(rng)
        try:
            edit = sample_edit(scene, rng, operation=operation)  # type: ignore[arg-type]
        except NoEdit:
            continue
        after = scene_after(chain_for(edit.before, range(len(edit.before.things))), edit.chain)
        wanted = chain_for(edit.after, range(len(edit.after.things)))
        tried += 1
        right += after is not None and seen(after) == seen(wanted)

    assert tried >= 20
    assert right / tried >= 0.9, f"{right} of {tried}"


def test_steps_in_other_words_are_not_guessed_at() -> None:
    before = chain_text.read(
        "A <|object_ref_start|>cup<|object_ref_end|><|box_start|>(1,1),(9,9)<|box_end|> (red)."
    ).chain
    edit = chain_text.read(
        "Make it nicer: <|object_ref_start|>cup<|object_ref_end|>"
        "<|box_start|>(1,1),(9,9)<|box_end|> (red).",
        task="edit",
    ).chain

    assert scene_after(before, edit) is None


def test_a_region_edit_inserts_the_object_where_it_should_be() -> None:
    scene = sample_scene(random.Random(5))
    chain = chain_for(scene, range(len(scene.things)))

    edit = region_edit(chain, 0)

    assert edit.task == "edit"
    assert edit.elements[0].box == chain.elements[0].box
    assert chain.elements[0].phrase in instruction_for(chain, 0)
    assert chain_text.read(chain_text.write(edit), task="edit").chain.elements == edit.elements
