"""A poller over a real store, a publisher's server and the real readers in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.feeds.http import Fetcher
from bot.model import PolledFeed
from bot.news.feeding import Feeding
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.topics import Vocabulary
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from summarizer import Summary, summarize
from tests.bot.feeds.hostile import HostileServer
from tests.bot.news.feed_writing import NOW, feeding_here


@dataclass(frozen=True, kw_only=True)
class Polling:
    """`heard` is what admins were told."""

    store: Store
    feeding: Feeding
    heard: list[tuple[str, str]]

    async def round(self, now: datetime = NOW) -> int:
        return await self.feeding.poller.round(self.tell, now=now)

    async def tell(self, key: str, feed: PolledFeed) -> None:
        self.heard.append((key, feed.url))

    async def add(self, url: str) -> int:
        number = await self.store.feeds.add(url, now=NOW)
        assert number is not None
        return number

    async def feed(self, number: int) -> PolledFeed:
        feed = await self.store.feeds.get(number)
        assert feed is not None
        return feed

    async def titles(self) -> list[str]:
        """What was taken in, the newest first."""
        rows = await self.store.database.all("SELECT title FROM articles ORDER BY published DESC")
        return [row["title"] for row in rows]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with HostileServer() as started:
        yield started


@pytest.fixture
async def world(
    tmp_path: Path, server: HostileServer, vocabulary: Vocabulary
) -> AsyncIterator[Polling]:
    fetcher = Fetcher(agent="Gazette/test", now=lambda: NOW, allowed={server.host})
    async with open_store(tmp_path / "gazette.db") as store, fetcher:
        preparing = Preparing(vocabulary=vocabulary, summarise=summarise)
        newsroom = Newsroom(store=store, preparing=preparing)
        feeding = feeding_here(store, fetcher, newsroom, vocabulary)
        yield Polling(store=store, feeding=feeding, heard=[])


async def summarise(text: str, **options: Any) -> Summary:
    return await asyncio.to_thread(summarize, text, **options)
