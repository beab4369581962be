"""A feed as it was read, whatever its format: RSS, Atom, RDF, CDF or JSON Feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MOST_ENTRIES = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One item of a feed; a field is empty (`published`: None) where the feed does not tell.

    `id` is as the feed writes it and only means something within that feed. `url` is absolute.
    `html` is the fullest text that the feed carries, as untrusted HTML, relative links unresolved.
    """

    title: str = ""
    url: str = ""
    id: str = ""
    published: datetime | None = None
    html: str = ""
    author: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed and at most `MOST_ENTRIES` of its entries, in its own order.

    `format` is "rss20", "atom10", "json"…, "" where the document does not say. `ttl` is how many
    seconds the publisher asks to wait between two polls, None if nothing is asked.
    """

    format: str = ""
    title: str = ""
    site: str = ""
    language: str = ""
    ttl: int | None = None
    entries: tuple[Entry, ...] = ()


def is_feed(feed: Feed) -> bool:
    """Whether the bytes that it was read from were a feed, be it an empty one."""
    return bool(feed.format or feed.entries)
