"""Items of feeds: what they are known by, and the articles they make. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.feeds.feed import Entry, Feed
from bot.feeds.fields import host
from bot.feeds.markup import html_to_text
from bot.feeds.prose import body, first_words
from bot.model import Draft, PolledFeed
from bot.store.urls import normalise_url

# So many items of a new feed are news; what stands below them is the publisher's archive.
AT_FIRST = 20
NEWS_FOR = timedelta(days=30)
# Longer ones are no text for a reader, and take their time.
_LONGEST_HTML = 500_000
# What blog software and news sites add under each item.
_FOOTER = re.compile(
    r"\n\s*(?:The post .{1,400} (?:appeared first on|first appeared on) .{1,200}"
    r"|Сообщение .{1,400} (?:появились сначала на|появилось сначала на) .{1,200}"
    r"|(?:Continue reading|Read more|Читать далее|Чытаць далей)\b.{0,200})\s*$"
)


def item_keys(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What each entry is known by within its feed, in their order.

    Its id, else its address in one spelling, else its title and date. An id that several entries
    share tells none of them apart and does not count.
    """
    shared = Counter(entry.id for entry in entries)
    return tuple(_key(entry, use_id=shared[entry.id] == 1) for entry in entries)


def _key(entry: Entry, *, use_id: bool) -> str:
    if entry.id and use_id:
        name = f"id {entry.id}"
    elif entry.url:
        name = f"url {normalise_url(entry.url)}"
    else:
        name = f"title {entry.title}\n{entry.published or entry.html[:200]}"
    return blake2b(name.encode(errors="replace"), digest_size=12).hexdigest()


def wanted(entries: Sequence[Entry], *, first: bool, now: datetime) -> tuple[Entry, ...]:
    """The entries that are news, in their order: none of more than 30 days ago.

    Of a feed that is polled for the `first` time only the newest 20 are.
    """
    return tuple(
        entry
        for entry in newest(entries, AT_FIRST if first else len(entries))
        if entry.published is None or now - entry.published <= NEWS_FOR
    )


def newest(entries: Iterable[Entry], limit: int) -> tuple[Entry, ...]:
    """The newest entries, in their order; those without a date count by their place."""
    listed = [*entries]
    # Feeds list the newest first: an undated entry is as old as the last dated one before it.
    ages: list[tuple[float, int]] = []
    last = float("inf")
    for place, entry in enumerate(listed):
        last = entry.published.timestamp() if entry.published else last
        ages.append((-last, place))
    kept = sorted(place for _, place in sorted(ages)[:limit])
    return tuple(listed[place] for place in kept)


def drafts_of(
    entries: Iterable[Entry], feed: PolledFeed, read: Feed, *, now: datetime
) -> tuple[Draft | None, ...]:
    """The articles that entries make, in their order; None for one that says nothing.

    Undated ones are a second apart, so that lists keep the feed's order. Takes time in proportion
    to the texts.
    """
    second = timedelta(seconds=1)
    return tuple(
        _draft(entry, feed, read, now - place * second) for place, entry in enumerate(entries)
    )


def _draft(entry: Entry, feed: PolledFeed, read: Feed, undated: datetime) -> Draft | None:
    text = _text(entry)
    title = entry.title or first_words(text)
    if not title:
        return None
    return Draft(
        title=title,
        text="" if text == title else text,
        url=entry.url,
        source=feed.title or read.title or host(entry.url) or host(feed.url),
        author=entry.author,
        published=entry.published or undated,
        language=feed.language,
        topics=(*feed.topics, *entry.topics),
    )


def _text(entry: Entry) -> str:
    text = html_to_text(entry.html[:_LONGEST_HTML])
    return body(_FOOTER.sub("", text))
