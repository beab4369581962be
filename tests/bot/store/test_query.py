from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.store.query import Query, parse, to_exclusion, to_match


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE found USING "
            "fts5(title_stems, text_stems, source_words, tokenize = 'ascii')"
        )
        yield connection


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("Санкцыі ЗША", Query(wanted=(("санкцыі",), ("зша",)))),
        ('"peace talks" minsk', Query(wanted=(("peace", "talks"), ("minsk",)))),
        ("«мирные переговоры»", Query(wanted=(("мирные", "переговоры"),))),
        ('"never closed', Query(wanted=(("never", "closed"),))),
        ("war -peace", Query(wanted=(("war",),), without=(("peace",),))),
        ('war -"peace talks"', Query(wanted=(("war",),), without=(("peace", "talks"),))),
        ("co-operation a:b", Query(wanted=(("co", "operation"), ("a", "b")))),
        ("war war", Query(wanted=(("war",),))),
        ("since:2026-01-31", Query(since=datetime(2026, 1, 31, tzinfo=UTC))),
        ("Since: 2026-01-31", Query(since=datetime(2026, 1, 31, tzinfo=UTC))),
        ("since:2026-02-30", Query(problems=("search.bad_date",))),
        ("since:yesterday", Query(problems=("search.bad_date",))),
        ("source:BBC", Query(sources=(("bbc",),))),
        ('source:"Nasha Niva" source:dw', Query(sources=(("nasha", "niva"), ("dw",)))),
        ("-source:bbc", Query(without_sources=(("bbc",),))),
        ("( - -- \" ' * ^ 🙂", Query()),
        ("since:", Query(wanted=(("since",),))),
    ],
)
def test_parsing(text: str, query: Query) -> None:
    assert parse(text) == query


def test_a_pasted_page_is_cut_short() -> None:
    query = parse(" ".join(f"word{number}" for number in range(1000)))
    assert query.words == tuple(f"word{number}" for number in range(20))
    assert parse('"' + "long phrase " * 50 + '"').words == ("long", "phrase")


def test_all_words_in_any_form() -> None:
    match = to_match(parse("санкции Trump"))
    assert match is not None
    first, second = match.split(" AND ")
    assert '"санкц"' in first
    assert '"trump"' in second


def test_a_phrase_is_stemmed_as_one_language_has_it() -> None:
    match = to_match(parse('"мирные переговоры"'))
    assert match is not None
    assert '"мирн переговор"' in match


def test_what_must_not_be_there() -> None:
    assert to_exclusion(parse("war")) is None
    assert to_match(parse("-peace")) is None
    assert to_exclusion(parse("-peace -source:bbc")) is not None
    match = to_match(parse("war -peace"))
    assert match is not None
    assert " NOT " in match


def test_emptiness() -> None:
    assert parse("🙂 since:never").is_empty
    for text in ("war", "-war", "source:bbc", "-source:bbc", "since:2026-01-01"):
        assert not parse(text).is_empty


_MARKS = st.text("\"'-:()*^{}+.|\\ \0abя🙂ORANDNEAR", max_size=60)
_PARTS = st.lists(
    st.sampled_from(["AND", "OR", "NOT", "NEAR(", "-", '"', "since:", "source:", "C++", "a:b", "*"])
)


@given(st.one_of(st.text(), _MARKS, _PARTS.map(" ".join), st.text(st.characters())))
@example("x" * 4000)
@example('" ' * 2000)
@example("\ud83d -\ud83d source:\ud83d")
@example("a\0b")
def test_no_text_can_raise(index: sqlite3.Connection, text: str) -> None:
    query = parse(text)
    for expression in (to_match(query), to_exclusion(query)):
        if expression is not None:
            index.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,)).fetchall()
