"""Records in the form of the released GoT datasets."""

import json

import pytest

from got_models.errors import BadInput
from got_models.thought import PALETTE
from got_models.training.records import BadRecord, Records, read_record

EDIT = {
    "omni_edit_id": "task_obj_swap_7",
    "instruction": "Replace the cat with a dog.",
    "got": (
        "1. The source image shows a cat on a mat. 2. The object to be edited is the cat <box_1>. "
        "3. It becomes a dog <box_10>. 4. The edited image will show a dog."
    ),
    "coord": json.dumps({"<box_1>": [120, 200, 480, 760], "<box_10>": [[100, 180], [500, 1000]]}),
}
INLINE = {
    "prompt": "a motorcycle",
    "got": (
        "The image shows a motorcycle (325,123),(875,879) , with a brown leather seat "
        "(335,309),(555,614) , in front of a barn (0,0),(997,694) ."
    ),
}


def boxes(record):
    return [element.box.corners for element in record.chain.elements]


def test_placeholders_are_filled_from_coord():
    record = read_record(EDIT)

    assert boxes(record) == [(120, 200, 480, 760), (100, 180, 500, 999)]
    assert (record.task, record.chain.task) == ("edit", "edit")
    assert (record.prompt, record.identity) == (EDIT["instruction"], "task_obj_swap_7")


def test_inline_boxes_are_found():
    record = read_record(INLINE)

    assert boxes(record) == [(325, 123, 875, 879), (335, 309, 555, 614), (0, 0, 997, 694)]
    assert record.task == "generate"


def test_boxes_get_colours_in_the_order_of_the_palette():
    colours = [element.colour for element in read_record(INLINE).chain.elements]

    assert colours == list(PALETTE[:3])


def test_colours_that_are_there_are_kept():
    text = "A cat<|box_start|>(1,2),(30,40)<|box_end|> (orange) sits."

    (element,) = read_record({"prompt": "a cat", "got": text}).chain.elements
    assert (element.colour, element.box.corners) == ("orange", (1, 2, 30, 40))


@pytest.mark.parametrize(
    "value",
    [
        [10, 20, 300, 400],
        [[10, 20], [300, 400]],
        "(10,20),(300,400)",
        "((10, 20), (300, 400))",
        [10.2, 19.8, 300.0, 400.4],
        {"x1": 10, "y1": 20, "x2": 300, "y2": 400},
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_a_box_may_be_written_in_several_ways(value, as_text):
    coord = {"{apple}": value}

    row = {"prompt": "an apple", "got": "An apple {apple}.", "coord": coord}
    record = read_record(row | {"coord": json.dumps(coord) if as_text else coord})

    assert boxes(record) == [(10, 20, 300, 400)]


def test_a_thousand_is_the_last_coordinate():
    row = {"prompt": "sky", "got": "Sky #1.", "coord": {"#1": [0, 0, 1000, 1000]}}

    assert boxes(read_record(row)) == [(0, 0, 999, 999)]


def test_pictures_are_kept_as_named():
    row = EDIT | {"src_img": {"path": "a.png"}, "edited_img": "b.png"}

    assert (read_record(row).source, read_record(row).target) == ("a.png", "b.png")


def test_of_several_wordings_the_last_is_taken():
    row = {key: value for key, value in EDIT.items() if key != "instruction"}

    assert read_record(row | {"edited_prompt_list": ["cat to dog", "Make it a dog."]}).prompt == (
        "Make it a dog."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"got": ""}, "holds no chain"),
        ({"got": 7}, "holds no chain"),
        ({"instruction": " "}, "holds a prompt"),
        ({"coord": "{cut"}, "no JSON"),
        ({"coord": "[1, 2]"}, "no object"),
        ({"coord": {"<box_1>": [1, 2, 3], "<box_10>": [1, 2, 3, 4]}}, "four numbers"),
        ({"coord": {"<box_1>": [9, 9, 3, 4], "<box_10>": [1, 2, 3, 4]}}, "no area"),
        ({"coord": {"<box_3>": [1, 2, 3, 4]}}, "no place for the box"),
        ({"coord": None, "got": "1. The source image shows a cat."}, "has no box"),
    ],
)
def test_a_bad_record_is_refused_with_its_line_and_the_reason(changes, said):
    with pytest.raises(BadRecord, match=rf"record 12: .*{said}"):
        read_record(EDIT | changes, 12)


def test_a_record_that_is_no_object_is_refused():
    with pytest.raises(BadRecord, match="object with fields"):
        read_record(["got"])


@pytest.fixture
def jsonl(tmp_path):
    place = tmp_path / "records.jsonl"
    lines = [
        json.dumps(EDIT),
        "",
        '{"got": "cut',
        json.dumps(EDIT | {"got": ""}),
        json.dumps(INLINE),
    ]
    place.write_text("\n".join(lines) + "\n", "utf-8")
    return place


def test_a_strict_reading_stops_at_the_first_bad_line(jsonl):
    read = []

    with pytest.raises(BadRecord, match="record 3"):
        read.extend(Records(jsonl))

    assert len(read) == 1


def test_a_lenient_reading_skips_and_counts(jsonl):
    records = Records(jsonl, strict=False)

    assert [record.task for record in records] == ["edit", "generate"]
    assert [bad.line for bad in records.skipped] == [3, 4]
    assert len(list(records)) == 2
    assert len(records.skipped) == 2


def test_a_json_list_is_read(tmp_path):
    place = tmp_path / "records.json"
    place.write_text(json.dumps([EDIT, INLINE]), "utf-8")

    assert len(list(Records(place))) == 2


def test_a_parquet_file_is_read_where_its_package_is(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist([EDIT]), tmp_path / "r.parquet")

    assert [boxes(record) for record in Records(tmp_path / "r.parquet")] == [
        boxes(read_record(EDIT))
    ]


@pytest.mark.parametrize("name", ["none.jsonl", "none.json"])
def test_a_file_that_is_not_there_is_one_sentence(tmp_path, name):
    with pytest.raises(BadInput, match="cannot be read"):
        list(Records(tmp_path / name))
