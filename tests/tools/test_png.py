"""PNG files with recipes: round trip, notes for other tools, and suspicion of strangers."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from got_models.errors import BadInput, BadPicture
from got_models.guidance_scales import default_for
from tools import png
from tools.recipe import Recipe

RECIPE = Recipe(
    task="generate",
    wish="ein Äpfel 苹果 🍎",
    chain="An <|object_ref_start|>apple<|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|> (red)",
    seed=2**53 - 1,
    steps=50,
    size=(128, 96),
    guidance=default_for("generate"),
    model="got-tiny",
    weights_hash="f" * 64,
)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PICTURE = Image.linear_gradient("L").resize((24, 16)).convert("RGB")


def with_chunk(body: bytes, kind: bytes = b"iTXt", *, checksum: int | None = None) -> bytes:
    stream = BytesIO()
    PICTURE.save(stream, "PNG")
    plain = stream.getvalue()
    crc = zlib.crc32(kind + body) if checksum is None else checksum
    extra = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)
    return plain[:33] + extra + plain[33:]


def saved(tmp_path: Path, data: bytes) -> Path:
    place = tmp_path / "p.png"
    place.write_bytes(data)
    return place


def test_a_recipe_comes_back_as_it_went_in(tmp_path: Path) -> None:
    place = saved(tmp_path, png.encode(PICTURE, RECIPE))

    assert png.read_recipe(place) == RECIPE
    assert Image.open(place).tobytes() == PICTURE.tobytes()


def test_other_tools_find_their_notes(tmp_path: Path) -> None:
    with Image.open(saved(tmp_path, png.encode(PICTURE, RECIPE))) as image:
        image.load()
        notes = {key: str(value) for key, value in image.info.items()}

    assert notes["parameters"].splitlines()[0] == RECIPE.wish
    assert "Steps: 50, CFG scale: 7.5, Seed: 9007199254740991, Size: 128x96" in notes["parameters"]
    (about,) = ElementTree.fromstring(notes["XML:com.adobe.xmp"]).iter(f"{RDF}Description")
    source_type = about.attrib["{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"]
    assert source_type.endswith("digitalsourcetype/trainedAlgorithmicMedia")


def test_an_edit_is_marked_as_a_composite() -> None:
    recipe = RECIPE.model_copy(update={"task": "edit", "source": "0" * 64})

    assert b"digitalsourcetype/compositeWithTrainedAlgorithmicMedia" in png.encode(PICTURE, recipe)


def test_reads_a_recipe_that_was_compressed_by_another_tool(tmp_path: Path) -> None:
    body = b"got\0\1\0\0\0" + zlib.compress(RECIPE.to_json().encode())

    assert png.read_recipe(saved(tmp_path, with_chunk(body))) == RECIPE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture"),
        (b"GIF89a", "not a PNG"),
        (with_chunk(b"other\0\0\0\0\0{}"), "no recipe"),
        (with_chunk(b"got\0\0\0\0\0{}", checksum=1), "damaged"),
        (with_chunk(b"got\0"), "garbled"),
        (with_chunk(b"got\0\1\0\0\0rubbish"), "garbled"),
        (with_chunk(b"got\0\0\0\0\0rubbish"), "not usable"),
        (with_chunk(b"got\0\0\0\0\0" + b"[" * 9_999), "not usable"),
        (with_chunk(b"got\0\0\0\0\0\xff\xfe"), "not usable"),
        (with_chunk(b"got\0\0\0\0\0" + b" " * 600_000), "larger than"),
        (with_chunk(b"got\0\1\0\0\0" + zlib.compress(b" " * 50_000_000)), "larger than"),
        (png.encode(PICTURE, RECIPE)[:200], "damaged"),
    ],
)
def test_refuses_a_recipe_it_cannot_trust(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BadPicture, match=said):
        png.read_recipe(saved(tmp_path, data))


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"steps": 10**9},
        {"seed": -1},
        {"size": [0, 64]},
        {"size": [64, 10**9]},
        {"guidance": {"text": "NaN", "spatial": 1, "reference": 1}},
        {"task": "edit"},
        {"source": "../../etc/passwd"},
        {"wish": "x" * 5_000},
        {"run": "rm -rf"},
    ],
)
def test_refuses_a_recipe_with_values_out_of_bounds(
    tmp_path: Path, change: dict[str, object]
) -> None:
    import json

    body = b"got\0\0\0\0\0" + json.dumps(RECIPE.model_dump(mode="json") | change).encode()

    with pytest.raises(BadPicture, match="not usable"):
        png.read_recipe(saved(tmp_path, with_chunk(body)))


def test_writing_replaces_a_file_in_one_move(tmp_path: Path) -> None:
    place = saved(tmp_path, b"old")

    png.write(b"new", place)

    assert place.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [place]


def test_failing_to_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()

    with pytest.raises(BadInput, match="cannot write"):
        png.write(b"new", tmp_path / "folder.png")

    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]
