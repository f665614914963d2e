"""Steering a denoiser by boxes, on a denoiser whose answer can be told in advance."""

from typing import Any

import pytest
import torch

from got_models.brushes.regional import Region, can_steer, steered, words_heard
from got_models.thought import Box

LEFT = Box(x0=0, y0=0, x1=499, y1=999)


class Echo(torch.nn.Module):
    """Answers with the words it was told, everywhere; packed or as a grid."""

    def forward(
        self, sample: Any, timestep: Any, encoder_hidden_states: Any, return_dict: bool = True
    ) -> Any:
        told = encoder_hidden_states.view(-1, *[1] * (sample.ndim - 1))
        return (torch.zeros_like(sample) + told,)


def test_inside_a_box_its_words_weigh_what_they_should() -> None:
    echo, region = Echo(), Region(LEFT, ({"encoder_hidden_states": torch.tensor([10.0])},))

    with steered(echo, [region], strength=4.0, grid=(1, 1)):
        answer = echo(torch.zeros(1, 2, 4, 4), 5, encoder_hidden_states=torch.tensor([0.0]))[0]

    assert torch.allclose(answer[..., :1], torch.tensor(8.0))
    assert (answer[..., 2:] == 0).all()
    assert "forward" not in vars(echo)


def test_tokens_in_a_row_are_a_grid_and_those_behind_it_are_left_alone() -> None:
    echo, region = Echo(), Region(LEFT, ({"encoder_hidden_states": torch.tensor([10.0])},))

    with steered(echo, [region], strength=1e9, grid=(2, 4)):
        answer = echo(torch.zeros(1, 11, 3), 5, encoder_hidden_states=torch.tensor([1.0]))[0]

    assert answer[0, :8, 0].round().tolist() == [10, 10, 1, 1, 10, 10, 1, 1]
    assert (answer[0, 8:] == 1).all()


def test_each_pass_of_a_step_gets_its_own_words() -> None:
    echo = Echo()
    told = tuple({"encoder_hidden_states": torch.tensor([value])} for value in (10.0, 20.0))
    answers = []

    with steered(echo, [Region(LEFT, told)], strength=1e9, grid=(1, 1)):
        for time in (9, 9, 8, 8):
            answer = echo(torch.zeros(1, 1, 2, 2), time, encoder_hidden_states=torch.tensor([0.0]))
            answers.append(round(answer[0][0, 0, 0, 0].item()))

    assert answers == [10, 20, 10, 20]


def test_listening_ends_with_the_first_step_and_leaves_nothing_behind() -> None:
    echo, asked = Echo(), []

    def run() -> None:
        for time in (9, 9, 8):
            asked.append(time)
            echo(torch.zeros(1, 1, 2, 2), torch.tensor(time), torch.tensor([float(len(asked))]))
        raise AssertionError("it was not broken off")

    heard = words_heard(echo, run)

    assert [one["encoder_hidden_states"].item() for one in heard] == [1.0, 2.0]
    assert asked == [9, 9, 8]
    assert "forward" not in vars(echo)


def test_a_broken_run_gives_the_denoiser_back() -> None:
    echo = Echo()

    with pytest.raises(RuntimeError), steered(echo, [], strength=1, grid=(1, 1)):
        raise RuntimeError
    assert "forward" not in vars(echo)


def test_only_denoisers_that_are_told_words_can_be_steered() -> None:
    assert can_steer(Echo)
    assert not can_steer(torch.nn.Linear)
    assert not can_steer(None)
