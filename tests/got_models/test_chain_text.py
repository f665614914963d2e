"""Facts about writing chains and reading them back."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.chain_text import is_canonical, normalise, read, write
from got_models.errors import ThoughtError
from got_models.thought import PALETTE, Box, Chain, Element

APPLE = (
    "<|object_ref_start|>red apple<|object_ref_end|><|box_start|>(12,30),(400,500)<|box_end|> (red)"
)
BOX = Box(x0=12, y0=30, x1=400, y1=500)
GOT_R1 = (
    "A <|obj_start|>vibrant bouquet<|obj_end|> <|box_start|>(36,66),(907,694)<|box_end|> is in a "
    "<|obj_start|>yellow vase<|obj_end|> <|box_start|>(202,482),(729,964)<|box_end|>, on a table."
)
GOT_6B_EDIT = (
    "1. The source image shows three meerkats.\n2. The object to be edited is the middle one.\n"
    "3. The specific area to be edited is defined by the bounding box coordinates "
    "<|box_start|>(367,89),(640,998)<|box_end|> (red), which encompasses it.\n"
)


def kinds(text: str) -> list[str]:
    return [repair.kind for repair in read(text).repairs]


def only_element(text: str) -> Element:
    (element,) = read(text).chain.elements
    return element


@pytest.mark.parametrize(
    "text",
    [
        f"A {APPLE} on a table.",
        APPLE,
        f"1. first\n\n2. {APPLE}\n",
        "no box at all",
        "An Indian Scout motorcycle <|box_start|>(1,2),(3,4)<|box_end|> (red) , shown (left)",
        "<|box_start|>(1,2),(3,4)<|box_end|> (red)<|box_start|>(1,2),(3,4)<|box_end|> (blue)",
        "the <|box_start|>(1,2),(3,4)<|box_end|> (tan)",
        GOT_R1,
        GOT_6B_EDIT,
    ],
)
def test_canonical_text_comes_back_unchanged(text: str) -> None:
    reading = read(text)

    assert reading.repairs == ()
    assert write(reading.chain) == text
    assert is_canonical(reading.chain)


def test_our_form_is_written_to_the_character() -> None:
    chain = Chain(parts=("A ", Element(phrase="red apple", box=BOX, colour="red"), "."))

    assert write(chain) == f"A {APPLE}."


def test_a_bare_name_reaches_back_to_the_determiner() -> None:
    text = "The image shows an Indian Scout motorcycle <|box_start|>(1,2),(3,4)<|box_end|> (red)."

    assert only_element(text).phrase == "Indian Scout motorcycle"
    assert read(text).chain.parts[0] == "The image shows an "


def test_got_r1_gets_colours_of_the_palette_and_writes_none() -> None:
    assert [element.colour for element in read(GOT_R1).chain.elements] == list(PALETTE[:2])


@pytest.mark.parametrize(
    "form",
    [
        "(12,30),(400,500)",
        "( 12 , 30 ) , ( 400 , 500 )",
        "[12, 30, 400, 500]",
        "((12,30),(400,500))",
        "(12,30,400,500)",
        "[[12, 30], [400, 500]]",
        "\uff08\uff11\uff12\uff0c\uff13\uff10\uff09\uff0c\uff08\uff14\uff10\uff10\uff0c\uff15\uff10\uff10\uff09",
        "<|box_start|>(12,30),(400,500)",
        "(12,30),(400,500)<|box_end|>",
        "<|box_start|> (12, 30), (400, 500) <|box_end|>",
        "<|box_start|>12 30 400 500<|box_end|>",
        "<|box_start|>(12.2,29.8),(400.0,500)<|box_end|>",
        "<|box_start|>(400,500),(12,30)<|box_end|>",
    ],
)
def test_a_badly_written_box_is_read_and_reported(form: str) -> None:
    text = f"a cat {form} (red) and more"

    assert only_element(text).box == BOX
    assert only_element(text).phrase == "cat"
    assert kinds(text)
    assert write(read(text).chain).endswith(" (red) and more")


@pytest.mark.parametrize(
    ("numbers", "corners", "kind"),
    [
        ("(-5,30),(1000,500)", (0, 30, 999, 500), "clamped"),
        ("(5,5),(5,9)", (5, 5, 6, 9), "widened"),
        ("(999,5),(1200,9)", (998, 5, 999, 9), "widened"),
        (f"(0,0),({'9' * 5000},9)", (0, 0, 999, 9), "clamped"),
        ("(9,1),(2,5)", (2, 1, 9, 5), "sorted"),
        ("(1.4,1),(2.6,5)", (1, 1, 3, 5), "rounded"),
        ("(007,1),(20,5)", (7, 1, 20, 5), "digits"),
    ],
)
def test_numbers_off_the_grid_are_moved_onto_it(
    numbers: str, corners: tuple[int, ...], kind: str
) -> None:
    text = f"x <|box_start|>{numbers}<|box_end|> (red)"

    assert only_element(text).box.corners == corners
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("colour", "read_as"),
    [
        ("", "red"),
        (" (sparkly)", "red"),
        (" (light blue)", "red"),
        (" (RED)", "red"),
        ("(tan)", "tan"),
        ("  ( tan )", "tan"),
    ],
)
def test_a_bad_mask_colour_is_replaced_and_reported(colour: str, read_as: str) -> None:
    text = f"x <|box_start|>(1,2),(3,4)<|box_end|>{colour}"

    assert only_element(text).colour == read_as
    assert kinds(text) == ["colour"]


def test_a_missing_colour_goes_by_the_order_of_the_element() -> None:
    box = "x <|box_start|>(1,2),(3,4)<|box_end|>"
    elements = read(", ".join([box] * 14)).chain.elements

    assert [element.colour for element in elements] == [*PALETTE, *PALETTE[:2]]


@pytest.mark.parametrize("cut", range(len("<|box_start|>"), len("<|box_start|>(12,30),(400,500")))
def test_a_box_that_is_cut_off_stays_in_the_text_and_is_reported(cut: int) -> None:
    whole = "<|box_start|>(12,30),(400,500)<|box_end|> (red)"
    reading = read(f"{APPLE} and a cat {whole[:cut]}")

    assert len(reading.chain.elements) == 1
    assert reading.repairs[-1].kind in ("lost_box", "stray_token")
    assert reading.repairs[-1].before == whole[:cut]
    assert write(reading.chain) == f"{APPLE} and a cat {whole[len('<|box_start|>') : cut]}"


def test_a_repair_says_where_and_what() -> None:
    (repair,) = read("a cat <|box_start|>(1,2),(3,4)<|box_end|>(red)").repairs

    assert (repair.at, repair.before, repair.after) == (41, "(red)", " (red)")
    assert repair.sentence == (
        "At character 41, the mask colour was missing or badly written: '(red)' became ' (red)'."
    )


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a <|object_ref_start|>cat<|box_start|>(1,2),(3,4)<|box_end|> (red)", "cat"),
        ("a cat<|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|> (red)", "cat"),
        ("a <|object_ref_start|> big  cat <|object_ref_end|> (1,2),(3,4) (red)", "big cat"),
        ("<|object_ref_start|><|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|> (red)", ""),
    ],
)
def test_unbalanced_name_tokens_are_mended(text: str, phrase: str) -> None:
    assert only_element(text).phrase == phrase
    assert kinds(text)


def test_a_name_without_a_box_becomes_text() -> None:
    reading = read("a <|object_ref_start|>cat<|object_ref_end|> sits")

    assert reading.chain.parts == ("a cat sits",)
    assert [repair.kind for repair in reading.repairs] == ["unboxed_name"]


@pytest.mark.parametrize(
    "end", ["<|im_gen_start|>", "<|im_end|>\n<|endoftext|>", "<begin_of_image>"]
)
def test_stop_tokens_go_without_a_report(end: str) -> None:
    reading = read(f"A {APPLE}.\n{end}")

    assert reading.repairs == ()
    assert write(reading.chain) == f"A {APPLE}.\n"


@pytest.mark.parametrize("text", ["", "  \n", "<|im_end|>", "<|box_end|>\n", None, 3])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(ThoughtError):
        read(text)


def test_broken_characters_are_replaced_and_reported() -> None:
    reading = read("a \ud800 cat")

    assert reading.chain.parts == ("a \ufffd cat",)
    assert [repair.kind for repair in reading.repairs] == ["character"]


def test_the_task_is_handed_through() -> None:
    assert read("1. x", task="edit").chain.task == "edit"


@pytest.mark.parametrize(
    "unit", ["(", "(1,", "[ ", "<|x|>a", "<|box_start|>", APPLE, "<|object_ref_start|>a", " ", "9"]
)
def test_reading_time_is_linear(unit: str) -> None:
    text = "x" + unit * (100_000 // len(unit))
    started = time.process_time()

    read(text)

    assert time.process_time() - started < 1.0


def test_normalising_merges_texts_and_splits_bare_names() -> None:
    element = Element(phrase="a big cat", box=BOX, colour="red", notation="bare")
    chain = Chain(parts=("Look", "", " at ", element))

    assert not is_canonical(chain)
    assert normalise(chain).parts == (
        "Look at a ",
        Element(phrase="big cat", box=BOX, colour="red", notation="bare"),
    )
    assert is_canonical(normalise(chain))


@pytest.mark.parametrize(
    "fields",
    [
        {"phrase": "a<|box_end|>"},
        {"phrase": " cat"},
        {"phrase": ""},
        {"colour": "light blue"},
        {"colour": "Red"},
    ],
)
def test_an_element_that_could_not_be_read_back_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"phrase|colour"):
        Element.model_validate({"phrase": "cat", "box": BOX, "colour": "red", **fields})


boxes = st.tuples(
    st.integers(0, 998), st.integers(0, 998), st.integers(1, 999), st.integers(1, 999)
).map(lambda c: Box(x0=c[0], y0=c[1], x1=max(c[0] + 1, c[2]), y1=max(c[1] + 1, c[3])))
phrases = st.lists(st.from_regex(r"\w{1,6}", fullmatch=True), min_size=1, max_size=3).map(" ".join)
elements = st.builds(Element, phrase=phrases, box=boxes, colour=st.sampled_from(PALETTE))
texts = st.text("abc XYZ.,;:\n\té猫|<>'", min_size=1, max_size=20)


@given(st.lists(st.one_of(texts, elements), min_size=1, max_size=6))
def test_every_marked_chain_survives_writing_and_reading(parts: list[str | Element]) -> None:
    chain = Chain(parts=tuple(parts))
    if not write(chain).strip():
        return

    normal = normalise(chain)

    assert is_canonical(normal)
    assert normal.elements == chain.elements
    assert write(normal) == write(chain)


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab 19,.()[]<|>_\n"), max_size=40), st.text(max_size=20))
def test_reading_never_fails_and_is_settled_after_one_pass(left: str, right: str) -> None:
    try:
        reading = read(f"{left}<|box_start|>{right}")
    except ThoughtError:
        return

    again = read(write(reading.chain))

    assert again.chain == reading.chain
    assert again.repairs == ()


@given(elements)
def test_the_box_and_colour_of_every_element_are_found_as_got_6b_looks_for_them(
    element: Element,
) -> None:
    pattern = r"<\|box_start\|>\((\d+),(\d+)\),\((\d+),(\d+)\)<\|box_end\|> \((\w+)\)"

    (found,) = re.findall(pattern, write(Chain(parts=("A ", element, "."))))

    assert found == (*map(str, element.box.corners), element.colour)
