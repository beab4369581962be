"""All that has to do with feeds, put together over what the rest of the program has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import random

from bot.feeds.http import Fetcher
from bot.feeds.workers import FeedWorkers
from bot.news.feed_desk import FeedDesk
from bot.news.finding import FeedReader
from bot.news.intake import Intake
from bot.news.newsroom import Newsroom
from bot.news.pages import Pages
from bot.news.polling import FeedPoller
from bot.news.topics import Vocabulary
from bot.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Feeding:
    """What editors do to feeds, what reads them and web pages, and what polls them."""

    desk: FeedDesk
    reader: FeedReader
    pages: Pages
    poller: FeedPoller


def feeding(  # noqa: PLR0913 - all that feeds touch
    *,
    store: Store,
    vocabulary: Vocabulary,
    newsroom: Newsroom,
    fetcher: Fetcher,
    workers: FeedWorkers,
    chance: Callable[[], float] = random,
) -> Feeding:
    """Build them; `chance()` is from [0, 1) and spreads the polls."""
    reader = FeedReader(fetcher=fetcher, workers=workers)
    pages = Pages(fetcher=fetcher, workers=workers)
    intake = Intake(store=store, newsroom=newsroom, pages=pages)
    return Feeding(
        desk=FeedDesk(feeds=store.feeds, vocabulary=vocabulary),
        reader=reader,
        pages=pages,
        poller=FeedPoller(store=store, reader=reader, intake=intake, chance=chance),
    )
