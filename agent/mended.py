"""From a decision how to mend a picture to what is to be painted next."""

from agent import plans
from agent.context import Context
from agent.state import Candidate, Work
from got_models.errors import BadInput
from got_models.wish_facts import WishFacts
from tools.desk import Order
from tools.mending import Mend, laid_out_again
from tools.region_edit import instruction_for, region_edit


def mended(
    context: Context,
    work: Work,
    order: Order,
    best: Candidate,
    mend: Mend,
    facts: WishFacts | None,
    number: int,
) -> Work:
    """Return what to paint in round `number`; where a mending cannot be done, new seeds are tried.

    Args:
        context: The turn's.
        work: What was painted last.
        order: What is wanted.
        best: The best candidate so far.
        mend: What to do.
        facts: What the wish asks for.
        number: The round.
    """
    count = context.staff.settings.candidates
    first = max(work.seeds) + 1
    seeds = tuple(range(first, first + count))
    if mend.kind == "re-plan":
        try:
            plan = plans.ask(order.wish, context, subject=None, seed=first)
        except BadInput:
            return work.model_copy(update={"seeds": seeds})
        return work.model_copy(
            update={
                "chain": plan.chain,
                "shown": None,
                "plan": None,
                "by": "repair",
                "seeds": work.seeds,
                "repairs": plan.repairs,
                "problems": plan.problems,
            }
        )
    if mend.kind == "re-layout":
        chain = laid_out_again(work.chain, facts)
        if chain != work.chain:
            return work.model_copy(
                update={"chain": chain, "shown": None, "by": "repair", "seeds": work.seeds}
            )
    if mend.kind == "edit the region" and best.scene is not None:
        index = mend.elements[0]
        return Work(
            chain=region_edit(best.scene, index),
            plan=best.plan,
            scene=best.scene,
            by="repair",
            laid_out_by_user=work.laid_out_by_user,
            wish=instruction_for(best.scene, index),
            seeds=seeds,
            base=best.picture.digest,
            base_scene=best.scene,
        )
    return work.model_copy(update={"seeds": seeds})
