"""Feeds polled: fetched, read, their new items taken in, and when to come again written down."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

import structlog

from bot.errors import FeedError, GazetteError
from bot.feeds.fields import host
from bot.feeds.response import Response
from bot.model import Fault, PolledFeed
from bot.news.finding import FeedReader
from bot.news.health import NOT_MODIFIED, as_served, described, ended, failed, news_of, succeeded
from bot.news.intake import Intake
from bot.news.memory import FeedMemory
from bot.store import Store

log = structlog.get_logger(__name__)

HOSTS_AT_ONCE: Final = 32
# Longer than a round should take; after a crash, those that it was at wait no longer than this.
_LEASE: Final = timedelta(minutes=10)
_GONE: Final = 410
# A commit costs more than most feeds; what a crash takes is polled again, and its items are known.
_SETTLED_TOGETHER: Final = 32

Tell = Callable[[str, PolledFeed], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """What a poll came to: the feed as it stands now, and how many items were new.

    `news` is what admins should hear of it: see `news_of`.
    """

    feed: PolledFeed
    added: int = 0
    news: str = ""


class FeedPoller:
    """Polls feeds, at most 32 hosts at once and each host's feeds one after the other.

    `chance()` is from [0, 1): it spreads the polls.
    """

    def __init__(
        self,
        *,
        store: Store,
        reader: FeedReader,
        intake: Intake,
        chance: Callable[[], float],
    ) -> None:
        self._feeds = store.feeds
        self._reader = reader
        self._intake = intake
        self._chance = chance
        self._memory = FeedMemory()

    async def round(self, tell: Tell, *, now: datetime) -> int:
        """Poll every feed that is due; returns how many items were new.

        `tell(key, feed)` brings word of a feed to the admins, and never raises.
        """
        claimed = await self._feeds.claim(now=now, until=now + _LEASE)
        if not claimed:
            return 0
        hosts, added = iter(by_host(claimed)), 0
        through: list[PolledFeed] = []

        async def visit() -> None:
            nonlocal added
            for feed in chain.from_iterable(hosts):
                polled = await self._polled(feed, now)
                added += polled.added
                through.append(polled.feed)
                if polled.news or len(through) >= _SETTLED_TOGETHER:
                    await self._settle(through)
                if polled.news:
                    await tell(polled.news, polled.feed)

        async with asyncio.TaskGroup() as visitors:
            for _ in range(HOSTS_AT_ONCE):
                visitors.create_task(visit())
        await self._settle(through)
        log.info("feeds.polled", feeds=len(claimed), added=added)
        return added

    async def poll(self, feed: PolledFeed, *, now: datetime) -> Polled:
        """Poll one feed now. What goes wrong is written down with the feed, not raised."""
        polled = await self._polled(feed, now)
        await self._feeds.settle(polled.feed)
        return polled

    async def _settle(self, through: list[PolledFeed]) -> None:
        batch = [*through]
        through.clear()
        await self._feeds.settle(*batch)

    async def _polled(self, feed: PolledFeed, now: datetime) -> Polled:
        wait = timedelta()
        try:
            response = await self._reader.fetch(feed.url, etag=feed.etag, modified=feed.modified)
            wait = timedelta(seconds=response.retry_after or 0)
            polled = await self._read(feed, response, now)
        except GazetteError as fault:
            polled = self._failed(feed, fault, wait, now)
        except Exception:
            # A bug that one feed brings to light must not end the round for the others.
            log.exception("feed.failed", url=feed.url)
            polled = self._failed(feed, FeedError("feed.failed", host=host(feed.url)), wait, now)
        return replace(polled, news=news_of(feed, polled.feed))

    async def _read(self, feed: PolledFeed, response: Response, now: datetime) -> Polled:
        if response.status == _GONE:
            return Polled(feed=ended(feed, Fault(key="feed.gone"), now=now))
        if response.status != NOT_MODIFIED:
            self._reader.check(response)
        after, added, ttl = as_served(feed, response), 0, 0
        if after.body_hash != feed.body_hash:
            unread = self._memory.unread(feed.id, response.body, now=now)
            if unread.body:
                read = await self._reader.read(replace(response, body=unread.body))
                after, ttl = described(after, read, now), read.ttl or 0
                first = not feed.body_hash
                added = await self._intake.take_in(
                    after, read, first=first, whole=unread.whole, now=now
                )
                self._memory.keep(feed.id, unread.items, read)
        after = succeeded(
            after,
            brought=added > 0,
            ttl=timedelta(seconds=ttl),
            max_age=timedelta(seconds=response.max_age or 0),
            now=now,
            chance=self._chance(),
        )
        return Polled(feed=await self._moved(after, response.moved, now), added=added)

    async def _moved(self, feed: PolledFeed, url: str, now: datetime) -> PolledFeed:
        """The feed at the address that it moved to for good; ended where we poll that already."""
        if not url or url == feed.url:
            return feed
        if await self._feeds.move(feed.id, url):
            return replace(feed, url=url)
        return ended(feed, Fault(key="feed.same", arguments={"url": url}), now=now)

    def _failed(
        self, feed: PolledFeed, fault: GazetteError, wait: timedelta, now: datetime
    ) -> Polled:
        told = Fault(key=fault.key, arguments=_plain(fault.arguments))
        after = failed(feed, told, retry_after=wait, now=now, chance=self._chance())
        return Polled(feed=after)


def by_host(feeds: Iterable[PolledFeed]) -> list[tuple[PolledFeed, ...]]:
    """The feeds of each host, so that a slow one holds up nobody else; failing hosts last."""
    hosts: defaultdict[str, list[PolledFeed]] = defaultdict(list)
    for feed in feeds:
        hosts[host(feed.url)].append(feed)
    groups = [tuple(group) for group in hosts.values()]
    return sorted(groups, key=lambda group: max(feed.failures for feed in group))


def _plain(arguments: dict[str, object]) -> dict[str, str | int]:
    """The arguments as JSON keeps them."""
    return {
        name: value if isinstance(value, int) else str(value) for name, value in arguments.items()
    }
