"""Web pages read as articles."""

from __future__ import annotations

from typing import Final

from bot.errors import FeedError
from bot.feeds.decode import clean
from bot.feeds.fields import host
from bot.feeds.http import Fetcher
from bot.feeds.prose import first_words
from bot.feeds.workers import FeedWorkers
from bot.model import Draft

LARGEST_PAGE: Final = 2 * 1024 * 1024
"""In bytes, unpacked."""
_ACCEPTED: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_OK: Final = 200


class Pages:
    """Fetches pages, and has worker processes find the articles in them."""

    def __init__(self, *, fetcher: Fetcher, workers: FeedWorkers) -> None:
        self._fetcher = fetcher
        self._workers = workers

    async def read(self, url: str) -> Draft:
        """The article of a page.

        Raises FetchError, and FeedError where the page cannot be had (`page.status`: host,
        status) or holds no article (`page.none`: host).
        """
        response = await self._fetcher.get(url, limit=LARGEST_PAGE, accept=_ACCEPTED)
        if response.status != _OK:
            raise FeedError("page.status", host=host(response.url), status=response.status)
        page = await self._workers.extract(response.body, response.url)
        if not page.text:
            raise FeedError("page.none", host=host(response.url))
        return Draft(
            title=page.title or first_words(page.text),
            text=clean(page.text),
            url=page.url or response.url,
            source=page.source,
            author=page.author,
            published=page.published,
            language=page.language,
        )
