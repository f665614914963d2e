"""GenEval's rules decide as recorded, and as their prose says they must."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from got_models.errors import BadInput
from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.geneval_rules import RuleOptions, judge
from got_models.evaluating.geneval_spec import PROMPTS, Spec, geneval_specs
from got_models.evaluating.geneval_strict import judge_strictly
from got_models.evaluating.rule_cases import RuleCase, compare, read_cases
from got_models.relations import INVERSE, relations
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Box

DATA = Path(__file__).parents[2] / "data" / "geneval"
CASES = read_cases(DATA / "rule_cases.jsonl")
SPECS = geneval_specs()

APPLE = Spec.model_validate(
    {
        "tag": "colors",
        "include": [{"class": "apple", "count": 1, "color": "red"}],
        "prompt": "a photo of a red apple",
    }
)
ABOVE = Spec.model_validate(
    {
        "tag": "position",
        "include": [
            {"class": "dog", "count": 1},
            {"class": "cat", "count": 1, "position": ["above", 0]},
        ],
        "prompt": "a photo of a cat above a dog",
    }
)
THREE = Spec.model_validate(
    {
        "tag": "counting",
        "include": [{"class": "cup", "count": 3}],
        "exclude": [{"class": "cup", "count": 4}],
        "prompt": "a photo of three cups",
    }
)

patiently = settings(deadline=None, max_examples=60)
pixels = st.integers(0, 400)
sizes = st.integers(1, 200)
confidences = st.floats(0, 1).filter(lambda number: number not in (0.3, 0.9))


@st.composite
def boxes(draw: st.DrawFn) -> PixelBox:
    x, y = draw(pixels), draw(pixels)
    return PixelBox(x, y, x + draw(sizes), y + draw(sizes))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Spec, list[Detection]]:
    """Draw a prompt, and detections mostly of what it asks for, of different confidence."""
    spec = draw(st.sampled_from(SPECS))
    kinds = [clause.kind for clause in spec.include]
    detection = st.builds(
        Detection,
        kind=st.sampled_from([*kinds, *kinds, "bench", "kite"]),
        box=boxes(),
        confidence=confidences,
        colour=st.sampled_from(COLOURS),
    )
    return spec, draw(st.lists(detection, max_size=9, unique_by=lambda one: one.confidence))


def seen(kind: str, confidence: float = 0.95, *, x: int = 0, y: int = 0, **more: str) -> Detection:
    box = PixelBox(x, y, x + 100, y + 100)
    return Detection(kind=kind, box=box, confidence=confidence, **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_decides_as_recorded(case: RuleCase) -> None:
    assert judge(case.spec, case.detections, case.options) == case.expected


def test_names_the_cases_that_do_not_agree() -> None:
    wrong = CASES[3].model_copy(update={"expected": CASES[0].expected})

    found = compare([CASES[0], wrong, CASES[1]])

    assert (found.cases, found.agree, found.disagree) == (3, 2, (CASES[3].id,))


@patiently
@given(scenes(), st.randoms())
def test_the_order_of_detections_does_not_matter(scene, rng) -> None:
    spec, detections = scene
    mixed = rng.sample(detections, len(detections))

    first, second = judge(spec, detections), judge(spec, mixed)

    assert (first.correct, first.reason) == (second.correct, second.reason)
    assert {kind: [detections[at] for at in places] for kind, places in first.kept.items()} == {
        kind: [mixed[at] for at in places] for kind, places in second.kept.items()
    }


@patiently
@given(boxes(), boxes(), st.sampled_from([(-1, 1), (1, -1)]))
def test_a_mirrored_picture_has_the_mirrored_relation(cat, dog, mirror) -> None:
    def mirrored(box: PixelBox) -> PixelBox:
        xs = sorted((mirror[0] * box.x0, mirror[0] * box.x1))
        ys = sorted((mirror[1] * box.y0, mirror[1] * box.y1))
        return PixelBox(xs[0], ys[0], xs[1], ys[1])

    swapped = {"left of", "right of"} if mirror[0] < 0 else {"above", "below"}
    expected = {INVERSE[one] if one in swapped else one for one in relations(cat, dog)}

    assert set(relations(mirrored(cat), mirrored(dog))) == expected
    assert {INVERSE[one] for one in relations(cat, dog)} == set(relations(dog, cat))


@patiently
@given(boxes(), boxes())
def test_boxes_on_the_grid_and_in_pixels_stand_in_the_same_relations(a, b) -> None:
    grid = [Box(**box._asdict()) for box in (a, b)]

    assert relations(*grid) == relations(a, b)


@patiently
@given(scenes())
def test_what_is_not_confident_enough_is_not_there(scene) -> None:
    spec, detections = scene
    limit = 0.9 if spec.tag == "counting" else 0.3
    confident = [one for one in detections if one.confidence > limit]

    assert judge(spec, detections).reason == judge(spec, confident).reason


@patiently
@given(scenes())
def test_objects_of_other_classes_are_free_but_not_strictly(scene) -> None:
    spec, detections = scene
    asked = {clause.kind for clause in spec.include}
    other = next(kind for kind in ("bench", "kite", "bear") if kind not in asked)
    crowded = [*detections, seen(other)]

    assert judge(spec, crowded).reason == judge(spec, detections).reason
    assert not judge_strictly(spec, crowded).correct
    assert judge_strictly(spec, crowded).extras == judge_strictly(spec, detections).extras + 1


@patiently
@given(scenes())
def test_what_is_strictly_right_is_right(scene) -> None:
    spec, detections = scene
    strict = judge_strictly(spec, detections)

    assert not strict.correct or judge(spec, detections).correct
    assert strict.correct == (not strict.reason)


@patiently
@given(st.lists(confidences, max_size=8, unique=True))
def test_counting_wants_exactly_as_many_as_asked_for(levels) -> None:
    verdict = judge(THREE, [seen("cup", level) for level in levels])

    assert verdict.correct == (sum(level > 0.9 for level in levels) == 3)


@pytest.mark.parametrize(
    ("spec", "limit"), [(APPLE, 0.3), (THREE, 0.9)], ids=["colors", "counting"]
)
def test_confidence_has_to_exceed_the_threshold(spec: Spec, limit: float) -> None:
    kind, number = spec.include[0].kind, spec.include[0].count

    at = judge(spec, [seen(kind, limit, colour="red")] * number)
    beyond = judge(spec, [seen(kind, limit + 1e-9, colour="red")] * number)

    assert at.reason == f"expected {kind}>={number}, found 0"
    assert beyond.correct


def test_only_the_most_confident_object_is_looked_at_unless_strictly() -> None:
    detections = [seen("apple", 0.8, colour="red"), seen("apple", 0.7, colour="blue")]
    swapped = [seen("apple", 0.7, colour="red"), seen("apple", 0.8, colour="blue")]

    assert judge(APPLE, detections).correct
    assert judge(APPLE, swapped).reason == "expected red apple>=1, found 0 red; and 1 blue"
    assert judge_strictly(APPLE, detections).reason == "not asked for: 1 apple"


def test_an_object_whose_colour_nobody_looked_at_is_of_no_colour() -> None:
    assert not judge(APPLE, [seen("apple")]).correct


def test_a_missing_reference_is_told_after_the_missing_object() -> None:
    verdict = judge(ABOVE, [seen("cat")])

    assert verdict.reason.splitlines() == [
        "expected dog>=1, found 0",
        "no target for cat to be above",
    ]


def test_a_reference_of_the_wrong_colour_is_no_target() -> None:
    dog, cat = ABOVE.include
    red_dog = dog.model_copy(update={"colour": "red"})
    spec = ABOVE.model_copy(update={"include": (red_dog, cat)})

    verdict = judge(spec, [seen("dog", y=200, colour="blue"), seen("cat")])

    assert verdict.reason.splitlines() == [
        "expected red dog>=1, found 0 red; and 1 blue",
        "no target for cat to be above",
    ]


def test_a_position_that_is_not_there_is_told_with_the_ones_that_are() -> None:
    diagonal = [seen("dog"), seen("cat", x=-200, y=200)]
    on_top = [seen("dog"), seen("cat", x=10)]

    assert judge(ABOVE, diagonal).reason == (
        "expected cat above target, found left of and below target"
    )
    assert judge(ABOVE, on_top).reason == "expected cat above target, found  target"


def test_y_points_down_and_overlapping_boxes_may_pass() -> None:
    assert judge(ABOVE, [seen("dog", y=45), seen("cat")]).correct
    assert not judge(ABOVE, [seen("dog", y=40), seen("cat")]).correct


def test_suppression_is_off_unless_asked_for() -> None:
    doubled = [seen("cup", level) for level in (0.99, 0.98, 0.97)]

    assert judge(THREE, doubled).correct
    assert judge(THREE, doubled, RuleOptions(max_overlap=0.9)).kept == {"cup": (0,)}


def test_the_cap_hides_surplus_from_the_rules_but_not_from_the_strict_judge() -> None:
    four = [seen("cup", level) for level in (0.99, 0.98, 0.97, 0.96)]
    capped = RuleOptions(max_objects=3)

    assert judge(THREE, four, capped).correct
    assert judge_strictly(THREE, four, capped).extras == 1


def test_every_prompt_is_read_and_written_again() -> None:
    lines = PROMPTS.read_text("utf-8").splitlines()

    assert [Spec.model_validate_json(line).as_line() for line in lines] == [
        line.replace(": ", ":").replace(", ", ",") for line in lines
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"class": "mouse"},
        {"color": "grey"},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"box": [5, 0, 4, 1]},
        {"box": [0, 0, 1]},
        {"box": [0, 0, float("inf"), 1]},
        {"label": 3},
    ],
)
def test_detections_that_mean_nothing_are_refused(wrong: dict[str, object]) -> None:
    right = {"class": "cup", "box": [0, 0, 9, 9], "confidence": 0.5, "color": "red"}
    assert Detection.model_validate(right).colour == "red"

    with pytest.raises(ValidationError):
        Detection.model_validate({**right, **wrong})


def test_options_that_mean_nothing_are_refused() -> None:
    for wrong in ({"treshold": 0.5}, {"max_objects": -1}, {"threshold": float("nan")}):
        with pytest.raises(ValidationError):
            RuleOptions.model_validate(wrong)


def test_a_place_beside_what_comes_later_is_refused() -> None:
    clause = {"class": "cat", "count": 1, "position": ["above", 0]}

    with pytest.raises(ValidationError, match="stands beside"):
        Spec.model_validate({"tag": "position", "include": [clause], "prompt": "a cat"})


@patiently
@given(st.text(max_size=200))
def test_any_text_is_read_as_cases_or_refused(tmp_path_factory, text) -> None:
    path = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    said = str(path)
    try:
        found = read_cases(path)
    except BadInput as refused:
        found, said = [], str(refused)

    assert found == []
    assert str(path) in said
