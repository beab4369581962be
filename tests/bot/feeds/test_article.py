from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.article import Page, extract
from tests.benchmarks.feeds import DATA, extraction

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
        published=datetime(2025, 6, 14, 12, tzinfo=UTC),
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


def page_with(head: str = "", paragraphs: tuple[str, ...] = _PARAGRAPHS) -> Page:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    return extract(html.encode(), "https://example.org/x")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<script type="application/ld+json">{"datePublished":"2025-06-14T12:00Z"}</script>',
            datetime(2025, 6, 14, 12, tzinfo=UTC),
        ),
        (
            '<meta property="article:published_time" content="2025-06-14T23:30:00.5-04:00">',
            datetime(2025, 6, 15, 3, 30, 0, 500_000, tzinfo=UTC),
        ),
        ('<meta name="date" content="2025-06-14">', datetime(2025, 6, 14, tzinfo=UTC)),
        ("", None),
    ],
)
def test_when_a_page_was_published(head: str, published: datetime | None) -> None:
    assert page_with(head).published == published


def test_a_title_is_not_repeated_however_it_is_written() -> None:
    head = '<meta property="og:title" content="Talks in Minsk: a summary of two days">'
    page = page_with(head, ("Talks in Minsk – A SUMMARY of two days", *_PARAGRAPHS))
    assert page.text == "\n\n".join(_PARAGRAPHS)


def test_markup_that_was_escaped_twice_is_text_again() -> None:
    page = page_with("", ("The &amp;quot;minister&amp;quot; spoke at length on it.", *_PARAGRAPHS))
    assert page.text.startswith('The "minister" spoke')


def test_letters_stay_as_the_page_composes_them() -> None:
    apart = unicodedata.normalize("NFD", "Für die Gespräche reiste der Minister am Montag an.")
    assert apart in page_with("", (apart, *_PARAGRAPHS)).text


_PIECES = [
    "<p>",
    "<div",
    ">",
    "</p>",
    "<b>",
    "<!--",
    "<time datetime=",
    "2020-01-01",
    "a b c. ",
    "&#0;",
]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(_PIECES)).map("".join) | st.text())
def test_any_page_gives_a_page(markup: str) -> None:
    extract(markup.encode(errors="replace"), "https://example.org/x")
    page_with(markup, (markup, *_PARAGRAPHS))


@pytest.mark.skipif(not DATA.exists(), reason="the pages lie beside the checkout: ../shared/data")
def test_the_pages_of_other_extractors() -> None:
    means, snippets = extraction()
    assert means["scrapinghub/article-extraction-benchmark"] >= 0.965
    assert means["flairNLP/fundus"] >= 0.93
    assert snippets["with"] >= (196, 214)
    assert snippets["without"] >= (187, 210)
