"""One fingerprint for all weights of a folder."""

import hashlib
import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over names and hashes of all weights files, in hexadecimal.

    A file of the hub's cache is a link to a file that is named by its hash, which is taken from
    there: reading tens of gigabytes again would tell the same.
    """
    whole = hashlib.sha256()
    for place in sorted(folder.rglob("*.safetensors")):
        whole.update(f"{place.relative_to(folder).as_posix()} {_hash_of(place)}\n".encode())
    return whole.hexdigest()


def _hash_of(place: Path) -> str:
    if place.is_symlink() and _SHA256.fullmatch(place.resolve().name):
        return place.resolve().name
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
