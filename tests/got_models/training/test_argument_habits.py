"""What is learned of where arguments stand."""

import random
from collections import Counter

from got_models.sceneworld.dialogues import sample_turn
from got_models.training.argument_habits import examples, learned


def test_what_always_stands_at_the_end_is_looked_for_there():
    ends, begins = ("ends outer",), ("begins outer",)
    told = [(ends, Counter({ends: 1, begins: 3}))] * 20

    weights = learned(told)

    assert weights["ends outer"] > weights["begins outer"] + 3


def test_the_words_of_an_argument_are_found_in_its_message():
    found = examples(sample_turn(random.Random(seed)) for seed in range(60))

    assert {"wish", "instruction"} <= set(found)
    assert not {"operation", "form"} & set(found)
    for told in found.values():
        assert all(counts[traits] > 0 for traits, counts in told)
