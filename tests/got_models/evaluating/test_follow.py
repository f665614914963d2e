"""Whether pictures follow their chains, judged by somebody who knows."""

from got_models.evaluating.devset import wish_cases
from got_models.evaluating.follow import by_kind, score_picture, summarise
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box


def scene(*named, style="natural"):
    things = tuple(
        Thing(
            kind=kind,
            colour=colour,
            box=Box(x0=300 * at, y0=0, x1=300 * at + side, y1=100),
            family="noto",
        )
        for at, (kind, colour, side) in enumerate(named)
    )
    return Scene(things=things, background=Background(kind="plain", colour="teal"), style=style)


TRUE = scene(("cup", "red", 120), ("dog", None, 250), ("cat", "blue", 380))


def test_a_true_picture_is_right_at_every_box(oracle):
    for case in wish_cases("seen", 20):
        scores = score_picture(case.id, case.scene, oracle.draw(case.scene), oracle)

        crowded = [s for s in scores if not s.right]
        assert not crowded


def test_kind_and_colour_are_told_apart(oracle):
    drawn = scene(("cup", "blue", 120), ("dog", "pink", 250), ("car", "blue", 380))

    scores = score_picture("x", TRUE, oracle.draw(drawn), oracle)

    assert [(s.kind_right, s.colour_right) for s in scores] == [
        (True, False),
        (True, None),
        (False, True),
    ]
    assert [s.right for s in scores] == [False, True, False]


def test_no_colour_is_asked_for_where_the_style_hides_it(oracle):
    drawn = scene(("cup", "blue", 120), style="sepia")
    asked = scene(("cup", "red", 120), style="sepia")

    assert score_picture("x", asked, oracle.draw(drawn), oracle)[0].right


def test_shares_are_told_by_size_and_kind(oracle):
    drawn = scene(("cup", "red", 120), ("dog", None, 250), ("car", "blue", 380))

    scores = score_picture("x", TRUE, oracle.draw(drawn), oracle)

    shares = {name: share.mean for name, share in summarise(scores).items()}
    assert shares["small"] == shares["medium"] == shares["colour"] == 1.0
    assert shares["large"] == 0.0
    assert list(by_kind(scores)) == ["cat", "cup", "dog"]
