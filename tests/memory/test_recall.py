"""Search finds what was said, takes any question, and says where."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.thought import Chain
from memory.archive import Archive
from memory.recall import MARK_END, MARK_START, match_words
from memory.values import Making


def test_finds_the_version_drawn_from_a_chain(
    archive: Archive, session: str, chain: Chain, making: Callable[..., Making]
) -> None:
    shown = archive.chains.show(session, chain)
    version = archive.versions.add(session, making(1, chain=shown.id))

    (hit,) = archive.recall.find("apples gray")

    assert (hit.kind, hit.id, hit.version, hit.session) == ("chain", shown.id, version.id, session)
    assert hit.title == "a red apple"
    assert f"{MARK_START}apple{MARK_END}" in hit.excerpt
    assert "box_start" not in hit.excerpt


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("kite", [0, 1]),
        ("KITES", [0, 1]),
        ("kite blue", [1]),
        ("blue ki", [1]),
        ('"kite red"', []),
        ('"red kite"', [0, 1]),
        ("cafe", [2]),
        ("été", [2]),
        ("NOT kite", []),
        ("kite*", [0, 1]),
        ("text:kite", []),
        ('"', []),
        ("*", []),
        ("-- ' ; drop table messages", []),
        ("", []),
    ],
)
def test_finds_every_word_in_any_ending(
    archive: Archive, session: str, question: str, numbers: list[int]
) -> None:
    texts = ("a red kite", "a blue kite over a red kite house", "une Café en ete")
    said = [archive.messages.add(session, "user", text).id for text in texts]

    found = {hit.id for hit in archive.recall.find(question)}

    assert found == {said[number] for number in numbers}


def test_filters_by_session_and_time(archive: Archive, session: str) -> None:
    other = archive.sessions.create("other").id
    said = [archive.messages.add(place, "user", "a kite") for place in (session, other, session)]
    middle = said[1].created.timestamp()

    def numbers(**filters: object) -> list[int]:
        return [hit.id for hit in archive.recall.find("kite", **filters)]  # type: ignore[arg-type]

    assert numbers(session=session) == [said[2].id, said[0].id]
    assert numbers(session=other) == [said[1].id]
    assert numbers(session="nobody") == []
    assert numbers(since_s=middle) == [said[2].id, said[1].id]
    assert numbers(until_s=middle) == [said[1].id, said[0].id]
    assert numbers(limit=1) == [said[2].id]


def test_a_short_text_about_the_word_comes_before_a_long_one(
    archive: Archive, session: str
) -> None:
    short = archive.messages.add(session, "user", "a kite")
    archive.messages.add(session, "user", "a kite and " + "many other things " * 30)

    assert archive.recall.find("kite")[0].id == short.id


def found_in(text: str, words: str) -> bool:
    """Ask an index set up like those of the archive."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            "create virtual table texts using fts5 "
            "(words, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        index.execute("insert into texts values (?)", [text])
        return bool(index.execute("select 1 from texts where texts match ?", [words]).fetchone())


@settings(max_examples=300, deadline=None)
@given(question=st.text(st.sampled_from("ab\"'*^(){}:+-.,NEAROT \0\ud800é_猫"), max_size=30))
def test_no_question_is_a_mistake_to_the_search(question: str) -> None:
    if words := match_words(question):
        assert found_in("a b", words) in (True, False)


@settings(deadline=None)
@given(word=st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=8))
def test_a_word_finds_itself_whatever_stands_around_it(word: str) -> None:
    for question in (word, f'"{word}"', f"+{word}", f"{word})", f"({word} *"):
        assert found_in(f"({word}), and more", match_words(question))
