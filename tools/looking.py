"""The tools that look: describe, locate, critique, compare."""

from collections.abc import Sequence
from typing import Protocol

from got_models.errors import BadInput
from got_models.thought import Chain
from tools.compare import compare
from tools.critique import Critic
from tools.describe import describe, locate, where
from tools.desk import Held, Outcome
from tools.eyesight import Sight
from tools.promises import Promise


class Looking(Protocol):
    """Where pictures are held, and who can look at them."""

    @property
    def critic(self) -> Critic | None:
        """Who judges pictures; None if nobody does."""
        ...

    def held(self, picture: int | None = None) -> Held:
        """Return a picture, the current one for None; refuse with `BadInput` if there is none."""
        ...

    def seen(self, held: Held) -> Chain | None:
        """Return what is in a picture: what is known of it, else what a model sees."""
        ...

    def sight(self, held: Held) -> Sight | None:
        """Return a way to look for things in a picture."""
        ...

    def promises_in(self, held: Held) -> Sequence[Promise]:
        """Return what must hold in every picture, as it reads in this one."""
        ...


def describe_picture(desk: Looking, picture: int | None = None) -> Outcome:
    """Say what a picture shows."""
    held = desk.held(picture)
    scene = desk.seen(held)
    boxes = {e.phrase: list(e.box.corners) for e in scene.elements} if scene else {}
    return Outcome(said=describe(scene), picture=held.number, data={"boxes": boxes})


def locate_things(desk: Looking, phrase: str, picture: int | None = None) -> Outcome:
    """Say where things are."""
    held = desk.held(picture)
    boxes = locate(desk.seen(held), phrase, desk.sight(held))
    if not boxes:
        return Outcome(said=f"I see no {phrase} in picture {held.number}.", picture=held.number)
    places = " and ".join(f"{where(box)}, at {box.corners}" for box in boxes)
    corners = [list(box.corners) for box in boxes]
    return Outcome(said=f"The {phrase} is {places}.", picture=held.number, data={"boxes": corners})


def critique_picture(desk: Looking, picture: int | None = None) -> Outcome:
    """Judge a picture against its plan, its wish and the promises."""
    held = desk.held(picture)
    scene = desk.seen(held)
    if desk.critic is None or scene is None:
        raise BadInput("There is nobody to judge pictures; switch the critic on in the settings.")
    verdict = desk.critic.judge(
        held.image,
        scene,
        wish=held.wish if held.chain and held.chain.task == "generate" else "",
        promises=desk.promises_in(held),
        changed_outside_px=held.changed_outside_px,
    )
    failed = "; ".join(f"{one.name}: no, {one.evidence}" for one in verdict.failed)
    passed = len(verdict.findings) - len(verdict.failed)
    said = f"{passed} of {len(verdict.findings)} checks pass." + (f" {failed}." if failed else "")
    return Outcome(
        said=said,
        picture=held.number,
        data={"checks": [one.model_dump(mode="json") for one in verdict.findings]},
    )


def compare_pictures(desk: Looking, first: int, second: int) -> Outcome:
    """Say what is different between two pictures."""
    found = compare(desk.held(first), desk.held(second))
    changes = "; ".join(found.changes) or "their plans are the same"
    if found.changed_share is None:
        pixels = "They differ in size."
    elif found.changed_share == 0:
        pixels = "Not one pixel differs."
    else:
        pixels = f"{found.changed_share:.1%} of the pixels differ, all within {found.within}."
    return Outcome(
        said=f"{changes[0].upper()}{changes[1:]}. {pixels}",
        picture=second,
        data={"changes": list(found.changes), "changed_share": found.changed_share},
    )
