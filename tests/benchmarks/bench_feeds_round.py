"""One round over 1,000 feeds beside feedparser alone over those that changed, in one run.

A publisher in another process, whose time is not counted, serves 1,000 feeds of 20 items on as
many hosts: half are unchanged, the others changed; among these some are slow, broken, redirected
or gone. Two rounds are measured: the first one, in which all is new, and one in which each changed
feed has one new item, as in steady polling. Counted is the processor time of this process and of
its workers. Run from the repository: `python tests/benchmarks/bench_feeds_round.py`.
"""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.feeds.http import Fetcher
from bot.feeds.workers import FeedWorkers
from bot.model import PolledFeed
from bot.news.feeding import feeding
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from summarizer.pool import SummaryPool
from summarizer.workers import WorkerPool
from tests.benchmarks.library import Generator

FEEDS = 1_000
ITEMS = 20
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SLOW_SECONDS = 2.0
_TICKS = os.sysconf("SC_CLK_TCK")


def kind_of(number: int) -> str:
    """What becomes of a feed in the second round; every other one is unchanged."""
    if number % 2:
        return "validators" if number % 4 == 1 else "same bytes"
    return {2: "slow", 4: "error", 6: "no feed", 8: "gone", 10: "redirected"}.get(
        number % 50, "changed"
    )


CHANGED = [n for n in range(FEEDS) if kind_of(n) in {"changed", "slow", "redirected"}]


def body_of(articles: Generator, number: int, step: int) -> bytes:
    """The feed's document: in step 1 with one newer item. Half of the feeds have whole texts."""
    items = "".join(_item(articles, number, place) for place in range(ITEMS + step, step, -1))
    title = f"<title>Feed {number}</title><link>http://feed-{number}.test/</link>"
    return f'<rss version="2.0"><channel>{title}{items}</channel></rss>'.encode()


def _item(articles: Generator, number: int, place: int) -> str:
    draft = articles.article(number * 100 + place)
    sentences = draft.text.split(". ")
    text = sentences if number % 4 < 2 else sentences[:2]
    html = escape("".join(f"<p>{sentence}.</p>" for sentence in text))
    date = format_datetime(NOW - timedelta(hours=ITEMS + 1 - place, minutes=number % 60))
    return (
        f"<item><title>{escape(draft.title)}</title><guid>{number}-{place}</guid>"
        f"<link>http://feed-{number}.test/{place}</link><pubDate>{date}</pubDate>"
        f"<description>{html}</description></item>"
    )


def serve() -> None:
    """The publisher: it tells its port, and steps on at each line of its input."""
    articles, step = _Remembering(), 0

    async def feed(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        kind = kind_of(number) if step else "changed"
        if kind == "redirected" and "moved" not in request.query:
            raise web.HTTPMovedPermanently(f"/{number}?moved=1")
        if kind in {"error", "gone"}:
            return web.Response(status=500 if kind == "error" else 410)
        if kind == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if kind == "validators" and request.headers.get("If-None-Match") == f'"{number}"':
            return web.Response(status=304)
        if kind == "no feed":
            return web.Response(text="<html><body>We are being mended.</body></html>")
        body = body_of(articles, number, step if number in _CHANGED else 0)
        tag = {"ETag": f'"{number}"'} if kind_of(number) == "validators" else {}
        return web.Response(body=body, headers=tag, content_type="application/rss+xml")

    async def main() -> None:
        nonlocal step
        application = web.Application()
        application.router.add_get("/{number}", feed)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            step += 1
            print(step, flush=True)

    asyncio.run(main())


_CHANGED = frozenset(CHANGED)


class _Remembering(Generator):
    """Gives the same article for a number, however often and in whatever order it is asked."""

    def article(self, number: int):  # type: ignore[no-untyped-def]
        self._random.seed(number)
        return super().article(number)


def reference() -> None:
    """Feedparser alone over the changed feeds; prints its processor seconds."""
    import feedparser

    articles = _Remembering()
    bodies = [body_of(articles, number, 1) for number in CHANGED]
    feedparser.parse(io.BytesIO(bodies[0]))
    began = time.process_time()
    for body in bodies:
        feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    print(time.process_time() - began, sum(map(len, bodies)) / len(bodies))


@dataclass(frozen=True, kw_only=True)
class Spent:
    own: float
    workers: float
    summaries: float
    wall: float
    added: int

    @property
    def cpu(self) -> float:
        return self.own + self.workers + self.summaries


async def tell(key: str, feed: PolledFeed) -> None:
    """Nobody listens."""
    del key, feed


async def main() -> None:
    command = [sys.executable, __file__]
    alone, size = map(float, subprocess.check_output([*command, "--reference"]).split())
    print(f"{FEEDS} feeds of {ITEMS} items, {size / 1024:.0f} KB each; {len(CHANGED)} changed")
    print(f"feedparser alone over the changed ones: {alone:.2f} s")
    with (
        subprocess.Popen(
            [*command, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as publisher,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert publisher.stdin
        assert publisher.stdout
        port = int(publisher.stdout.readline())
        async with open_store(Path(folder) / "gazette.db") as store:
            await _measure(store, port, publisher, alone)
        publisher.kill()


async def _measure(store: Store, port: int, publisher: subprocess.Popen[str], alone: float) -> None:
    assert publisher.stdin
    assert publisher.stdout
    for number in range(FEEDS):
        await store.feeds.add(f"http://feed-{number}.test:{port}/{number}", now=NOW)
    allowed = {f"feed-{number}.test" for number in range(FEEDS)}
    fetcher = Fetcher(
        agent="Gazette/bench",
        now=lambda: NOW,
        allowed=allowed,
        look_up=lambda host: ["127.0.0.1"],  # noqa: ARG005 - all hosts are this one
    )
    vocabulary = load_vocabulary()
    async with fetcher, FeedWorkers() as workers, SummaryPool() as pool:
        preparing = Preparing(vocabulary=vocabulary, summarise=pool.summarize)
        newsroom = Newsroom(store=store, preparing=preparing)
        feeds = feeding(
            store=store,
            vocabulary=vocabulary,
            newsroom=newsroom,
            fetcher=fetcher,
            workers=workers,
        )
        # The pools start in the background: a first call waits for them.
        await workers.parse(b"<rss/>", "")
        await pool.summarize("One sentence. Another one.")
        for name in ("first round, all new", "steady round, one new item in each changed feed"):
            now = NOW if name.startswith("first") else NOW + timedelta(days=2)
            before = _used(workers), _used(pool), time.process_time(), time.perf_counter()
            added = await feeds.poller.round(tell, now=now)
            spent = Spent(
                own=time.process_time() - before[2],
                workers=_used(workers) - before[0],
                summaries=_used(pool) - before[1],
                wall=time.perf_counter() - before[3],
                added=added,
            )
            _print(name, spent, alone)
            publisher.stdin.write("next\n")
            publisher.stdin.flush()
            publisher.stdout.readline()
        memory = [_peak(os.getpid()), *(_peak(pid) for pid in (*_pids(workers), *_pids(pool)))]
        shares = ", ".join(f"{megabytes:.0f}" for megabytes in memory)
        print(f"memory at its peak, program and workers: {shares} = {sum(memory):.0f} MB")


def _print(name: str, spent: Spent, alone: float) -> None:
    print(f"{name}: {spent.added} items, {spent.wall:.1f} s")
    print(
        f"  processor {spent.cpu:.2f} s = program {spent.own:.2f} + readers {spent.workers:.2f}"
        f" + summaries {spent.summaries:.2f}: {spent.cpu / alone:.2f} x feedparser alone"
    )


def _pids(pool: WorkerPool) -> list[int]:
    return [worker.pid for worker in pool._workers if worker.pid]


def _used(pool: WorkerPool) -> float:
    """Processor seconds of a pool's processes."""
    total = 0
    for pid in _pids(pool):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _peak(pid: int) -> float:
    """Megabytes of memory at the peak."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    elif "--reference" in sys.argv:
        reference()
    else:
        asyncio.run(main())
