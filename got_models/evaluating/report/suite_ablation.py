"""What each part of the guidance is worth: the same prompts and seeds, drawn in several ways.

GoT (https://arxiv.org/abs/2503.10639, table of ablations) reports .38 without a chain, .40 with
one, .42 with spatial guidance and .64 after pre-training, on GenEval and at another scale.
"""

from typing import Literal, NamedTuple

from got_models.evaluating.devset import WishCase
from got_models.evaluating.geneval_spec import Spec
from got_models.evaluating.report.bench import Bench, Case, seed_of
from got_models.evaluating.report.maker import PLAIN, Manner
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_follow import true_chain
from got_models.evaluating.report.suite_geneval import judgeable, judged
from got_models.thought import Chain

ChainFrom = Literal["nobody", "the model", "the truth"]
Plans = dict[str, Chain]
"""The model's plans by wish: the variants share them, and none is made twice."""


class Variant(NamedTuple):
    """One way of drawing: whose chain, and in which manner."""

    name: str
    chain: ChainFrom
    manner: Manner = PLAIN


NO_BOXES = Manner(spatial=0.0)

VARIANTS: tuple[Variant, ...] = (
    Variant("no chain", "nobody", NO_BOXES),
    Variant("chain, no spatial guidance", "the model", NO_BOXES),
    Variant("chain + SSGM", "the model"),
    Variant("true chain + SSGM", "the truth"),
    Variant("text guidance x 0.5", "the model", Manner(text=0.5)),
    Variant("text guidance x 2", "the model", Manner(text=2.0)),
    Variant("spatial guidance x 0.5", "the model", Manner(spatial=0.5)),
    Variant("spatial guidance x 2", "the model", Manner(spatial=2.0)),
)

BASELINE = "chain + SSGM"
"""What every other variant is paired with."""

STEP_FACTORS = (0.25, 0.5, 2.0)


def variants(default_steps: int) -> tuple[Variant, ...]:
    """Return all variants, the sweep of steps among them."""
    counts = dict.fromkeys(max(round(default_steps * factor), 1) for factor in STEP_FACTORS)
    swept = [Variant(f"{n} steps", "the model", Manner(steps=n)) for n in counts]
    return (*VARIANTS, *swept)


def ablation_cases(
    count: int, default_steps: int, *, chosen: tuple[Variant, ...] | None = None
) -> list[list[Case]]:
    """Return cases of unseen compositions, a list per variant; ids are shared by the variants."""
    wishes = [found for level in ("L1", "L2", "L3", "L4") for found in judgeable(level, count)]
    plans: Plans = {}
    return [
        [_case(wish, spec, variant, plans) for wish, spec in wishes]
        for variant in chosen or variants(default_steps)
    ]


def _case(wish: WishCase, spec: Spec, variant: Variant, plans: Plans) -> Case:
    def run(bench: Bench) -> Row:
        chain = _chain(bench, case, wish, variant, plans)
        return judged(bench, case, chain, spec, variant.manner)

    case = Case(
        "ablation", wish.group, wish.id, wish.wish.text, seed_of(wish.id), "rule", run=run,
        variant=variant.name, others=("strict",),
    )  # fmt: skip
    return case


def _chain(bench: Bench, asked: Case, wish: WishCase, variant: Variant, plans: Plans) -> Chain:
    match variant.chain:
        case "nobody":
            return Chain(parts=())
        case "the truth":
            return true_chain(wish)
        case "the model":
            if wish.id not in plans:
                plans[wish.id] = bench.maker.plan(wish.wish.text, seed=asked.seed)
            return plans[wish.id]
