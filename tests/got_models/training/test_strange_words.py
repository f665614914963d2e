"""Made-up words in what is said."""

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from got_models.training import strange_words

SEEDS = st.integers(0, 2**63)


@given(seed=SEEDS)
def test_they_stand_for_the_same_nouns_in_message_and_answer(seed):
    said = "call it Luna and show me two cups beside the cup, not the bowl"
    repeated = '{"name": "Luna", "wish": "two cups beside the cup"}'

    said, answer = strange_words.for_things(said, repeated, random.Random(seed))

    words = r"call it (\w+) and show me two (\w+)s beside the \2, not the bowl"
    named, cup = re.fullmatch(words, said).groups()
    assert answer == f'{{"name": "{named}", "wish": "two {cup}s beside the {cup}"}}'
    assert answer != repeated


@given(seed=SEEDS)
def test_a_deed_is_hidden_and_what_it_is_about_stays(seed):
    said = strange_words.for_deeds("Paint the red cups in picture 2, please", random.Random(seed))

    word = re.fullmatch(r"(\w+) the red cups in picture 2, please", said)[1]
    assert word != "Paint"


@given(said=st.text())
def test_any_text_can_be_made_strange(said):
    strange_words.for_deeds(said, random.Random(0))
    strange_words.for_things(said, said, random.Random(0))
