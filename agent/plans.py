"""From an order to what is to be painted: who plans, which seeds, on which picture."""

from functools import lru_cache

from agent.context import Context
from agent.events import Thinking
from agent.ledger import holding
from agent.state import Work
from got_models.chain_diff import describe_changes
from got_models.layout import with_boxes
from got_models.thought import Chain
from memory.archive import Archive
from tools import plan as planning
from tools import promises
from tools.desk import Held, Order
from tools.plan import Plan
from tools.scene_after import scene_after

SAME_PLACE = 0.5
"""Intersection over union that a locked object's box must keep in a new plan."""


def work_for(order: Order, subject: Held | None, base: Held | None, context: Context) -> Work:
    """Return what is to be painted for an order.

    Args:
        order: What is wanted.
        subject: The picture it is about; None for a new one.
        base: The picture that is edited; None where nothing is.
        context: The turn's.
    """
    seeds = _seeds(order, subject, context)
    about = {
        "wish": order.wish,
        "seeds": seeds,
        "base": base.digest if base else None,
        "base_scene": base.scene if base else None,
    }
    if order.chain is not None:
        by = "user" if order.kind == "redraw" else "reasoner"
        given = {
            "chain": order.chain,
            "by": by,
            "laid_out_by_user": by == "user",
            "shown": order.plan,
        }
        return Work.model_validate(given | about)
    plan = ask(order.wish, context, subject=subject, seed=seeds[0])
    return Work.model_validate(
        {"chain": plan.chain, "repairs": plan.repairs, "problems": plan.problems, **about}
    )


def _seeds(order: Order, subject: Held | None, context: Context) -> tuple[int, ...]:
    """Return one seed per picture; variants go on after the seed of the picture they vary."""
    settings = context.staff.settings
    first = settings.seed if order.seed is None else order.seed
    if order.kind == "vary" and subject is not None:
        return tuple(range(subject.seed + 1, subject.seed + 1 + order.count))
    return tuple(range(first, first + settings.candidates))


def ask(wish: str, context: Context, *, subject: Held | None, seed: int) -> Plan:
    """Ask the reasoner for a plan, telling its text as it is written."""
    with context.staff.busy:
        return planning.plan(
            wish,
            reasoner=context.staff.models.reasoner,
            picture=subject.image if subject else None,
            known=subject.scene if subject else None,
            seed=seed,
            on_text=lambda text: context.tell(Thinking(text=text)),
        )


def shown_by(work: Work) -> Chain | None:
    """Return what will be in the picture; None if the steps of an edit do not say."""
    if work.scene is not None:
        return work.scene
    if work.chain.task == "generate":
        return work.chain
    return _after(work.base_scene, work.chain) if work.base_scene else None


@lru_cache(maxsize=32)
def _after(before: Chain, edit: Chain) -> Chain | None:
    """Return what an edit leaves in a picture; asked when it is planned and when it is drawn."""
    return scene_after(before, edit)


def changes_by(work: Work, before: Chain | None) -> tuple[str, ...] | None:
    """Say what will be different in the picture; None if that is not known.

    Args:
        work: What is to be painted.
        before: What is in the picture it is about; None if nothing is known of it.
    """
    after = shown_by(work)
    return describe_changes(before, after) if before is not None and after is not None else None


def with_promises(archive: Archive, session: str, work: Work, order: Order) -> Work:
    """Put locked objects back where they were promised to stay; the user's own plan is the user's.

    Args:
        archive: The memory.
        session: Whose promises.
        work: What is to be painted.
        order: What it is for.
    """
    if order.kind != "draw" or work.by == "user":
        return work
    chain = work.chain
    repairs: list[str] = []
    for promise in holding(archive, session, None):
        chain = _locked(chain, promise, repairs)
    if not repairs:
        return work
    return work.model_copy(
        update={"chain": chain, "shown": None, "repairs": (*work.repairs, *repairs)}
    )


def _locked(chain: Chain, promise: promises.Promise, repairs: list[str]) -> Chain:
    concerned = promises.concerned(promise, chain) if promise.box else ()
    if promise.box is None or len(concerned) != 1:
        return chain
    if chain.elements[concerned[0]].box.iou(promise.box) >= SAME_PLACE:
        return chain
    repairs.append(f"put back what was promised: {promise.text}")
    return with_boxes(chain, {concerned[0]: promise.box})
