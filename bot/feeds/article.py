"""The article of a web page, without its menus, adverts and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.fields import host, language_code
from bot.feeds.instants import instant
from bot.feeds.markup import html_to_text, looks_like_html
from bot.feeds.prose import headline

_LANGUAGE = re.compile(rb"<html\b[^>]*?\slang\s*=\s*[\"']?([a-z_-]{2,20})", re.IGNORECASE)
_HEAD = 10_000
# What pages say to search engines and social networks of when they came out, to the second.
_PUBLISHED = re.compile(
    rb"(?:published_time|datePublished|pubdate)\b[^<>{}]{0,40}?"
    rb"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a web page says; a field is empty (`published`: None) where the page does not tell."""

    title: str = ""
    text: str = ""
    published: datetime | None = None
    author: str = ""
    language: str = ""
    source: str = ""
    url: str = ""


def extract(html: bytes, url: str = "") -> Page:
    """The main text and the metadata of a page; `url` is where it came from, if known.

    The text's letters are as the page composes them, so that a quote of it is found in the page.
    Works by Trafilatura (https://doi.org/10.18653/v1/2021.acl-demo.15), which takes its time:
    20 ms and more for a page. What is no page gives an empty `Page`.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(html, url=url or None, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return Page(url=url)
    title, address = headline(found.title or ""), url or found.url or ""
    return Page(
        title=title,
        text=_text(found.text or "", title),
        published=_published(html, found.date or ""),
        author=headline(found.author or ""),
        language=_declared_language(html),
        source=_site(found.sitename or "") or host(address),
        url=address,
    )


def _text(text: str, title: str) -> str:
    """The paragraphs, without those that repeat the title."""
    lines = (html_to_text(line) if looks_like_html(line) else line for line in text.split("\n"))
    kept = (line.rstrip() for line in lines if _letters(line) != _letters(title))
    return "\n\n".join(filter(None, kept))


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line)).casefold()


def _published(html: bytes, day: str) -> datetime | None:
    """The instant, where the page gives one on the day that Trafilatura finds; else that day."""
    stamps = (stamp.decode("ascii") for stamp in _PUBLISHED.findall(html))
    return instant(next((stamp for stamp in stamps if day and stamp.startswith(day)), day))


def _site(name: str) -> str:
    """Some pages give the address of an account where their name is asked for."""
    return "" if "://" in name else headline(name)


def _declared_language(html: bytes) -> str:
    found = _LANGUAGE.search(html[:_HEAD])
    return language_code(found[1].decode("ascii")) if found else ""
