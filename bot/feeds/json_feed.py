"""JSON Feed (https://jsonfeed.org/version/1.1 and /1), read leniently."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.feeds.decode import decode
from bot.feeds.entry_text import plain_title, text_to_html
from bot.feeds.feed import MOST_ENTRIES, Entry, Feed
from bot.feeds.fields import labels, language_code, named
from bot.feeds.instants import instant
from bot.feeds.links import web_link
from bot.feeds.prose import plain

# An object's brace, perhaps after a byte order mark and in wide characters.
_OBJECT = re.compile(rb"[\xef\xbb\xbf\xfe\xff\x00\s]*\{")


def looks_like_json(data: bytes) -> bool:
    """Whether a document is JSON rather than XML."""
    return _OBJECT.match(data) is not None


def read_json_feed(data: bytes, url: str) -> Feed:
    """The JSON Feed in a document; an empty `Feed` if there is none. Never raises."""
    try:
        content = json.loads(decode(data))
    except (ValueError, RecursionError):
        # Broken, or lists in lists without end, or whole numbers of thousands of digits.
        return Feed()
    if not isinstance(content, dict) or not isinstance(content.get("items"), list):
        return Feed()
    items = [item for item in content["items"][:MOST_ENTRIES] if isinstance(item, dict)]
    author = _author(content)
    return Feed(
        format="json",
        title=plain_title(content.get("title")),
        site=web_link(content.get("home_page_url"), url),
        language=language_code(plain(content.get("language"))),
        entries=tuple(_entry(item, url, author) for item in items),
    )


def _entry(item: Mapping[str, Any], url: str, author: str) -> Entry:
    """An item; the feed's author is that of the items that name none, by the specification."""
    return Entry(
        title=plain_title(item.get("title")),
        url=web_link(item.get("url"), url) or web_link(item.get("external_url"), url),
        id=plain(item.get("id")),
        published=instant(item.get("date_published")) or instant(item.get("date_modified")),
        html=_html(item),
        author=_author(item) or author,
        topics=labels(item.get("tags")),
    )


def _html(item: Mapping[str, Any]) -> str:
    if markup := plain(item.get("content_html")):
        return markup
    return text_to_html(plain(item.get("content_text")) or plain(item.get("summary")))


def _author(content: Mapping[str, Any]) -> str:
    """Version 1.1 has a list of authors, version 1 a single one."""
    return named(content.get("authors")) or named(content.get("author"))
