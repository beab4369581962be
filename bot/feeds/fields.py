"""The fields of a draft, from whatever names and shapes a document gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.feeds.instants import instant
from bot.feeds.prose import body, first_words, headline, plain, unmarked
from bot.model import Draft

# The first of these names that holds something wins: whole texts before their abstracts.
_NAMES = {
    "title": ("title", "headline", "name"),
    "text": (
        *("text", "content_text", "body", "articleBody", "content", "content_html"),
        *("summary", "description"),
    ),
    "url": ("url", "link", "external_url", "canonical_url"),
    "source": ("source", "publisher", "site", "site_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": (
        *("published", "date", "pubDate", "date_published", "published_at", "publishedAt"),
        *("datePublished", "pubdate", "created_at"),
    ),
    "language": ("language", "lang", "inLanguage"),
    "topics": ("topics", "tags", "keywords", "categories"),
}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE | re.ASCII)


def draft_of(fields: Mapping[str, Any], *, source: str = "", language: str = "") -> Draft | None:
    """The draft in a mapping of loosely named fields; None when it has no title and no text.

    `source` and `language` are for a draft that does not name its own.
    """
    found = {name: _first(fields, aliases) for name, aliases in _NAMES.items()}
    text = body(found["text"])
    title = headline(unmarked(found["title"])) or first_words(text)
    if not title:
        return None
    url = plain(found["url"])
    return Draft(
        title=title,
        text=text,
        url=url,
        source=named(found["source"]) or source or host(url),
        author=named(found["author"]),
        published=instant(found["published"]),
        language=language_code(plain(found["language"])) or language,
        topics=labels(found["topics"]),
    )


def language_code(text: str) -> str:
    """`en-US` → `en`; "" for what is no language code."""
    found = _LANGUAGE.fullmatch(text.strip())
    return found[1].lower() if found else ""


def host(url: str) -> str:
    """The site that a link points to, which names the source when nothing else does."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def labels(value: object) -> tuple[str, ...]:
    """Topics as written: a list of words or objects with a name, or words between commas."""
    parts = re.split(r"[,;]", value) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return ()
    return tuple(dict.fromkeys(label for part in parts if (label := named(part))))


def named(value: object) -> str:
    """The name in a string, an object with a name or title, or a list of either."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    return _name(value)


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return headline(plain(value))


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((fields[name] for name in names if fields.get(name)), None)
