"""Feeds that bring something new whenever they are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count
from xml.sax.saxutils import escape

from aiohttp import web

from tests.benchmarks.library import Generator

ITEMS = 3


class Newsstand:
    """Serves `/feed/<name>`; `served` counts the answers."""

    def __init__(self) -> None:
        self.served = 0
        self.address = ""
        self._generator = Generator(seed=11)
        self._numbers = count(1)

    async def feed(self, request: web.Request) -> web.Response:
        self.served += 1
        name = request.match_info["name"]
        items = "".join(self._item() for _ in range(ITEMS))
        channel = f"<title>Feed {name}</title><link>{self.address}</link>{items}"
        return web.Response(
            text=f'<rss version="2.0"><channel>{channel}</channel></rss>',
            content_type="application/rss+xml",
        )

    def _item(self) -> str:
        number = next(self._numbers)
        draft = self._generator.article(number)
        return (
            f"<item><title>{escape(draft.title)}</title><guid>{number}</guid>"
            f"<link>{self.address}/{number}</link><description>{escape(draft.text)}</description>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
        )


@asynccontextmanager
async def newsstand() -> AsyncIterator[Newsstand]:
    """A newsstand, open while the block runs."""
    stand = Newsstand()
    app = web.Application()
    app.router.add_get("/feed/{name}", stand.feed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand
    finally:
        await runner.cleanup()
