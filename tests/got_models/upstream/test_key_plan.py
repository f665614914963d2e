"""Accounting for keys: each has a part in what is written, or is named in an error."""

import pytest
import torch

from got_models import full_size
from got_models.errors import WeightsError
from got_models.full_size import GOT_6B
from got_models.upstream.base_models import published
from got_models.upstream.key_plan import check_complete, plan

MLLM = "mllm.base_model.model."
LINEAR = f"{MLLM}model.layers.0.mlp.up_proj"
SAVED = {"embed_tokens", "lm_head", "input_layernorm", "post_attention_layernorm"}
ADAPTED = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
PAIR = (f"{LINEAR}.lora_A.default.weight", f"{LINEAR}.lora_B.default.weight")


def test_a_lora_pair_is_merged_into_its_base() -> None:
    (origin,) = plan([f"{LINEAR}.base_layer.weight", *PAIR]).origins

    assert (origin.part, origin.name) == ("mllm", "model.layers.0.mlp.up_proj.weight")
    assert (origin.key, origin.factors) == (f"{LINEAR}.base_layer.weight", PAIR)


def test_the_trained_copy_replaces_the_original() -> None:
    saved = f"{MLLM}lm_head.modules_to_save.default.weight"
    original = f"{MLLM}lm_head.original_module.weight"

    accounted = plan([original, saved])

    assert [(o.name, o.key) for o in accounted.origins] == [("lm_head.weight", saved)]
    assert accounted.replaced == (original,)
    assert accounted.keys == 2


def test_the_two_projectors_become_one_part() -> None:
    keys = ["output_projector.projector.weight", "output_projector_add.projector.bias"]

    assert [(o.part, o.name) for o in plan(keys).origins] == [
        ("projector", "sequence.weight"),
        ("projector", "pooled.bias"),
    ]


@pytest.mark.parametrize(
    "keys",
    [
        ["optimizer.step"],
        [f"{LINEAR}.base_layer.weight", PAIR[0]],
        list(PAIR),
        [f"{MLLM}lm_head.original_module.weight"],
        [f"{LINEAR}.weight", f"{LINEAR}.base_layer.weight"],
    ],
    ids=["unknown", "half a pair", "pair without base", "original alone", "twice"],
)
def test_a_key_that_cannot_be_accounted_for_is_named(keys: list[str]) -> None:
    with pytest.raises(WeightsError) as refused:
        plan(keys)

    assert all(key in str(refused.value) for key in keys)


def test_what_is_missing_left_over_and_misshapen_is_listed() -> None:
    found = {"unet/a": (2, 3), "unet/b": (1,)}
    expected = {"unet/a": (3, 3), "unet/c": (1,)}

    with pytest.raises(WeightsError) as refused:
        check_complete(found, expected, base="the configuration")

    said = str(refused.value)
    assert "missing: 1 (unet/c)" in said
    assert "unused: 1 (unet/b)" in said
    assert "unet/a 2x3 instead of 3x3" in said


def test_every_key_of_the_published_checkpoint_has_its_place() -> None:
    """Spell the keys as PEFT does for adapters on the language layers and the vision MLPs."""
    with torch.device("meta"):
        names = {
            part: list(getattr(full_size, part)(GOT_6B).state_dict())
            for part in ("mllm", "projector", "vae", "unet")
        }
    keys = [f"{part}.{name}" for part in ("vae", "unet") for name in names[part]]
    keys += [
        f"{'output_projector' if name.startswith('sequence') else 'output_projector_add'}"
        f".projector.{name.split('.')[1]}"
        for name in names["projector"]
    ]
    for name in names["mllm"]:
        keys += adapted(published("mllm", name))

    accounted = plan(keys)

    assert len(keys) == accounted.keys == 3527
    check_complete(
        {f"{o.part}/{o.name}": () for o in accounted.origins},
        {f"{part}/{published(part, name)}": () for part in names for name in names[part]},
        base="the full size",
    )


def adapted(name: str) -> list[str]:
    """Return the keys that PEFT makes of one tensor of the reasoner."""
    module, _, kind = name.rpartition(".")
    if module.split(".")[-1] in SAVED:
        kinds = ("original_module", "modules_to_save.default")
        return [f"{MLLM}{module}.{which}.{kind}" for which in kinds]
    if module.split(".")[-1] not in ADAPTED:
        return [f"{MLLM}{name}"]
    pair = [f"{MLLM}{module}.lora_{which}.default.weight" for which in "AB"]
    return [f"{MLLM}{module}.base_layer.{kind}", *(pair if kind == "weight" else [])]
