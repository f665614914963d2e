"""Painting one candidate and keeping it the moment it is finished."""

import time
from dataclasses import dataclass

from PIL.Image import Image

from agent import plans
from agent.context import Context
from agent.emerging import Emerging
from agent.events import Painting
from agent.pictures import image_of, version_of
from agent.recipes import recipe_for
from agent.state import Candidate, TurnStateDict, Work
from memory.archive import Archive
from memory.values import Attempt
from tools import abilities, png
from tools import edit as editing
from tools import generate as generating
from tools.desk import Order
from tools.intake import digest
from tools.manner import Manner
from tools.mask import mask_of
from tools.region import region_of


@dataclass(frozen=True)
class _Drawn:
    """A picture fresh from the painter; `source` is the digest of the picture that was edited."""

    image: Image
    source: str | None = None
    changed_outside_px: int | None = None
    is_global: bool | None = None


def candidate(context: Context, work: Work, order: Order, seed: int, number: int) -> Candidate:
    """Paint one picture, unless this turn has finished it before it was interrupted.

    Args:
        context: The turn's.
        work: What is to be painted; it was shown.
        order: What it is for.
        seed: The seed.
        number: The round.
    """
    with context.archive() as archive:
        for attempt in archive.attempts.all(context.job):
            if (attempt.chain, attempt.seed) == (work.shown, seed):
                return _known(archive, work, attempt, _mask(archive, context.session, order))
    start = time.perf_counter()

    def tell(event: Painting) -> None:
        context.refuse_if_cancelled(often=True)
        context.tell(event)

    emerging = Emerging(tell, number)

    with context.archive() as archive:
        base = image_of(archive, work.base) if work.base else None
        references = [_picture(archive, context.session, one) for one in order.references]
        mask = _mask(archive, context.session, order)
    painter = context.staff.models.painter
    size = None if base is None else abilities.size_like(painter, base.size)
    held = context.staff.settings
    manner = Manner(
        (seed,), held.steps, size, held.guidance, held.guidance_interval, held.guidance_every
    )
    settled = manner.settled(painter, work.chain.task)
    with context.staff.busy:
        if base is None:
            images = generating.generate(
                work.wish,
                work.chain,
                settled,
                painter=painter,
                references=references,
                on_step=emerging.step,
                on_preview=emerging.look,
            )
            drawn = _Drawn(images[0])
        else:
            edited = editing.edit(
                base,
                work.wish,
                work.chain,
                settled,
                painter=painter,
                references=references,
                mask=mask,
                known=work.base_scene,
                on_step=emerging.step,
                on_preview=emerging.look,
            )[0]
            drawn = _Drawn(edited.image, digest(base), edited.changed_outside_px, edited.is_global)
    seconds = time.perf_counter() - start
    recipe = recipe_for(
        work.wish,
        work.chain,
        settled,
        seed,
        painter=painter,
        source=drawn.source,
        references=references,
        mask=mask if drawn.source else None,
    )
    with context.archive() as archive:
        picture = archive.pictures.keep(png.encode(drawn.image, recipe))
        attempt = archive.attempts.add(
            context.job, picture, chain=work.shown, seed=seed, seconds=seconds
        )
    return _candidate(work, attempt, drawn)


def finished(context: Context, state: TurnStateDict) -> list[Candidate]:
    """Return what a turn that was stopped has finished, the best last."""
    done = list(state.get("candidates", []))
    work, order = state.get("work"), state["order"]
    if work is not None and work.shown is not None and order is not None:
        known = {one.attempt for one in done}
        with context.archive() as archive:
            mask = _mask(archive, context.session, order)
            done += [
                _known(archive, work, attempt, mask)
                for attempt in archive.attempts.all(context.job)
                if attempt.id not in known
                and attempt.chain == work.shown
                and attempt.seed in work.seeds
            ]
    done.sort(key=lambda one: one.verdict.score if one.verdict else 0.0)
    return done if order is not None and order.kind == "vary" else done[-1:]


def _picture(archive: Archive, session: str, number: int) -> Image:
    return image_of(archive, version_of(archive, session, number).picture.digest)


def _mask(archive: Archive, session: str, order: Order) -> Image | None:
    """Return the mask of an order, as large as the picture it is about."""
    if order.mask is None:
        return None
    subject = version_of(archive, session, order.picture).picture
    return mask_of(_picture(archive, session, order.mask), (subject.width, subject.height))


def _known(archive: Archive, work: Work, attempt: Attempt, mask: Image | None) -> Candidate:
    """Return a finished candidate; what it changed is counted again."""
    image = image_of(archive, attempt.picture.digest)
    if work.base is None:
        return _candidate(work, attempt, _Drawn(image))
    region = region_of(work.chain, mask)
    changed = region.changed_outside(image_of(archive, work.base), image)
    drawn = _Drawn(image, changed_outside_px=changed, is_global=region.is_global)
    return _candidate(work, attempt, drawn)


def _candidate(work: Work, attempt: Attempt, drawn: _Drawn) -> Candidate:
    assert work.shown is not None, "a plan is shown before it is drawn"
    return Candidate(
        attempt=attempt.id,
        picture=attempt.picture,
        chain=work.shown,
        plan=work.plan or work.shown,
        scene=plans.shown_by(work),
        seed=attempt.seed,
        seconds=attempt.seconds,
        changed_outside_px=drawn.changed_outside_px,
        is_global=drawn.is_global,
    )
