"""What the tokens of a picture lie on."""

import pytest
import torch

from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Box
from got_models.training.sight_code import Seen, SightHead


def thing(kind, colour, corners):
    x0, y0, x1, y1 = corners
    return Thing(kind=kind, colour=colour, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), family="noto")


def scene(*things):
    return Scene(things=things, background=Background(kind="plain", colour="gray"))


def test_a_token_lies_on_the_thing_that_covers_its_square():
    seen = Seen.of(scene(thing("cat", "red", (0, 0, 499, 249))), 4)

    kinds = seen.kinds.reshape(4, 4)
    assert kinds[0].tolist() == [CLASSES.index("cat") + 1] * 2 + [0, 0]
    assert not kinds[1:].any()
    assert seen.colours.reshape(4, 4)[0, 0] == COLOURS.index("red") + 1
    assert seen.boxes.reshape(4, 4, 4)[0, 1].tolist() == pytest.approx([0, 0, 499 / 999, 249 / 999])


def test_later_things_lie_on_top_and_slivers_count_for_nothing():
    below, above = thing("cat", None, (0, 0, 999, 999)), thing("dog", "blue", (0, 0, 560, 500))

    kinds = Seen.of(scene(below, above), 2).kinds

    assert kinds.tolist() == [CLASSES.index("dog") + 1] + [CLASSES.index("cat") + 1] * 3


def test_the_head_learns_what_tokens_lie_on():
    torch.manual_seed(0)
    pictures = [
        scene(thing("cat", "red", (0, 0, 500, 999))),
        scene(thing("bus", None, (500, 0, 999, 500))),
    ]
    seen = Seen.join([Seen.of(one, 4) for one in pictures])
    tokens, head = torch.randn(32, 24), SightHead(24)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.05)
    first, _ = head(tokens, seen)
    for _ in range(60):
        loss, right = head(tokens, seen)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    assert loss.item() < 0.2 * first.item()
    assert right.item() == 1.0


def test_a_picture_of_nothing_teaches_as_well():
    seen, head = Seen.of(scene(), 4), SightHead(24)

    loss, right = head(torch.randn(16, 24), seen)
    loss.backward()

    assert torch.isfinite(loss)
    assert right.item() == 0.0
    assert torch.isfinite(head.kinds.weight.grad).all()
    assert not head.boxes.weight.grad.any()
