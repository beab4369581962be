"""RSS, Atom, RDF, CDF and JSON feeds, read into one shape.

The XML formats are feedparser's work (https://feedparser.readthedocs.io), which takes its time
over hostile input: whoever reads feeds of strangers does so through `bot.feeds.workers`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

from bot.feeds.decode import decode
from bot.feeds.entry_text import plain_title, text_to_html
from bot.feeds.feed import MOST_ENTRIES, Entry, Feed, is_feed
from bot.feeds.fields import labels, language_code, named
from bot.feeds.instants import instant
from bot.feeds.json_feed import looks_like_json, read_json_feed
from bot.feeds.links import web_link
from bot.feeds.prose import plain
from bot.feeds.references import without_forbidden_references

__all__ = ["MOST_ENTRIES", "Entry", "Feed", "is_feed", "parse_feed"]

_MARKUP = frozenset({"text/html", "application/xhtml+xml"})
# The syndication module of RSS: a feed changes so many times in such a period, here in seconds.
_PERIODS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 604_800,
    "monthly": 2_592_000,
    "yearly": 31_536_000,
}
_FIRST_YEAR = 1970
_WHOLE = re.compile(r"[1-9]\d{0,6}", re.ASCII)

# A feed or an entry as feedparser gives it: strings, time tuples, and lists of more of these.
_Element = Mapping[str, Any]


def parse_feed(data: bytes, url: str) -> Feed:
    """The feed in a document that came from `url`, which its relative links are resolved against.

    Never raises: what is no feed gives an empty `Feed`, see `is_feed`. Broken XML gives what can
    be saved of it.
    """
    if looks_like_json(data):
        return read_json_feed(data, url)
    found = _read(data)
    head, version = found["feed"], found["version"]
    site = web_link(head.get("link"), url)
    # An entry of Atom that names no author has its feed's; an RSS feed's is its managing editor.
    base, author = (url, _author(head)) if version.startswith("atom") else (site or url, "")
    entries = islice(found["entries"], MOST_ENTRIES)
    return Feed(
        format=version,
        title=plain_title(head.get("title")),
        site=site,
        language=language_code(plain(head.get("language"))),
        ttl=_ttl(head),
        entries=tuple(_entry(entry, base, author) for entry in entries),
    )


def _read(data: bytes) -> _Element:
    """What feedparser makes of a document, if need be of one whose encoding has been mended."""
    found = _parse(data)
    if found["version"] or found["entries"]:
        return found
    mended = _parse(without_forbidden_references(decode(data)).encode())
    return mended if mended["version"] or mended["entries"] else found


def _parse(data: bytes) -> _Element:
    found: _Element = {}
    # On odd input feedparser raises whatever Python raises in it.
    with suppress(Exception):
        # Given anything but a stream, it opens files and addresses by itself.
        found = _feedparser()(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return {"version": "", "feed": {}, "entries": (), **found}


@cache
def _feedparser() -> Callable[..., _Element]:
    """The `parse` of feedparser, loaded when it is first needed."""
    from feedparser import api

    # A driver that went with Python 2: each parse would search the whole path for it anew.
    api.PREFERRED_XML_PARSERS.clear()
    parse: Callable[..., _Element] = api.parse
    return parse


def _entry(entry: _Element, base: str, author: str) -> Entry:
    return Entry(
        title=plain_title(entry.get("title")),
        url=_link(entry, base),
        id=plain(entry.get("id")),
        published=_published(entry),
        html=_html(entry),
        author=_author(entry) or author,
        topics=labels([tag.get("label") or tag.get("term") for tag in entry.get("tags", ())]),
    )


def _link(entry: _Element, base: str) -> str:
    """The article's own address before FeedBurner's; an id that serves as one must look like it."""
    own = web_link(entry.get("feedburner_origlink"), base)
    return own or web_link(entry.get("link"), "" if entry.get("guidislink") else base)


def _published(entry: _Element) -> datetime | None:
    """The first of its dates that can be read."""
    # Looked for by `in`: for a lacking `updated`, feedparser's `get` warns and gives `published`.
    names = [name for name in ("published", "updated", "created") if name in entry]
    read = (_moment(entry.get(f"{name}_parsed")) or instant(entry[name]) for name in names)
    return next(filter(None, read), None)


def _moment(fields: Sequence[int] | None) -> datetime | None:
    """An instant from a time tuple in UTC; None for what is no date of an article."""
    try:
        year, month, day, hour, minute, second = (fields or ())[:6]
        found = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    # feedparser reads Unix time as a year: 1749902400 as 1 November 1749.
    return found if found.year >= _FIRST_YEAR else None


def _html(entry: _Element) -> str:
    """The longest of the texts that an entry carries, else its summary."""
    summary = {**entry.get("summary_detail", {}), "value": entry.get("summary", "")}
    texts = [part for part in entry.get("content", ()) if _is_text(part)] or [summary]
    fullest = max(texts, key=lambda part: len(part["value"]))
    value = plain(fullest["value"])
    return value if fullest.get("type") in _MARKUP else text_to_html(value)


def _is_text(part: _Element) -> bool:
    return bool(part["value"]) and (part["type"] in _MARKUP or part["type"].startswith("text/"))


def _author(element: _Element) -> str:
    return named(element.get("authors"))


def _ttl(head: _Element) -> int | None:
    """In seconds: RSS's `ttl` (minutes), else what its syndication module asks for."""
    if _WHOLE.fullmatch(minutes := plain(head.get("ttl"))):
        return 60 * int(minutes)
    period = _PERIODS.get(plain(head.get("sy_updateperiod")).lower(), 0)
    times = _WHOLE.fullmatch(plain(head.get("sy_updatefrequency", "1")))
    return (period // int(times[0]) or None) if times else None
