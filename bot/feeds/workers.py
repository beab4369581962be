"""Feeds and pages of strangers, read in worker processes that can be killed.

The libraries that read them are single-threaded and take minutes over hostile input.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.errors import FeedError
from bot.feeds.feed import Feed
from bot.feeds.fields import host
from summarizer.process import PoolError, WorkTimeout
from summarizer.workers import WorkerPool

if TYPE_CHECKING:
    from bot.feeds.article import Page

P = ParamSpec("P")
R = TypeVar("R")

_MEMORY = 1024**3
_PAGE = b"<html><article><h1>Warm</h1><p>A sentence to warm the worker with.</p></article></html>"


class FeedWorkers(WorkerPool):
    """A few workers, started in the background once the pool is open.

    Args:
        workers: how many processes; each holds some 90 MB.
        limit: seconds that one feed or page may take; its worker is then killed and replaced.
        memory: bytes that a worker may use, where the system can hold it to that.
        delay: see `WorkerPool`.

    The methods raise FeedError with the `host` of the address: `feed.too_slow` for what takes
    longer than the limit, `feed.failed` for what the workers die over.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        limit: float = 15.0,
        memory: int = _MEMORY,
        delay: float = 0.0,
    ) -> None:
        warm = partial(warm_up, memory)
        super().__init__(workers=workers, limit=limit, warm=warm, delay=delay)

    async def parse(self, data: bytes, url: str) -> Feed:
        """As `parse_feed`."""
        # Here and below: only workers call it, so a program loads it with its first call.
        from bot.feeds.parse import parse_feed

        return await self._read(parse_feed, data, url)

    async def extract(self, html: bytes, url: str) -> Page:
        """As `extract`."""
        from bot.feeds.article import extract

        return await self._read(extract, html, url)

    async def discover(self, html: bytes, url: str) -> tuple[str, ...]:
        """As `feed_links`."""
        from bot.feeds.discovery import feed_links

        return await self._read(feed_links, html, url)

    async def _read(self, work: Callable[[bytes, str], R], data: bytes, url: str) -> R:
        try:
            return await self.call(work, data, url)
        except WorkTimeout as fault:
            raise FeedError("feed.too_slow", host=host(url)) from fault
        except PoolError as fault:
            raise FeedError("feed.failed", host=host(url)) from fault


def warm_up(memory: int) -> None:
    """Called first in each worker: sets its limit and loads the libraries."""
    # Not on Windows, where the time limit alone must do.
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    from bot.feeds.article import extract
    from bot.feeds.discovery import feed_links
    from bot.feeds.parse import parse_feed

    parse_feed(b"<rss><channel/></rss>", "")
    extract(_PAGE)
    feed_links(_PAGE, "")
