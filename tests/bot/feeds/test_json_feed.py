from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.feed import MOST_ENTRIES, Entry, Feed
from bot.feeds.json_feed import looks_like_json, read_json_feed

URL = "https://example.org/feed.json"


def read(**fields: Any) -> Feed:
    return read_json_feed(json.dumps({"items": [], **fields}).encode(), URL)


def item(**fields: Any) -> Entry:
    return read(items=[fields]).entries[0]


def test_a_feed_of_version_1_1() -> None:
    assert read(
        version="https://jsonfeed.org/version/1.1",
        title="Blog &#8211; Paper",
        home_page_url="/blog",
        language="en-US",
        authors=[{"name": "Ann"}, {"name": "Bob"}],
        items=[
            {
                "id": 7,
                "title": "One &amp; <b>two</b>",
                "url": "one",
                "content_html": "<p>Long</p>",
                "content_text": "Long",
                "date_published": "2025-06-14T12:00:00+03:00",
                "tags": ["a", "b"],
            },
            {"id": "8", "authors": [{"name": "Cid"}], "content_text": "a < b\n\nc"},
        ],
    ) == Feed(
        format="json",
        title="Blog – Paper",
        site="https://example.org/blog",
        language="en",
        entries=(
            Entry(
                id="7",
                title="One & two",
                url="https://example.org/one",
                published=datetime(2025, 6, 14, 9, tzinfo=UTC),
                html="<p>Long</p>",
                author="Ann, Bob",
                topics=("a", "b"),
            ),
            Entry(id="8", author="Cid", html="<p>a &lt; b</p><p>c</p>"),
        ),
    )


def test_an_author_of_version_1() -> None:
    assert read(author={"name": "Ann"}, items=[{}]).entries[0].author == "Ann"
    assert item(author={"name": "Bob"}).author == "Bob"


def test_what_stands_for_what_is_missing() -> None:
    assert item(external_url="https://x.example/1").url == "https://x.example/1"
    assert item(summary="Short").html == "<p>Short</p>"
    assert item(date_modified="2025-06-14").published == datetime(2025, 6, 14, tzinfo=UTC)


def test_what_makes_no_sense_is_left_out() -> None:
    odd = item(id=[], title=1, url=5, content_html={}, date_published="x", tags="", authors="A")
    assert odd == Entry(author="A")
    assert read(items=[1, None, "x"], title=[], language=5) == Feed(format="json")


def test_a_feed_has_a_last_entry() -> None:
    assert len(read(items=[{}] * (MOST_ENTRIES + 1)).entries) == MOST_ENTRIES


@pytest.mark.parametrize(
    "data",
    [b"{", b"{}", b"[]", b'{"items": {}}', b'{"items":' * 100_000, b'{"x":' + b"9" * 9_999 + b"}"],
)
def test_what_is_no_feed(data: bytes) -> None:
    assert read_json_feed(data, URL) == Feed()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_any_unicode(encoding: str) -> None:
    data = ' {"title": "Навіны", "items": []}'.encode(encoding)
    assert looks_like_json(data)
    assert read_json_feed(data, URL).title == "Навіны"


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"\xef\xbb\xbf<rss>{", b"[]"])
def test_what_is_no_json_object(data: bytes) -> None:
    assert not looks_like_json(data)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_FIELDS = st.sampled_from(
    ["id", "title", "url", "content_html", "date_published", "tags", "author", "authors", "summary"]
)


@given(st.lists(st.dictionaries(_FIELDS, _ANYTHING), max_size=3))
def test_any_items_give_entries(items: list[dict[str, Any]]) -> None:
    assert len(read(items=items).entries) == len(items)
