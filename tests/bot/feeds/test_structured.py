from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.feeds.structured import read_json, read_json_lines


def _titles(text: str) -> list[str]:
    return [draft.title for draft in read_json(text, "a.json").drafts]


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "One"}',
        '[{"title": "One"}]',
        '{"articles": [{"headline": "One"}]}',
        '{"status": "ok", "items": [{"title": "One"}]}',
    ],
)
def test_shapes_of_json(text: str) -> None:
    assert _titles(text) == ["One"]


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "language": "en-US",
        "items": [
            {
                "id": "1",
                "url": "https://example.org/1",
                "title": "One",
                "content_html": "<p>Text</p>",
            },
            {"id": "2", "content_text": "Tekst", "language": "pl", "source": "Gazeta"},
        ],
    }
    one, two = read_json(json.dumps(feed), "feed.json").drafts
    assert (one.title, one.text, one.source, one.language) == ("One", "Text", "The Paper", "en")
    assert (two.title, two.text, two.source, two.language) == ("Tekst", "Tekst", "Gazeta", "pl")


def test_a_bad_item_does_not_lose_the_others() -> None:
    reading = read_json('[{"title": "One"}, {"id": 2}, "three", {"title": "Four"}]', "a.json")
    assert [draft.title for draft in reading.drafts] == ["One", "Four"]
    assert [(fault.key, fault.arguments) for fault in reading.faults] == [
        ("document.item", {"name": "a.json", "number": 2}),
        ("document.item", {"name": "a.json", "number": 3}),
    ]


@pytest.mark.parametrize("text", ["{}", "3", '"text"', "null"])
def test_json_without_an_article(text: str) -> None:
    assert [fault.key for fault in read_json(text, "a.json").faults] == ["document.no_article"]


def test_broken_json_says_where() -> None:
    with pytest.raises(DocumentError) as caught:
        read_json('{\n"title": "One",\n}', "a.json")
    assert caught.value.key == "document.json"
    assert caught.value.arguments["line"] == 3


@pytest.mark.parametrize("text", ["[" * 100_000, "[" + "9" * 5_000 + "]"])
def test_json_that_the_parser_gives_up_on(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_json(text, "a.json")
    assert caught.value.key == "document.json"


def test_a_bad_line_does_not_lose_the_others() -> None:
    reading = read_json_lines('{"title": "One"}\n\n{"title": \n[1]\n{"title": "Two"}\n', "a.jsonl")
    assert [draft.title for draft in reading.drafts] == ["One", "Two"]
    assert [fault.key for fault in reading.faults] == ["document.json", "document.line"]
    assert reading.faults[0].arguments["line"] == 3
    assert reading.faults[1].arguments["number"] == 4


@given(st.text() | st.text(alphabet='[]{}:,"1 \n'))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    read_json_lines(text, "a.jsonl")
    try:
        read_json(text, "a.json")
    except DocumentError as fault:
        assert fault.key == "document.json"  # noqa: PT017  # either outcome is right
