from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.fields import draft_of, host, labels, language_code, named
from bot.model import Draft


def test_many_names_for_the_same_fields() -> None:
    draft = draft_of(
        {
            "headline": "Envoy &amp; ministers",
            "articleBody": "<p>He came.</p><p>He left.</p>",
            "link": "https://www.example.org/a",
            "publisher": {"name": "The Paper"},
            "authors": [{"name": "A. Writer"}, "B. Second", {"id": 1}],
            "pubDate": "Sat, 14 Jun 2025 12:00:00 GMT",
            "inLanguage": "en_US",
            "keywords": "belarus; diplomacy, belarus",
        }
    )
    assert draft == Draft(
        title="Envoy & ministers",
        text="He came.\n\nHe left.",
        url="https://www.example.org/a",
        source="The Paper",
        author="A. Writer, B. Second",
        published=datetime(2025, 6, 14, 12, tzinfo=UTC),
        language="en",
        topics=("belarus", "diplomacy"),
    )


def test_whole_texts_go_before_abstracts() -> None:
    draft = draft_of({"title": "T", "summary": "Short.", "body": "", "content": "Whole."})
    assert draft is not None
    assert draft.text == "Whole."


def test_what_a_draft_does_not_say_others_say_for_it() -> None:
    fields = {"text": "Words.", "url": "https://www.example.org/a"}
    assert draft_of(fields) == Draft(
        title="Words.", text="Words.", url="https://www.example.org/a", source="example.org"
    )
    told = draft_of(fields, source="The Paper", language="be")
    assert told is not None
    assert (told.source, told.language) == ("The Paper", "be")


def test_nothing_to_show_is_no_draft() -> None:
    assert draft_of({"url": "https://example.org", "title": " ", "text": None}) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pt_BR", "pt"),
        ("fil", "fil"),
        ("English", ""),
        ("", ""),
        ("е", ""),
    ],
)
def test_language_codes(text: str, code: str) -> None:
    assert language_code(text) == code


def test_hosts() -> None:
    assert host("https://www.example.org:8080/a?b") == "example.org"
    assert host("http://[broken") == ""
    assert host("no address") == ""


def test_labels_and_names_take_what_they_can() -> None:
    assert labels(["a", {"name": "b"}, 3, None, "a"]) == ("a", "b", "3")
    assert labels({"a": 1}) == ()
    assert named({"title": "The Paper"}) == "The Paper"
    assert named({"name": {"name": "deep"}}) == ""


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_NAMES = st.sampled_from(
    ["title", "text", "content", "url", "source", "author", "date", "lang", "tags"]
)


@given(st.dictionaries(_NAMES, _JSON))
def test_any_values_give_a_titled_draft_or_none(fields: dict[str, Any]) -> None:
    draft = draft_of(fields)
    assert draft is None or draft.title
