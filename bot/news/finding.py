"""Feeds found and read: the address of a feed, or of a page that names its feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.errors import FeedError
from bot.feeds.feed import Feed, is_feed
from bot.feeds.fields import host
from bot.feeds.http import Fetcher
from bot.feeds.response import Response
from bot.feeds.workers import FeedWorkers

LARGEST_FEED: Final = 5 * 1024 * 1024
"""In bytes, unpacked."""
_ACCEPTED: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_OK: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What is at an address: a feed (with the address to poll), or the feeds that a page names."""

    url: str = ""
    feed: Feed | None = None
    links: tuple[str, ...] = ()


class FeedReader:
    """Fetches feeds, and has worker processes read them."""

    def __init__(self, *, fetcher: Fetcher, workers: FeedWorkers) -> None:
        self._fetcher = fetcher
        self._workers = workers

    async def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Response:
        """Ask for a feed, whatever comes of it. Raises FetchError."""
        return await self._fetcher.get(
            url, limit=LARGEST_FEED, etag=etag, modified=modified, accept=_ACCEPTED
        )

    def check(self, response: Response) -> None:
        """Raise FeedError (`feed.status`) for an answer without content."""
        if response.status != _OK:
            raise FeedError("feed.status", host=host(response.url), status=response.status)

    async def read(self, response: Response) -> Feed:
        """The feed in an answer. Raises FeedError (`feed.none`) when that is something else."""
        feed = await self._workers.parse(response.body, response.url)
        if not is_feed(feed):
            raise FeedError("feed.none", host=host(response.url))
        return feed

    async def find(self, address: str) -> Found:
        """The feed at an address, or the one that the page there names, or a choice of several.

        "example.org" will do for an address. Raises FetchError, and FeedError where there is no
        feed (`feed.not_found`).
        """
        url = address if "://" in address else f"https://{address}"
        response = await self.fetch(url)
        self.check(response)
        feed = await self._workers.parse(response.body, response.url)
        if is_feed(feed):
            return Found(url=response.moved or url, feed=feed)
        links = await self._workers.discover(response.body, response.url)
        if not links:
            raise FeedError("feed.not_found", host=host(response.url))
        return Found(links=links) if len(links) > 1 else await self._named(links[0])

    async def _named(self, url: str) -> Found:
        response = await self.fetch(url)
        self.check(response)
        return Found(url=response.moved or url, feed=await self.read(response))
