"""Choosing tokens: the likeliest that is let through, or a draw that a seed repeats."""

import torch
from torch import Tensor

from got_models.decoding import Chooser, write_tokens


class Only:
    """Lets some tokens through, admits fewer, and stops at token 0."""

    finished = False

    def __init__(self, offered: list[int], refused: frozenset[int] = frozenset()) -> None:
        self._offered, self._refused = torch.tensor(offered), refused
        self.lefts: list[int] = []

    def offers(self, left: int) -> Tensor:
        self.lefts.append(left)
        return self._offered

    def admits(self, token: int) -> bool:
        return token not in self._refused

    def take(self, token: int) -> str:
        self.finished = token == 0
        return "" if token == 0 else f"{token} "


def test_seed_zero_takes_the_likeliest_token_that_is_let_through() -> None:
    logits = torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0])

    assert Chooser(0).choose(logits, Only([0, 1, 2, 3]), left=9) == 3
    assert Chooser(0).choose(logits, Only([0, 1, 2, 3], frozenset({3})), left=9) == 2


def test_another_seed_draws_and_draws_the_same_again() -> None:
    logits = torch.zeros(100)
    everything = Only(list(range(100)))

    drawn = [
        [Chooser(seed).choose(logits, everything, left=9) for seed in (1, 2, 3, 4)] for _ in "ab"
    ]

    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 1


def test_a_draw_never_takes_a_token_from_the_unlikely_tail() -> None:
    logits = torch.tensor([5.0, 5.0, 0.0, 0.0])

    drawn = {Chooser(seed).choose(logits, Only([0, 1, 2, 3]), left=9) for seed in range(1, 60)}

    assert drawn == {0, 1}


def test_a_refused_draw_is_drawn_again() -> None:
    logits = torch.tensor([5.0, 9.0, 5.0, 1.0])
    constraint = Only([0, 1, 2, 3], frozenset({1}))

    drawn = {Chooser(seed).choose(logits, constraint, left=9) for seed in range(1, 40)}

    assert drawn == {0, 2}


def test_writing_counts_down_and_tells_the_text_as_it_comes() -> None:
    heard: list[str] = []
    script = iter([torch.tensor([0.0, 0.0, 1.0]), torch.tensor([1.0, 0.0, 0.0])])
    constraint = Only([0, 1, 2])

    tokens, text = write_tokens(
        torch.tensor([0.0, 1.0, 0.0]),
        lambda token: next(script),
        constraint,
        seed=0,
        limit=5,
        on_text=heard.append,
    )

    assert tokens == [1, 2, 0]
    assert text == "1 2 " == "".join(heard)
    assert constraint.lefts == [5, 4, 3]
