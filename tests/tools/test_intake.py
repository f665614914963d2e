"""Pictures from outside: every kind becomes upright RGB, every damage becomes one sentence."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from got_models.errors import BadPicture
from tools.intake import decode, digest, open_picture


def coloured(size: tuple[int, int] = (40, 20)) -> Image.Image:
    image = Image.new("RGB", size, (200, 30, 40))
    image.paste((10, 20, 230), (0, 0, size[0] // 2, size[1]))
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
def test_keeps_the_pixels_of_a_lossless_picture(kind: str) -> None:
    picture = decode(encoded(coloured(), kind), name="p")

    assert picture.image.mode == "RGB"
    assert picture.image.tobytes() == coloured().tobytes()
    assert picture.notes == ()


def test_turns_a_picture_upright_as_exif_asks() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = decode(encoded(coloured(), "JPEG", exif=exif, quality=95), name="p")

    assert picture.image.size == (20, 40)
    blue = np.asarray(picture.image)[..., 2]
    assert blue[2, 10] > 150 > blue[37, 10]
    assert "upright" in picture.notes[0]


def test_ignores_exif_that_is_rubbish() -> None:
    picture = decode(encoded(coloured(), "JPEG", exif=b"Exif\0\0rubbish" * 9), name="p")

    assert picture.image.size == (40, 20)


def test_turns_ink_into_light() -> None:
    inks = Image.new("CMYK", (20, 20), (0, 255, 255, 0))

    picture = decode(encoded(inks, "JPEG", quality=95), name="p")
    red, green, blue = np.asarray(picture.image)[9, 9]

    assert red > 200
    assert max(green, blue) < 60


def test_halves_the_depth_of_a_16_bit_picture() -> None:
    deep = Image.fromarray(np.full((20, 20), 0x8080, dtype=np.uint16))

    picture = decode(encoded(deep), name="p")

    assert picture.image.getpixel((3, 3)) == (128, 128, 128)
    assert "8 bits" in picture.notes[0]


def test_refuses_floating_point_pixels() -> None:
    with pytest.raises(BadPicture, match="floating-point"):
        decode(encoded(Image.new("F", (20, 20)), "TIFF"), name="p")


def test_lays_transparency_on_white() -> None:
    glass = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    picture = decode(encoded(glass), name="p")

    assert picture.image.getpixel((5, 5)) == (255, 255, 255)
    assert "white" in picture.notes[0]


def test_lays_a_transparent_palette_colour_on_white() -> None:
    palette = Image.new("P", (20, 20), 1)
    palette.putpalette([0, 0, 0, 9, 9, 9])

    picture = decode(encoded(palette, transparency=1), name="p")

    assert picture.image.getpixel((5, 5)) == (255, 255, 255)


def test_uses_the_first_frame_of_an_animation() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]

    picture = decode(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), name="p")

    assert picture.image.getpixel((5, 5)) == (255, 0, 0)
    assert "first frame" in picture.notes[0]


def test_honours_a_colour_profile() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

    picture = decode(encoded(coloured(), icc_profile=lab.tobytes()), name="p")

    difference = np.abs(np.asarray(picture.image, int) - np.asarray(coloured(), int))
    assert difference.max() <= 1


def test_ignores_a_colour_profile_that_is_rubbish() -> None:
    picture = decode(encoded(coloured(), icc_profile=b"rubbish"), name="p")

    assert picture.image.tobytes() == coloured().tobytes()
    assert "profile" in picture.notes[0]


def test_refuses_a_bomb_before_decoding_it() -> None:
    with pytest.raises(BadPicture, match="10000x5000"):
        decode(png_claiming(10_000, 5_000), name="p")
    with pytest.raises(BadPicture, match="far too many pixels"):
        decode(png_claiming(60_000, 60_000), name="p")


def test_refuses_a_picture_without_room_for_a_box() -> None:
    with pytest.raises(BadPicture, match="at least"):
        decode(encoded(coloured((40, 4))), name="p")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_refuses_a_picture_that_is_cut_off(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 60, 3)).astype(np.uint8)
    whole = encoded(Image.fromarray(noise), kind)

    with pytest.raises(BadPicture, match="photo"):
        decode(whole[: len(whole) // 2], name="photo")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF",
        b"\0" * 99,
    ],
)
def test_refuses_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(BadPicture, match="not a picture"):
        decode(data, name="p")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_give_a_picture_or_a_refusal(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"]))
    spoiled = bytearray(encoded(coloured(), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))

    try:
        picture = decode(bytes(spoiled), name="p")
    except BadPicture:
        return

    assert picture.image.mode == "RGB"


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match="no file"):
        open_picture(tmp_path / "missing.png")
    with pytest.raises(BadPicture, match="not a file"):
        open_picture(tmp_path)
    with pytest.raises(BadPicture):
        open_picture(tmp_path / ("x" * 5000))


def test_drops_metadata_and_keeps_the_digest_across_formats() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret"
    one = decode(encoded(coloured(), exif=exif), name="p")
    other = decode(encoded(coloured(), "BMP"), name="p")

    assert one.image.info == {}
    assert one.digest == other.digest == digest(coloured())
    assert digest(coloured((20, 40))) != one.digest
