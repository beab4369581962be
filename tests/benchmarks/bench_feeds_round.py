"""One round over 1,000 feeds beside feedparser alone over those that changed, in one run.

A publisher in another process, whose time is not counted, serves 1,000 feeds of 20 items on as
many hosts: half are unchanged, the others changed; among these some are slow, broken, redirected
or gone. Two rounds are measured: the first one, in which all is new, and one in which each changed
feed has one new item, as in steady polling. Counted is the processor time of this process, which
runs as `gazette run` does, and of its workers. Run by `make bench-feeds-round`.
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

from bot.event_loop import run, settle_memory
from bot.feeds.http import Fetcher
from bot.feeds.workers import FeedWorkers
from bot.model import Draft, PolledFeed
from bot.news.feeding import feeding
from bot.news.newsroom import Newsroom
from bot.news.polling import FeedPoller
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
_COMMAND = (sys.executable, "-m", "tests.benchmarks.bench_feeds_round")
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
    """The feed's document: in step 1 with one newer item.

    Made as blog software makes them. 77 feeds of real sites have 22 items of 3.5 KB in the mean,
    which take feedparser 0.56 ms each.
    """
    items = "".join(_item(articles, number, place) for place in range(ITEMS + step, step, -1))
    site = f"http://feed-{number}.test/"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>
<title>Feed {number}</title><link>{site}</link><description>All of it</description>
<atom:link href="{site}{number}" rel="self" type="application/rss+xml"/>
<lastBuildDate>{format_datetime(NOW + timedelta(hours=step))}</lastBuildDate>
{items}</channel></rss>""".encode()


def _item(articles: Generator, number: int, place: int) -> str:
    draft = articles.article(number * 100 + place)
    sentences = draft.text.split(". ")
    link = f"http://feed-{number}.test/{place}"
    teaser = ". ".join(sentences[:2]) + "."
    date = format_datetime(NOW - timedelta(hours=ITEMS + 1 - place, minutes=number % 60))
    categories = "".join(
        f"<category><![CDATA[{name}]]></category>"
        for name in (*draft.topics, *sentences[0].split()[:4])
    )
    whole = f"<content:encoded><![CDATA[{_html(sentences)}]]></content:encoded>"
    return f"""<item>
<title>{escape(draft.title)}</title><link>{link}</link><comments>{link}#comments</comments>
<wfw:commentRss>{link}/feed</wfw:commentRss>
<media:content url="{link}.jpg" medium="image" width="640" height="480"><media:title type="html">
A view</media:title><media:credit>A. Photographer</media:credit></media:content>
<enclosure url="{link}.jpg" type="image/jpeg" length="65536"/>
<media:thumbnail url="{link}-small.jpg" width="80" height="60"/>
<dc:creator><![CDATA[A. Reporter]]></dc:creator><pubDate>{date}</pubDate>{categories}
<guid isPermaLink="false">{number}-{place}</guid>
<description><![CDATA[<p>{teaser} <a href="{link}">More</a></p>]]></description>
{whole}<slash:comments>{place}</slash:comments></item>
"""


def _html(sentences: list[str]) -> str:
    image = '<figure><img src="/a.jpg" alt="" width="640"/><figcaption>A view</figcaption></figure>'
    told = (f'<p>{text}, <a href="/tag">as <em>told</em></a>.</p>' for text in sentences)
    return image + "".join(told)


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

    def article(self, number: int) -> Draft:
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


async def tell(_key: str, _feed: PolledFeed) -> None:
    """Nobody listens."""


def main() -> None:
    alone, size = _alone()
    print(f"{FEEDS} feeds of {ITEMS} items, {size / 1024:.0f} KB each; {len(CHANGED)} changed")
    with (
        subprocess.Popen(
            [*_COMMAND, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as publisher,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert publisher.stdout
        port = int(publisher.stdout.readline())
        run(_measure(Path(folder), port, publisher, alone))
        publisher.kill()


def _alone() -> tuple[float, float]:
    """What `reference` prints."""
    seconds, size = subprocess.check_output([*_COMMAND, "--reference"]).split()
    return float(seconds), float(size)


async def _measure(folder: Path, port: int, publisher: subprocess.Popen[str], alone: float) -> None:
    fetcher = Fetcher(
        agent="Gazette/bench",
        now=lambda: NOW,
        allowed={f"feed-{number}.test" for number in range(FEEDS)},
        look_up=lambda host: ["127.0.0.1"],  # noqa: ARG005 - all hosts are this one
    )
    async with (
        open_store(folder / "gazette.db") as store,
        fetcher,
        FeedWorkers() as workers,
        SummaryPool() as pool,
    ):
        for number in range(FEEDS):
            await store.feeds.add(f"http://feed-{number}.test:{port}/{number}", now=NOW)
        poller = _poller(store, fetcher, workers, pool)
        # The pools start in the background: a first call waits for them.
        await workers.parse(b"<rss/>", "")
        await pool.summarize("One sentence. Another one.")
        settle_memory()
        _print("first round, all new", await _round(poller, NOW, workers, pool), alone)
        assert publisher.stdin
        assert publisher.stdout
        print("next", file=publisher.stdin, flush=True)
        publisher.stdout.readline()
        # Just before and after: what else the machine does makes all of them slower.
        before = _alone()[0]
        later = await _round(poller, NOW + timedelta(hours=3), workers, pool)
        alone = (before + _alone()[0]) / 2
        _print("steady round, one new item in each changed feed", later, alone)
        memory = [_peak(pid) for pid in (os.getpid(), *_pids(workers), *_pids(pool))]
        shares = ", ".join(f"{megabytes:.0f}" for megabytes in memory)
        print(f"memory at its peak, program and workers: {shares} = {sum(memory):.0f} MB")


def _poller(store: Store, fetcher: Fetcher, workers: FeedWorkers, pool: SummaryPool) -> FeedPoller:
    vocabulary = load_vocabulary()
    preparing = Preparing(vocabulary=vocabulary, summarise=pool.summarize)
    newsroom = Newsroom(store=store, preparing=preparing)
    return feeding(
        store=store, vocabulary=vocabulary, newsroom=newsroom, fetcher=fetcher, workers=workers
    ).poller


async def _round(
    poller: FeedPoller, now: datetime, workers: FeedWorkers, pool: SummaryPool
) -> Spent:
    before = _used(workers), _used(pool), time.process_time(), time.perf_counter()
    added = await poller.round(tell, now=now)
    return Spent(
        own=time.process_time() - before[2],
        workers=_used(workers) - before[0],
        summaries=_used(pool) - before[1],
        wall=time.perf_counter() - before[3],
        added=added,
    )


def _print(name: str, spent: Spent, alone: float) -> None:
    print(f"{name}: {spent.added} items, {spent.wall:.1f} s")
    print(
        f"  processor {spent.cpu:.2f} s = program {spent.own:.2f} + readers {spent.workers:.2f}"
        f" + summaries {spent.summaries:.2f}: {spent.cpu / alone:.2f} x feedparser ({alone:.2f} s)"
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
    {"--serve": serve, "--reference": reference}.get(sys.argv[-1], main)()
