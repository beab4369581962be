from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import DocumentError
from bot.feeds.sidecar import amend
from bot.model import Draft

_ARTICLE = Draft(title="First words…", text="First words and more.", source="example.org")
_HEADLINES = (Draft(title="One"), Draft(title="Two"))
_NOON = datetime(2025, 6, 14, 12, tzinfo=UTC)


def test_no_sidecar_changes_nothing() -> None:
    assert amend((_ARTICLE, *_HEADLINES), b"", "a.toml") == (_ARTICLE, *_HEADLINES)


def test_a_sidecar_has_the_last_word() -> None:
    sidecar = """
        [article]
        title = "A proper title"
        source = "The Paper"
        author = "A. Writer"
        url = "https://example.org/a"
        published = 2025-06-14T12:00:00Z
        language = "en"
        topics = ["belarus", "diplomacy"]
        [headlines]
        published = 2025-06-14T12:00:00Z
    """
    article, one, two = amend((_ARTICLE, *_HEADLINES), sidecar.encode(), "a.toml")
    assert article == Draft(
        title="A proper title",
        text=_ARTICLE.text,
        url="https://example.org/a",
        source="The Paper",
        author="A. Writer",
        published=_NOON,
        language="en",
        topics=("belarus", "diplomacy"),
    )
    assert (one.published, two.published) == (_NOON, _NOON - timedelta(seconds=1))
    assert (one.title, two.title) == ("One", "Two")


@pytest.mark.parametrize(
    "sidecar",
    [
        "no toml",
        "[articles]\nsource = 'x'",
        "article = 3",
        "[article]\ncolour = 'red'",
        "[article]\npublished = 'yesterday'",
        "[article]\ntopics = 3",
        "[headlines]\ntitle = 'One for both'",
    ],
)
def test_a_wrong_sidecar_is_refused(sidecar: str) -> None:
    with pytest.raises(DocumentError) as caught:
        amend((_ARTICLE, *_HEADLINES), sidecar.encode(), "a.toml")
    assert caught.value.key == "document.sidecar"
    assert caught.value.arguments["name"] == "a.toml"
    assert caught.value.arguments["reason"]
