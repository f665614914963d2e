"""Where arguments stand in messages, learned from dialogues of the world, apart from any weights.

    python -m got_models.training.argument_habits

writes `got_models/tool_calls/habits.json`: for every argument that is told in words, a weight for
each trait of a text, so that the right text of a message is the likeliest of all that are in it.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import torch

from got_models.sceneworld.dialogues import Turn, sample_turn
from got_models.tool_calls import habits
from got_models.tool_calls.candidates import candidates

FIRST_SEED, TURNS = 8_000_000, 3_500
MOST = 500
"""Most messages that one argument is learned from."""

CHOSEN = ("operation", "form")
"""Arguments that are told in words but chosen from a list."""

ROUNDS = (100, 50)
"""Steps at the higher rate, and at the lower one behind them."""

Traits = tuple[str, ...]
Example = tuple[Traits, Counter[Traits]]
"""The traits of the right text, and how many texts of a message have which traits."""


def examples(turns: Iterable[Turn]) -> dict[str, list[Example]]:
    """Return for every argument what stands where; what is in no message is left out."""
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for turn in turns:
        texts = candidates(turn.conversation)
        places = {one.text.lower(): one.traits for one in reversed(texts)}
        for call in turn.calls if len(turn.calls) == 1 else ():
            for name, value in call.arguments.items():
                told = isinstance(value, str) and name not in CHOSEN
                right = places.get(value.lower()) if told else None
                if right is not None and len(found[name]) < MOST:
                    found[name].append((right, Counter(one.traits for one in texts)))
    return dict(found)


def learned(told: list[Example]) -> dict[str, float]:
    """Return the weights of the traits with which the right texts are the likeliest."""
    names = sorted({trait for _, counts in told for traits in counts for trait in traits})
    rows = [(at, traits) for at, (_, counts) in enumerate(told) for traits in counts]
    has = torch.zeros(len(rows), len(names))
    for row, (_, traits) in enumerate(rows):
        has[row, [names.index(trait) for trait in traits]] = 1
    many = torch.tensor([told[at][1][traits] for at, traits in rows]).log()
    message = torch.tensor([at for at, _ in rows])
    right = torch.tensor([row for row, (at, traits) in enumerate(rows) if told[at][0] == traits])
    weights = torch.zeros(len(names), requires_grad=True)
    for rate, rounds in zip((0.2, 0.05), ROUNDS, strict=True):
        optimiser = torch.optim.Adam([weights], lr=rate)
        for _ in range(rounds):
            scores = has @ weights
            every = torch.zeros(len(told)).scatter_add(0, message, (scores + many).exp()).log()
            loss = (every - scores[right]).mean() + 1e-3 * weights.square().sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return {name: round(weight, 2) for name, weight in zip(names, weights.tolist(), strict=True)}


def main() -> None:
    """Learn from training's wordings and write the file."""
    seeds = range(FIRST_SEED, FIRST_SEED + TURNS)
    found = examples(sample_turn(random.Random(seed)) for seed in seeds)
    told = {name: learned(found[name]) for name in sorted(found)}
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    Path(habits.__file__).with_name(habits.FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
