from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.feeds.markdown import read_markdown

_FULL = """---
title: "Envoy to visit *Minsk*"
date: 2025-06-14
author: [A. Writer, {name: B. Second}]
source: {name: The Paper}
url: https://example.org/a
language: en-GB
tags: belarus, diplomacy
---
# Envoy to visit Minsk

He **will** come.

- soon
"""


def test_front_matter_names_the_fields() -> None:
    draft = read_markdown(_FULL, "a.md")
    assert draft is not None
    assert draft.title == "Envoy to visit *Minsk*"
    assert draft.text == "Envoy to visit Minsk\n\nHe will come.\n\nsoon"
    assert draft.author == "A. Writer, B. Second"
    assert draft.source == "The Paper"
    assert draft.url == "https://example.org/a"
    assert draft.language == "en"
    assert draft.topics == ("belarus", "diplomacy")
    assert draft.published == datetime(2025, 6, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "# The *news* #\n\nText.",
        "The *news*\n====\n\nText.",
        "---\ntitle: The news\n---\n# The news\n\nText.",
    ],
)
def test_a_first_heading_is_the_title(text: str) -> None:
    draft = read_markdown(text, "a.md")
    assert draft is not None
    assert (draft.title, draft.text) == ("The news", "Text.")


def test_without_a_heading_the_first_words_serve() -> None:
    draft = read_markdown("Just *text*.", "a.md")
    assert draft is not None
    assert (draft.title, draft.text) == ("Just text.", "Just text.")


def test_a_blank_document_has_no_article() -> None:
    assert read_markdown("\n", "a.md") is None


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    draft = read_markdown("---\n\nText without an end of the matter.", "a.md")
    assert draft is not None
    assert draft.text == "Text without an end of the matter."


@pytest.mark.parametrize(
    ("matter", "line"),
    [
        ("title: [unclosed\nb: 1\n", 3),
        ("- a\n- b\n", 1),
        ("date: 2025-99-99\n", 1),
        ("a: !x 1\n", 2),
    ],
)
def test_broken_front_matter_says_where(matter: str, line: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read_markdown(f"---\n{matter}---\nText", "a.md")
    assert caught.value.key == "document.front_matter"
    assert caught.value.arguments["name"] == "a.md"
    assert caught.value.arguments["line"] == line


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for source in (text, f"---\n{text}\n---\nx"):
        try:
            read_markdown(source, "a.md")
        except DocumentError as fault:
            assert fault.key == "document.front_matter"  # noqa: PT017  # either outcome is right
