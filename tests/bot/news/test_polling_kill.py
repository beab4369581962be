"""A process that is killed at any moment while it polls takes each item in exactly once."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import timedelta
from pathlib import Path

from bot.store import open_store
from bot.store.check import check
from tests.bot.feeds.hostile import HostileServer, answer
from tests.bot.news.feed_writing import NOW, names, rss

_FEEDS = 50
_ITEMS = 10
_KILLS = 5
_POLL = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from bot.feeds.http import Fetcher
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.vocabulary import load_vocabulary
from bot.store import open_store
from summarizer.pool import PoolError
from tests.bot.news.feed_writing import feeding_here

async def no_gist(*_, **__):
    raise PoolError("none")

async def tell(*_):
    raise AssertionError("nothing fails here")

async def main(path, now):
    allowed = [f"feed-{number}.test" for number in range(50)]
    web = Fetcher(agent="Gazette/test", now=lambda: now, allowed=allowed,
                  look_up=lambda host: ["127.0.0.1"])
    async with open_store(path) as store, web as fetcher:
        vocabulary = load_vocabulary()
        preparing = Preparing(vocabulary=vocabulary, summarise=no_gist)
        newsroom = Newsroom(store=store, preparing=preparing)
        await feeding_here(store, fetcher, newsroom, vocabulary).poller.round(tell, now=now)

asyncio.run(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
"""


async def _poll(path: Path, server: HostileServer, run: int, requests: int | None) -> bool:
    """Poll what is due; killed once so many requests have come. Whether it came to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _POLL, str(path), str(NOW + run * timedelta(minutes=11))),
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    ended = asyncio.ensure_future(process.wait())
    goal = sys.maxsize if requests is None else len(server.requests) + requests
    while len(server.requests) < goal and not ended.done():
        server.asked.clear()
        asked = asyncio.ensure_future(server.asked.wait())
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
    if not ended.done():
        process.kill()
    return await ended == 0


async def test_each_item_comes_in_once_whatever_is_killed_when(tmp_path: Path) -> None:
    path, chance = tmp_path / "gazette.db", random.Random()
    async with HostileServer() as server:
        async with open_store(path) as store:
            for number in range(_FEEDS):
                pieces = names(start=number * _ITEMS, count=_ITEMS)
                server.pages[f"/{number}"] = answer(body=rss(*pieces, title=f"Feed {number}"))
                url = f"http://feed-{number}.test:{server.port}/{number}"
                await store.feeds.add(url, held=number % 5 == 0, now=NOW)
        for run in range(_KILLS):
            await _poll(path, server, run, chance.randrange(1, 60))
        assert await _poll(path, server, _KILLS, None)
    held = _FEEDS * _ITEMS // 5
    async with open_store(path) as store:
        assert await check(store.database) == ()
        assert await store.articles.count() == _FEEDS * _ITEMS - held
        proposals = await store.proposals.held(1_000)
        assert len({proposal.draft.title for proposal in proposals}) == len(proposals) == held
        row = await store.database.one("SELECT count(*) AS items FROM feed_items")
        assert row is not None
        assert row["items"] == _FEEDS * _ITEMS
        assert all(feed.body_hash for feed in await store.feeds.all())
