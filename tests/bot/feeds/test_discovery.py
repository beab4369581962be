from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.discovery import feed_links

URL = "https://example.org/blog/"


def found(html: str) -> tuple[str, ...]:
    return feed_links(html.encode(), URL)


def announced(href: str, media: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{media}" href="{href}">'


@pytest.mark.parametrize(
    "media",
    [
        "application/rss+xml",
        "application/atom+xml; charset=utf-8",
        "Application/Feed+JSON",
        "application/json",
    ],
)
def test_announced_feeds(media: str) -> None:
    assert found(announced("feed", media, "Alternate home")) == ("https://example.org/blog/feed",)


def test_a_feed_by_its_relation() -> None:
    assert found(announced("/f", "", "feed")) == ("https://example.org/f",)


def test_the_base_of_a_page() -> None:
    html = f'<base target="_top"><base href="//x.example/y/">{announced("feed")}'
    assert found(html) == ("https://x.example/y/feed",)


def test_feeds_come_in_order_once_and_those_of_comments_last() -> None:
    html = "".join(map(announced, ["/comments/feed/", "/b", "/a", "/b"]))
    assert found(html) == (
        "https://example.org/b",
        "https://example.org/a",
        "https://example.org/comments/feed/",
    )


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text",
        announced("/style", "text/css", "stylesheet"),
        announced("/de", "text/html"),
        announced("/wp-json/wp/v2/posts/1", "application/json"),
        announced("/oembed", "application/json+oembed"),
        announced("javascript:x"),
        '<link rel="alternate" type="application/rss+xml">',
        '<a href="/about">us</a><a name="feed">x</a><a href="/sitemap.xml">map</a>',
        '<a href="/feedback">tell us</a><a href="/rsst">no</a>',
    ],
)
def test_pages_without_feeds(html: str) -> None:
    assert found(html) == ()


@pytest.mark.parametrize(
    "path",
    [
        "/feed",
        "/feed/",
        "/rss",
        "/news/rss.xml",
        "/atom.xml",
        "/index.rdf",
        "/x.rss",
        "/a-feed.xml",
    ],
)
def test_links_that_look_like_feeds(path: str) -> None:
    assert found(f'<a href="{path}">x</a>') == (f"https://example.org{path}",)


def test_likely_links_only_where_none_is_announced() -> None:
    assert found(f'<a href="/rss">x</a>{announced("/feed")}') == ("https://example.org/feed",)


def test_there_is_a_last_feed() -> None:
    assert len(found("".join(announced(f"/{number}") for number in range(50)))) == 10


_PIECES = ["<link ", "<a ", "<base ", 'href="', "feed", '"', ">", "rel=alternate ", "http://[", "<"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join) | st.text() | st.binary())
def test_any_page(page: str | bytes) -> None:
    data = page.encode(errors="replace") if isinstance(page, str) else page
    assert all(link.startswith("http") for link in feed_links(data, URL))
