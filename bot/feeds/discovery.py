"""The feeds that a web page offers (https://www.rssboard.org/rss-autodiscovery)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from bot.feeds.links import web_link
from bot.feeds.tree import html_tree

_MOST = 10
_MOST_ELEMENTS = 20_000
_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
# WordPress offers each page as JSON that is no feed, and under articles a feed of their comments.
_NO_FEED, _COMMENTS = re.compile(r"/wp-json/|[?&]rest_route="), re.compile(r"/comments/")
_LIKELY = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom)(?:/|\.(?:xml|json|php)$|$)|\.(?:rss|atom|rdf)$"
    r"|(?:feed|rss|atom)[^/]*\.xml$",
    re.IGNORECASE,
)


def feed_links(html: bytes, url: str) -> tuple[str, ...]:
    """The addresses of a page's feeds, at most 10, its own before those of comments.

    Those that its head announces, else those that its links look like. `url` is where the page
    came from. Never raises.
    """
    root = html_tree(html)
    if root is None:
        return ()
    named = (tag for tag in root.iter() if tag.tag in {"base", "link", "a"})
    elements = [*islice(named, _MOST_ELEMENTS)]
    base = next((link for tag in elements if (link := _base(tag, url))), url)
    links = dict.fromkeys(_announced(elements, base)) or dict.fromkeys(_likely(elements, base))
    # sorted() keeps the page's order among equals.
    return tuple(sorted(links, key=lambda link: bool(_COMMENTS.search(link)))[:_MOST])


def _base(tag: Element, url: str) -> str:
    return web_link(tag.get("href"), url) if tag.tag == "base" else ""


def _announced(elements: list[Element], base: str) -> Iterator[str]:
    for tag in elements:
        kinds = tag.get("rel", "").lower().split()
        if tag.tag != "link" or not {"alternate", "feed"}.intersection(kinds):
            continue
        link = web_link(tag.get("href"), base)
        media = tag.get("type", "").partition(";")[0].strip().lower()
        if link and (media in _TYPES or "feed" in kinds) and not _NO_FEED.search(link):
            yield link


def _likely(elements: list[Element], base: str) -> Iterator[str]:
    for tag in elements:
        link = web_link(tag.get("href"), base) if tag.tag == "a" else ""
        if link and _LIKELY.search(urlsplit(link).path):
            yield link
