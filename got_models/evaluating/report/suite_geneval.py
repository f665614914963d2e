"""GenEval's prompts, held-out levels and paraphrases, by GenEval's rules and strictly.

The maker is given the words of a prompt. Classes it cannot draw are wrong, not left out.
"""

import random
from collections.abc import Sequence

from got_models.evaluating.detections import Detection
from got_models.evaluating.devset import Group, WishCase, wish_cases
from got_models.evaluating.geneval_rules import judge
from got_models.evaluating.geneval_spec import Clause, Crowd, GenevalTask, Spec, geneval_specs
from got_models.evaluating.geneval_strict import judge_strictly
from got_models.evaluating.report.bench import Bench, Case, finished, planned_boxes, seed_of
from got_models.evaluating.report.maker import PLAIN, Manner
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.sight import look
from got_models.evaluating.truth_scenes import scene_for
from got_models.relations import RELATIONS
from got_models.sceneworld.facts import Fact, grouped
from got_models.sceneworld.render import render
from got_models.sceneworld.sampling import shipped_shapes
from got_models.sceneworld.scene import Scene
from got_models.thought import Chain

TEST_SEED = 7_919
"""Of the test cases, which nothing is chosen by; development uses other seeds."""

LEVELS: tuple[tuple[str, Group], ...] = (
    ("L0", "seen"), ("L1", "L1"), ("L2", "L2"), ("L3", "L3"), ("L4", "L4"), ("L5", "L5"),
    ("paraphrase", "paraphrase"),
)  # fmt: skip

MOST_TRIES = 40
"""Wishes looked at for each that GenEval's rules can judge."""


def geneval_cases(
    pictures: int, *, of: Sequence[Spec] | None = None, variant: str = "default"
) -> list[list[Case]]:
    """Return the cases of GenEval's prompts, a list per task."""
    groups: dict[GenevalTask, list[Case]] = {}
    for at, spec in enumerate(of or geneval_specs()):
        for k in range(pictures):
            case = _case(
                "geneval", spec.tag, f"{at:05}/{k}", spec, seed_of(spec.prompt, k), variant
            )
            groups.setdefault(spec.tag, []).append(case)
    return list(groups.values())


def quick_specs(count: int) -> list[Spec]:
    """Return a sample of GenEval's prompts with equally many of each task."""
    tasks: dict[GenevalTask, list[Spec]] = {}
    for spec in geneval_specs():
        tasks.setdefault(spec.tag, []).append(spec)
    rng = random.Random("quick")
    each = max(count // len(tasks), 1)
    return [spec for specs in tasks.values() for spec in rng.sample(specs, min(each, len(specs)))]


def level_cases(count: int, *, pictures: int = 1) -> list[list[Case]]:
    """Return the cases of the held-out levels, a list per level."""
    return [
        [
            _case("levels", level, f"{case.id}/{k}", spec, seed_of(case.id, k), "default")
            for case, spec in judgeable(group, count)
            for k in range(pictures)
        ]
        for level, group in LEVELS
    ]


def judgeable(group: Group, count: int) -> list[tuple[WishCase, Spec]]:
    """Return wishes of a group that the rules can judge, with what they ask for."""
    found: list[tuple[WishCase, Spec]] = []
    for case in wish_cases(group, count * MOST_TRIES if group == "L5" else count * 3,
                           seed=TEST_SEED):  # fmt: skip
        spec = spec_of(case.wish.text, case.scene, case.wish.facts)
        if spec is not None:
            found.append((case, spec))
        if len(found) == count:
            break
    return found


def spec_of(wish: str, scene: Scene, facts: Sequence[Fact]) -> Spec | None:
    """Write what a wish asks for as GenEval does; None for two groups of one class.

    GenEval's rules look at the surest objects of a class, so that "a red and a blue cup" has no
    form in them.
    """
    groups = grouped(scene)
    kinds = [group.kind for group in groups]
    if len(set(kinds)) != len(kinds):
        return None
    coloured = scene.style not in ("sepia", "black and white")
    places = {group.members: at for at, group in enumerate(groups)}
    told = {
        places[fact.subject]: (fact.said, places[fact.reference])
        for fact in facts
        if fact.said in RELATIONS and fact.subject in places and fact.reference in places
    }
    order = sorted(range(len(groups)), key=lambda at: at in told)
    rank = {at: place for place, at in enumerate(order)}
    include = []
    for at in order:
        group = groups[at]
        said = told.get(at)
        back = said is not None and rank[said[1]] < rank[at]
        include.append(
            Clause(
                kind=group.kind,
                count=len(group.members),
                colour=group.colour if coloured else None,
                position=(said[0], rank[said[1]]) if said and back else None,
            )
        )
    exclude = (Crowd(kind=kinds[0], count=len(scene.things) + 1),) if len(groups) == 1 else ()
    return Spec(tag=_task(include), include=tuple(include), exclude=exclude, prompt=wish)


def _task(clauses: Sequence[Clause]) -> GenevalTask:
    """Name the task a prompt is most like; counting alone has its own threshold."""
    if len(clauses) == 1:
        if clauses[0].count > 1:
            return "counting"
        return "colors" if clauses[0].colour else "single_object"
    if any(clause.position for clause in clauses):
        return "position"
    return "color_attr" if any(clause.colour for clause in clauses) else "two_object"


def _case(suite: str, group: str, id: str, spec: Spec, seed: int, variant: str) -> Case:
    def run(bench: Bench) -> Row:
        chain = bench.maker.plan(case.prompt, seed=case.seed)
        return judged(bench, case, chain, spec)

    case = Case(suite, group, id, spec.prompt, seed, "rule", run=run, variant=variant,
                others=("strict",))  # fmt: skip
    return case


def judged(bench: Bench, case: Case, chain: Chain, spec: Spec, manner: Manner = PLAIN) -> Row:
    """Draw a chain and hold the picture to a prompt, by the rules and strictly."""
    drawn = bench.maker.draw(case.prompt, chain, seed=case.seed, manner=manner)
    seen = look(bench.eye, drawn.image)
    row = case.blank(marks=marks_of(spec, seen), reason=judge_strictly(spec, seen).reason)
    row = row.model_copy(update={"planned": planned_boxes(chain), "seen": seen, "spec": spec})
    return finished(bench, row, drawn)


def marks_of(spec: Spec, seen: Sequence[Detection]) -> dict[str, float]:
    """Return the marks of a picture by what was seen in it."""
    strict = judge_strictly(spec, seen)
    return {
        "rule": float(judge(spec, seen).correct),
        "strict": float(strict.correct),
        "extras": float(strict.extras),
    }


def truth_cases(specs: Sequence[Spec]) -> list[list[Case]]:
    """Return cases in which a render of what is asked for is judged: the detector's ceiling."""
    groups: dict[str, list[Case]] = {}
    for at, spec in enumerate(specs):
        case = _truth_case(f"{at:05}", spec)
        groups.setdefault(spec.tag, []).append(case)
    return list(groups.values())


def _truth_case(id: str, spec: Spec) -> Case:
    def run(bench: Bench) -> Row:
        assert bench.atlas
        rng = random.Random(f"truth {spec.prompt}")
        scene = scene_for(spec, rng, bench.shapes or shipped_shapes())
        picture = render(scene, bench.atlas, width=SIDE_OF_TRUTH, height=SIDE_OF_TRUTH)
        seen = look(bench.eye, picture)
        row = case.blank(marks=marks_of(spec, seen), reason=judge_strictly(spec, seen).reason)
        path = bench.keep(picture, *row.key)
        return row.model_copy(update={"seen": seen, "spec": spec, "picture": path})

    case = Case("truth", spec.tag, id, spec.prompt, 0, "rule", run=run)
    return case


SIDE_OF_TRUTH = 128
"""Width and height in pixels of rendered truth."""
