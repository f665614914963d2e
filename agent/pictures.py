"""Versions of a session as the tools hold them: numbered pictures with what is known about them."""

from io import BytesIO
from typing import Any

from PIL import Image
from pydantic import JsonValue

from got_models import chain_text
from got_models.conversation import caption_of
from got_models.errors import BadInput, VersionNotFound
from got_models.thought import Chain
from memory.archive import Archive
from memory.values import Version
from tools.desk import Held, Order
from tools.frames import Frame

UPLOAD = "upload"


def version_of(archive: Archive, session: str, number: int | None) -> Version:
    """Return the version that is picture `number`, or the current one for None.

    Raises:
        BadInput: There is no such picture; the message asks which one is meant.
    """
    if number is None:
        head = archive.versions.head(session)
        if head is None:
            raise BadInput("There is no picture yet. Tell me what to draw first.")
        return head
    try:
        return archive.versions.numbered(session, number)
    except VersionNotFound as cause:
        count = archive.versions.count(session)
        known = {0: "there is none yet", 1: "the only picture is 1"}
        there = known.get(count, f"the pictures are 1 to {count}")
        raise BadInput(f"There is no picture {number}; {there}. Which one do you mean?") from cause


def held(archive: Archive, session: str, version: Version) -> Held:
    """Return a version as the tools hold it."""
    chain = chain_of(archive, session, version)
    return Held(
        number=version.number,
        image=image_of(archive, version.picture.digest),
        operation=version.operation,
        wish=str(version.parameters.get("wish", "")),
        seed=version.seed,
        scene=scene_of(archive, session, version),
        chain=chain,
        parent=version.parent_number,
        digest=version.picture.digest,
        changed_outside_px=version.changed_outside_px,
        **_besides(version),
    )


def about_besides(order: Order) -> dict[str, JsonValue]:
    """Return what a version's parameters keep of the pictures its painter was given besides."""
    kept: dict[str, JsonValue] = {}
    if order.references:
        kept["references"] = list(order.references)
    if order.mask is not None:
        kept["mask"] = order.mask
    return kept


def _besides(version: Version) -> dict[str, Any]:
    """Return the same of a version, as `Held` has it."""
    references, mask = (version.parameters.get(name) for name in ("references", "mask"))
    numbers = references if isinstance(references, list) else []
    return {
        "references": tuple(one for one in numbers if isinstance(one, int)),
        "mask": mask if isinstance(mask, int) else None,
    }


def image_of(archive: Archive, digest: str) -> Image.Image:
    """Return the pixels of a kept picture, RGB."""
    with Image.open(BytesIO(archive.pictures.png(digest))) as opened:
        return opened.convert("RGB")


def chain_of(archive: Archive, session: str, version: Version) -> Chain | None:
    """Return what a version was drawn from."""
    return None if version.chain is None else archive.chains.get(session, version.chain).chain


def about_scene(scene: Chain | None, *, written: bool) -> dict[str, str]:
    """Return what a version's parameters keep of a scene: a caption, and its text if asked.

    The caption saves the planner's briefing from reading chains of many pictures.
    """
    if scene is None:
        return {}
    caption = {"shows": caption_of(element.phrase for element in scene.elements)}
    return caption | ({"scene": chain_text.write(scene)} if written else {})


def about_frame(frame: Frame) -> dict[str, JsonValue]:
    """Return what a version's parameters keep of how it lies in the picture it came out of."""
    return {"frame": frame.model_dump(mode="json", exclude_defaults=True)}


def frame_of(version: Version) -> Frame:
    """Return how a version lies in the picture it came out of, itself if it was made anew."""
    kept = version.parameters.get("frame")
    return Frame(origin=version.number) if kept is None else Frame.model_validate(kept)


def scene_of(archive: Archive, session: str, version: Version) -> Chain | None:
    """Return what is known to be in a version; None if nothing is."""
    written = version.parameters.get("scene")
    if isinstance(written, str):
        return chain_text.read(written).chain
    chain = chain_of(archive, session, version)
    return chain if chain is not None and chain.task == "generate" else None
