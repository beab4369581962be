from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.feeds.article import Page, extract

_PARAGRAPHS = (
    "The minister arrived in the capital on Monday morning for two days of talks with officials.",
    "He met the president in the afternoon, and the two discussed trade, travel and prisoners.",
    "Both sides called the meeting useful, though neither of them said what would follow from it.",
)
_PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Minister in Minsk | The Paper</title>
<meta property="og:title" content="Minister in Minsk">
<meta property="og:site_name" content="The Paper">
<meta name="author" content="Ann Writer">
<meta property="article:published_time" content="2025-06-14T12:00:00Z">
<link rel="canonical" href="https://example.org/minister">
</head><body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<article><h1>Minister in Minsk</h1>{"".join(f"<p>{text}</p>" for text in _PARAGRAPHS)}</article>
<footer>Cookies and terms</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_it() -> None:
    page = extract(_PAGE.encode())
    assert page == Page(
        title="Minister in Minsk",
        text="\n\n".join(_PARAGRAPHS),
        published=datetime(2025, 6, 14, tzinfo=UTC),
        author="Ann Writer",
        language="en",
        source="The Paper",
        url="https://example.org/minister",
    )


def test_the_address_that_a_page_came_from_counts() -> None:
    bare = _PAGE.replace('content="The Paper"', 'content="https://social.example/paper"')
    page = extract(bare.replace(' lang="en-GB"', "").encode(), "https://www.news.example/x")
    assert page.url == "https://www.news.example/x"
    assert page.source == "news.example"
    assert page.language == ""


@pytest.mark.parametrize("html", [b"", b"\x00\xff", b"<html></html>"])
def test_what_is_no_page_is_empty(html: bytes) -> None:
    assert extract(html, "https://example.org").text == ""
