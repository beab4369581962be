"""Feeds as publishers write them, and all that polling them takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import ParamSpec, TypeVar

from bot.feeds.http import Fetcher
from bot.feeds.workers import FeedWorkers
from bot.news.feeding import Feeding, feeding
from bot.news.newsroom import Newsroom
from bot.news.topics import Vocabulary
from bot.store import Store

P = ParamSpec("P")
R = TypeVar("R")

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

PAGE = b"""<html lang="en"><head><title>event0 happened</title>
<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><article>
<h1>event0 happened</h1>
<p>The whole story of the first event, as only its page tells it, begins with this sentence.</p>
<p>It goes on with a second paragraph that says at length who was there and what they said.</p>
<p>And it ends with a third one, in which the office promises to look into all of the causes.</p>
</article></body></html>"""


class InThisProcess(FeedWorkers):
    """The real readers of feeds and pages without their processes, which take long to start."""

    async def call(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(work, *args, **kwargs)


def rss(
    *names: str,
    title: str = "The Paper",
    more: str = "",
    age: timedelta = HOUR,
    now: datetime = NOW,
) -> bytes:
    """A feed of an item for each name, the newest first."""
    items = "".join(
        item(name, published=now - age - place * timedelta(minutes=1))
        for place, name in enumerate(names)
    )
    head = f"<title>{escape(title)}</title><link>https://paper.example</link>{more}"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def item(name: str, *, published: datetime = NOW) -> str:
    words = f"{name} happened in the capital, the {name} office said. Nobody was hurt."
    return (
        f"<item><title>{name} happened</title><guid>{name}</guid>"
        f"<link>https://paper.example/{name}</link><pubDate>{format_datetime(published)}</pubDate>"
        f"<description>{escape(f'<p>{words}</p>')}</description></item>"
    )


def names(*, start: int = 0, count: int) -> Iterable[str]:
    return [f"event{number}" for number in range(start, start + count)]


def feeding_here(
    store: Store, fetcher: Fetcher, newsroom: Newsroom, vocabulary: Vocabulary
) -> Feeding:
    """All that has to do with feeds, in this process and without chance."""
    return feeding(
        store=store,
        vocabulary=vocabulary,
        newsroom=newsroom,
        fetcher=fetcher,
        workers=InThisProcess(),
        chance=lambda: 0.0,
    )
