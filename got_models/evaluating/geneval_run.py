"""Judging a folder of pictures: every slot gets a verdict, also one without a picture.

The detections come from a file, or from a perception that looks at the pictures.
"""

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from PIL import Image

from got_models.errors import BadInput
from got_models.evaluating.detections import Detection, Perception
from got_models.evaluating.geneval_layout import Layout, Slot
from got_models.evaluating.geneval_results import Result
from got_models.evaluating.geneval_rules import DEFAULTS, RuleOptions, judge
from got_models.evaluating.geneval_spec import Spec
from got_models.evaluating.geneval_strict import judge_strictly
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value

MISSING = "the picture is missing"
DAMAGED = "the picture cannot be read"

See = Callable[[str, Image.Image], Sequence[Detection]]
"""Answers what is in a picture, given its name in the layout and the picture."""


class Seen(Value):
    """A line of a detections file: the name of a picture in the layout, and what is in it."""

    image: str
    detections: tuple[Detection, ...]


def evaluate(layout: Layout, see: See, options: RuleOptions = DEFAULTS) -> list[Result]:
    """Judge every slot. A missing or unreadable picture is wrong, by the rules and strictly."""
    return [_result(slot, layout.root, see, options) for slot in layout.slots]


def looking(perception: Perception) -> See:
    """See with a perception."""
    return lambda name, image: perception.detect(image)


def told(path: Path) -> See:
    """See what a detections file says.

    Raises:
        BadInput: The file cannot be read, speaks of a picture twice, or, when asked about a
            picture, does not speak of it: that is not the same as an empty list.
    """
    said: dict[str, tuple[Detection, ...]] = {}
    for line in read_lines(path, Seen):
        name = PurePosixPath(line.image).as_posix()
        if name in said:
            raise BadInput(f"{str(path)!r} speaks of {name!r} twice")
        said[name] = line.detections

    def see(name: str, image: Image.Image) -> Sequence[Detection]:
        if name not in said:
            raise BadInput(f"{str(path)!r} says nothing about {name!r}")
        return said[name]

    return see


def missing(spec: Spec, name: str) -> Result:
    """Return the result of a picture that was never made."""
    return _wrong(spec, name, MISSING)


def _result(slot: Slot, root: Path, see: See, options: RuleOptions) -> Result:
    if not slot.present:
        return missing(slot.spec, slot.name)
    picture = _open(root / slot.name)
    if picture is None:
        return _wrong(slot.spec, slot.name, DAMAGED)
    detections = see(slot.name, picture)
    verdict = judge(slot.spec, detections, options)
    strict = judge_strictly(slot.spec, detections, options)
    details = {
        kind: [[*detections[at].box, detections[at].confidence] for at in places]
        for kind, places in verdict.kept.items()
    }
    return Result(
        filename=slot.name,
        tag=slot.spec.tag,
        prompt=slot.spec.prompt,
        correct=verdict.correct,
        reason=verdict.reason,
        metadata=slot.spec.as_line(),
        details=json.dumps(details),
        strict=strict.correct,
        strict_reason=strict.reason,
        extras=strict.extras,
    )


def _wrong(spec: Spec, name: str, reason: str) -> Result:
    return Result(
        filename=name,
        tag=spec.tag,
        prompt=spec.prompt,
        correct=False,
        reason=reason,
        metadata=spec.as_line(),
        strict=False,
        strict_reason=reason,
    )


def _open(path: Path) -> Image.Image | None:
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            return picture.convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        return None
    except Image.DecompressionBombError:
        return None
