"""Plan, generate, edit, sizes and overlay with scripted models."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from got_models import chain_text, evaluating
from got_models.brushes.capabilities import Capabilities
from got_models.errors import BadInput, BadSize, BadWish, ThoughtError, UnknownObject
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.vocabulary import CLASSES
from got_models.thought import Chain, Element
from tools import abilities, drawable, size
from tools.edit import edit
from tools.generate import generate
from tools.manner import Manner
from tools.overlay import overlay
from tools.plan import plan

Make = Callable[..., Any]


def test_a_plan_is_the_reasoners_chain_with_its_repairs(reasoner: Make, apple: str) -> None:
    teller = reasoner(apple.replace("(100,200)", "(900,200)"))

    planned = plan("  a red\napple ", reasoner=teller)

    assert teller.asked == ["a red apple"]
    assert planned.chain.elements[0].box.corners == (400, 200, 900, 600)
    assert len(planned.repairs) == 1


def test_a_plan_for_a_picture_is_an_edit(reasoner: Make, edit_chain: str) -> None:
    planned = plan("x", reasoner=reasoner(edit_chain), picture=Image.new("RGB", (9, 9)))

    assert planned.chain.task == "edit"


def test_a_reasoner_that_says_nothing_thrice_is_an_error(reasoner: Make) -> None:
    with pytest.raises(ThoughtError):
        plan("a red apple", reasoner=reasoner("<|im_end|>", "no box", ""))


def test_a_reasoner_is_asked_again_when_an_object_is_missing(reasoner: Make, apple: str) -> None:
    both = (
        "<|object_ref_start|>red apple<|object_ref_end|><|box_start|>(100,200),(400,600)"
        "<|box_end|> (red) and <|object_ref_start|>cup<|object_ref_end|><|box_start|>"
        "(600,200),(800,600)<|box_end|> (blue)."
    )
    teller = reasoner(apple, both)

    planned = plan("a red apple and a cup", reasoner=teller)

    assert len(planned.chain.elements) == 2
    assert planned.problems == ()


def test_the_best_of_the_answers_is_completed_and_that_is_told(reasoner: Make, apple: str) -> None:
    planned = plan("a red apple and a cup", reasoner=reasoner("rubbish", apple, "rubbish"))

    assert [element.phrase for element in planned.chain.elements] == ["red apple", "cup"]
    assert planned.repairs == ("added the missing cup",)
    assert planned.problems == ()


def test_what_cannot_be_mended_is_told(reasoner: Make, apple: str) -> None:
    contradiction = "a red apple left of a cup. the cup is left of the apple"
    planned = plan(contradiction, reasoner=reasoner(apple, apple, apple))

    assert len(planned.problems) == 1
    assert "should be left of" in planned.problems[0]


def test_a_slip_is_mended_before_the_reasoner_reads_it(reasoner: Make, apple: str) -> None:
    planned = plan("a red appple", reasoner=reasoner(apple))

    assert planned.repairs == ('read "appple" as "apple"',)
    assert planned.problems == ()


def test_a_plan_with_its_sides_swapped_is_mended(reasoner: Make) -> None:
    swapped = (
        "<|object_ref_start|>apple<|object_ref_end|><|box_start|>(600,200),(800,500)<|box_end|> "
        "(red) left of <|object_ref_start|>cup<|object_ref_end|><|box_start|>(100,200),(300,500)"
        "<|box_end|> (blue)."
    )

    planned = plan("an apple left of a cup", reasoner=reasoner(swapped))

    apple, cup = planned.chain.elements
    assert apple.box.x1 < cup.box.x0
    assert "swapped" in planned.repairs[0]


@pytest.mark.parametrize(
    ("wish", "noun"),
    [
        ("a dragon", "dragon"),
        ("dragon", "dragon"),
        ("three dragons and a cup", "dragons"),
        ("a cup left of a fire breathing dragon", "fire breathing dragon"),
        ("add a dragon to the left", "dragon"),
        ("there is a knight in the rain", "knight"),
    ],
)
def test_a_wish_for_the_unknown_is_refused_with_the_word(
    reasoner: Make, wish: str, noun: str
) -> None:
    with pytest.raises(UnknownObject) as refusal:
        plan(wish, reasoner=reasoner(vocabulary=frozenset(CLASSES)))

    assert refusal.value.word == noun


@pytest.mark.parametrize(
    ("instruction", "noun"),
    [("replace the apple with a red dragon", "dragon"), ("add two dragons", "dragons")],
)
def test_an_edit_that_brings_in_the_unknown_is_refused(
    reasoner: Make, instruction: str, noun: str
) -> None:
    parent = Image.new("RGB", (64, 64))

    with pytest.raises(UnknownObject) as refusal:
        plan(instruction, reasoner=reasoner(vocabulary=frozenset(CLASSES)), picture=parent)

    assert refusal.value.word == noun


def test_every_geneval_prompt_is_let_through() -> None:
    prompts = Path(evaluating.__file__).with_name("geneval_prompts.jsonl").read_text("utf-8")

    for line in prompts.splitlines():
        drawable.check_wish(json.loads(line)["prompt"], frozenset(CLASSES))


@pytest.mark.parametrize("is_edit", [False, True])
def test_what_the_world_itself_says_is_hardly_ever_refused(is_edit: bool) -> None:
    chance = random.Random(8)
    refused = []
    for _ in range(150):
        scene = sample_scene(chance)
        try:
            said = (
                sample_edit(scene, chance).instruction if is_edit else wish_for(scene, chance).text
            )
            drawable.check_wish(said, frozenset(CLASSES), is_edit=is_edit)
        except NoEdit:
            continue
        except BadWish as refusal:
            refused.append(f"{said}: {refusal}")

    assert len(refused) <= 3, refused


@pytest.mark.parametrize(
    "wish",
    [
        "a shiny red apple on a wooden table",
        "make the apple shiny",
        "make it blue",
        "a piar of red cups",
    ],
)
def test_unknown_adjectives_verbs_and_slips_are_let_through(wish: str) -> None:
    drawable.check_wish(wish, frozenset(CLASSES))


@pytest.mark.parametrize(
    "wish", ["seven cups", "12 apples", "twelve apples", "four cups and four cats"]
)
def test_more_objects_than_were_ever_seen_are_refused(wish: str) -> None:
    with pytest.raises(BadWish, match="more than 6"):
        drawable.check_wish(wish, frozenset(CLASSES))


def test_what_is_only_like_an_amount_is_a_thing() -> None:
    with pytest.raises(UnknownObject, match="pear"):
        drawable.check_wish("a pear", frozenset(CLASSES))


def test_a_bad_wish_never_reaches_the_reasoner(reasoner: Make) -> None:
    with pytest.raises(BadWish):
        plan("", reasoner=reasoner())


def test_an_object_nobody_taught_is_named_with_the_closest(apple: str) -> None:
    chain = chain_text.read(apple.replace("red apple", "huge bluebirdd")).chain

    with pytest.raises(UnknownObject, match="bluebirdd"):
        drawable.check_chain(chain, frozenset({"apple", "bird"}))
    drawable.check_chain(chain, None)


def test_a_manner_leaves_open_choices_to_the_painter(painter: Make) -> None:
    settled = Manner((1,), 5).settled(painter(), "edit")

    assert settled.size == (64, 64)
    assert settled.guidance == painter().guidance_for("edit")


def test_generating_gives_one_picture_per_seed(painter: Make, apple: str) -> None:
    brush = painter(2)
    chain = chain_text.read(apple).chain

    pictures = generate(
        "x", chain, Manner((3, 4), 2, (96, 64)).settled(brush, "generate"), painter=brush
    )

    assert [picture.size for picture in pictures] == [(96, 64), (96, 64)]
    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_an_edit_keeps_the_parents_size_and_its_outside(painter: Make, edit_chain: str) -> None:
    brush = painter(1)
    parent = Image.linear_gradient("L").resize((150, 70)).convert("RGB")
    chain = chain_text.read(edit_chain, task="edit").chain

    (edited,) = edit(parent, "x", chain, Manner((1,), 2).settled(brush, "edit"), painter=brush)

    assert brush.sources[0].size == (64, 64)
    assert edited.image.size == parent.size
    assert (edited.changed_outside_px, edited.is_global) == (0, False)
    assert edited.image.tobytes() != parent.tobytes()


def test_an_edit_without_a_box_is_global(painter: Make) -> None:
    brush = painter(1)
    chain = Chain(task="edit", parts=("1. Everything turns sepia.",))

    (edited,) = edit(
        Image.new("RGB", (64, 64)),
        "x",
        chain,
        Manner((1,), 1).settled(brush, "edit"),
        painter=brush,
    )

    assert edited.is_global


@pytest.mark.parametrize(("text", "found"), [("128x96", (128, 96)), (" 08X9 ", (8, 9))])
def test_a_size_is_two_numbers(text: str, found: tuple[int, int]) -> None:
    assert size.parse(text) == found


@pytest.mark.parametrize(
    "text", ["", "128", "0x9", "-1x9", "1.5x2", "9x", "1x2x3", "x" * 999, "٣x٣"]
)
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(BadSize):
        size.parse(text)


@pytest.mark.parametrize(
    ("asked", "nearest"), [((1, 64), "16x64"), ((70, 64), "64x64"), ((999, 9999), "256x256")]
)
def test_an_impossible_size_is_answered_with_the_nearest(
    painter: Make, asked: tuple[int, int], nearest: str
) -> None:
    with pytest.raises(BadSize, match=nearest):
        size.fitting(asked, painter())


def test_an_overlay_outlines_each_box_in_its_mask_colour(apple: str) -> None:
    chain = chain_text.read(apple).chain

    seen = overlay(Image.new("RGB", (64, 48), "black"), chain)

    assert min(seen.size) >= 512
    middle_left = (100 * seen.width // 1000, 500 * seen.height // 1000)
    assert seen.getpixel(middle_left) == (255, 0, 0)
    assert seen.getpixel((seen.width - 2, seen.height - 2)) == (0, 0, 0)


def test_an_overlay_survives_any_phrase_and_tiny_boxes(apple: str) -> None:
    element = chain_text.read(apple).chain.elements[0]
    strange = Element(phrase="苹果 👩‍🍳 " + "x" * 300, box=element.box, colour="lime")

    assert overlay(Image.new("RGB", (8, 8)), Chain(parts=(strange,))).size == (512, 512)


class Told:
    """A renderer that keeps what it is told besides, and paints white."""

    def __init__(self, painter: Any, **abilities: Any) -> None:
        self._painter, self.told = painter, {}
        self.capabilities = Capabilities(boxes="mask only", edits="inpaint", **abilities)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._painter, name)

    def paint(self, *given: Any, size: tuple[int, int], **named: Any) -> list[Image.Image]:
        self.told = {name: named[name] for name in ("references", "mask") if name in named}
        return [Image.new("RGB", size, "white")]


def right_half() -> Image.Image:
    mask = Image.new("L", (128, 96))
    mask.paste(255, (64, 0, 128, 96))
    return mask


@pytest.mark.parametrize("masks", [False, True])
def test_a_mask_bounds_an_edit_whether_or_not_the_painter_can_be_told_it(
    painter: Make, edit_chain: str, masks: bool
) -> None:
    brush = Told(painter(1), masks=masks)
    chain = chain_text.read(edit_chain).chain
    parent = Image.new("RGB", (128, 96))
    manner = Manner(seeds=(1,)).settled(brush, "edit")

    (done,) = edit(parent, "x", chain, manner, painter=brush, mask=right_half())

    assert {name: mask.size for name, mask in brush.told.items()} == (
        {"mask": manner.size} if masks else {}
    )
    assert sorted(done.image.getcolors()) == [(64 * 96, (0, 0, 0)), (64 * 96, (255, 255, 255))]
    assert (done.changed_outside_px, done.is_global) == (0, False)
    notes = abilities.check(brush, "edit", masked=True)
    assert notes == () if masks else "cannot be told a mask" in notes[0]


def test_references_reach_a_painter_that_can_look_at_them_and_no_other(
    painter: Make, apple: str, edit_chain: str
) -> None:
    brush, blind = Told(painter(1), references=2), painter(1)
    seen = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    parent = Image.new("RGB", (64, 64))
    drawing, change = chain_text.read(apple).chain, chain_text.read(edit_chain).chain
    manner = Manner(seeds=(1,)).settled(blind, "edit")

    generate("x", drawing, manner, painter=brush, references=seen[:1])
    assert brush.told == {"references": seen[:1]}
    edit(parent, "x", change, manner, painter=brush, references=seen)
    assert brush.told == {"references": seen}

    with pytest.raises(BadInput, match="looks at 2 references, got 3"):
        edit(parent, "x", change, manner, painter=brush, references=[*seen, parent])
    with pytest.raises(BadInput, match="looks at no references, got 1"):
        generate("x", drawing, manner, painter=blind, references=seen[:1])
    assert blind.chains == []
