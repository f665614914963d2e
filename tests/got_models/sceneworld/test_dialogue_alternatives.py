"""Many sayings from a short text."""

from got_models.sceneworld.dialogue_alternatives import alternatives, ways


def test_slashes_part_sayings_and_brackets_their_alternatives():
    assert alternatives("undo [|that|it] / [go|step] back") == (
        "undo",
        "undo that",
        "undo it",
        "go back",
        "step back",
    )


def test_every_bracket_of_a_saying_is_chosen_from():
    assert len(set(alternatives("[a|b|c] x [|d] y [e|f]"))) == 12


def test_line_breaks_are_spaces_also_within_brackets():
    assert alternatives("\n  {p} please /\n  show [me|\n  us] {p}\n") == (
        "{p} please",
        "show me {p}",
        "show us {p}",
    )


def test_a_slash_within_a_word_parts_nothing():
    assert alternatives("and/or / ctrl+z") == ("and/or", "ctrl+z")


def test_held_out_ways_are_kept_apart():
    wordings = ways("a / b", heldout="[c|d]")

    assert wordings.seen == ("a", "b")
    assert wordings.heldout == ("c", "d")
