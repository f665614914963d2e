"""Take a picture in from outside: any file becomes an upright RGB picture or one clear sentence."""

import hashlib
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

from got_models.errors import BadPicture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""Pillow's names of the formats that are read; everything else is refused unopened."""

MAX_PIXELS = 40_000_000
MAX_BYTES = 256 * 1024 * 1024
MIN_SIDE = 8
"""Shortest side in pixels in which a box can still mean something."""

_PROFILED = ("RGB", "RGBA", "P", "CMYK")
"""Pixel modes whose colour profile is honoured; grey needs none."""

_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on damaged bytes: each was met, or is a close relative."""


@dataclass(frozen=True)
class Picture:
    """A picture as the assistant works with it.

    `image` is RGB and upright, in sRGB, without metadata. `notes` say what had to be changed on
    the way in, one sentence each.
    """

    image: Image.Image
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Fingerprint of size and pixels: the same for the same picture in another file format."""
        return digest(self.image)


def digest(image: Image.Image) -> str:
    """Return the SHA-256 of an RGB picture's size and pixels, in hexadecimal."""
    return hashlib.sha256(f"{image.width}x{image.height} ".encode() + image.tobytes()).hexdigest()


def open_picture(path: Path, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Read a picture file.

    Raises:
        BadPicture: The file is missing, too large, damaged or not a picture.
    """
    try:
        if not path.exists():
            raise BadPicture(f"there is no file {str(path)!r}")
        if not path.is_file():
            raise BadPicture(f"{str(path)!r} is not a file")
        if path.stat().st_size > MAX_BYTES:
            raise BadPicture(f"{path.name!r} is larger than {MAX_BYTES // 2**20} MiB")
        data = path.read_bytes()
    except OSError as cause:
        raise BadPicture(f"{str(path)!r} cannot be read: {cause.strerror}") from cause
    return decode(data, name=path.name, max_pixels=max_pixels)


def decode(data: bytes, *, name: str, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode the bytes of a picture file; `name` is how messages call it.

    Raises:
        BadPicture: The bytes are too many pixels, damaged or not a picture.
    """
    with warnings.catch_warnings():
        # Pillow warns of damage and of large sizes; both are judged here, by our own rules.
        warnings.simplefilter("ignore")
        with _opened(data, name) as raw:
            _check_size(raw, name, max_pixels)
            return _taken_in(raw, name)


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as cause:
        raise BadPicture(f"{name!r} has far too many pixels; scale it down first") from cause
    except _DAMAGE as cause:
        raise BadPicture(
            f"{name!r} is not a picture that can be read; use one of {', '.join(FORMATS)}"
        ) from cause


def _check_size(raw: Image.Image, name: str, max_pixels: int) -> None:
    width, height = raw.size
    if width * height > max_pixels:
        raise BadPicture(
            f"{name!r} has {width}x{height} pixels, more than the {max_pixels / 1e6:g} million "
            "that are read; scale it down first"
        )
    if min(width, height) < MIN_SIDE:
        raise BadPicture(
            f"{name!r} has {width}x{height} pixels; both sides must be at least {MIN_SIDE}"
        )


def _taken_in(raw: Image.Image, name: str) -> Picture:
    notes: list[str] = []
    try:
        if getattr(raw, "is_animated", False):
            notes.append("It is animated; its first frame is used.")
        raw.load()
    except _DAMAGE as cause:
        raise BadPicture(f"{name!r} is damaged or cut off: {cause}") from cause
    profile = raw.info.get("icc_profile") if raw.mode in _PROFILED else None
    image = _in_srgb(_eight_bit(_upright(raw, notes), name, notes), profile, notes)
    image.info = {}
    return Picture(image=image, notes=tuple(notes))


def _upright(image: Image.Image, notes: list[str]) -> Image.Image:
    try:
        turned = ImageOps.exif_transpose(image)
    except _DAMAGE:
        notes.append("Its EXIF data is damaged and was ignored.")
        return image
    if turned.size != image.size or image.getexif().get(0x0112, 1) != 1:
        notes.append("It was turned upright as its EXIF data asks.")
    return turned


def _eight_bit(image: Image.Image, name: str, notes: list[str]) -> Image.Image:
    """Bring deep grey pictures to 8 bits and lay transparency on white.

    CMYK stays as it is: only its colour profile, if there is one, says what its inks look like.
    """
    if image.mode == "F":
        raise BadPicture(
            f"{name!r} has floating-point pixels; save it with 8 or 16 bits per channel"
        )
    if image.mode.startswith("I"):
        notes.append("It has more than 8 bits per channel and was reduced to 8.")
        deep = np.asarray(image).astype(np.float64)
        return Image.fromarray((deep.clip(0, 65535) / 257).round().astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        notes.append("Its transparent parts were laid on white.")
        top = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", top.size, "white"), top).convert("RGB")
    return image if image.mode == "CMYK" else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: object, notes: list[str]) -> Image.Image:
    if isinstance(profile, bytes) and profile:
        try:
            converted = ImageCms.profileToProfile(
                image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, *_DAMAGE):
            notes.append("Its colour profile could not be used and was ignored.")
        else:
            return converted or image.convert("RGB")
    return image.convert("RGB")
