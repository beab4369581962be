"""Measures digests: choosing and building, an idle tick, and how long they hold up the loop."""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from asyncio.events import Handle
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.event_loop import settle_memory
from bot.model import Length
from bot.news.digests import Digests
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from bot.store.adding import insert_article
from bot.store.instants import to_seconds
from tests.benchmarks.library import TOPICS, Generator

NOW = datetime(2026, 6, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
# A day of a large library: 200 feeds, as many articles of each as the busiest have.
ARTICLES = 3_000
DISTINCT = 500
_ROWS = 20_000
_SUBSCRIBE = """
    INSERT INTO subscriptions (chat_id, minute, zone, days, topics, length, state, since,
        next_digest_at)
    SELECT value ->> 0, 480, 'Europe/Minsk', 127, value ->> 1, value ->> 2, 'active', :since,
        value ->> 3
    FROM json_each(:rows)
"""
_CHATS = """
    INSERT INTO chats (id, language, first_seen, last_seen)
    SELECT value ->> 0, 'en', 0, 0 FROM json_each(:rows)
"""
_YESTERDAY = """
    INSERT INTO outbox (slot, chat_id, content_id, priority, state, due, not_before, created,
        settled)
    SELECT 'digest:' || id || ':2026-05-31', chat_id, 1, 2, 'sent', :then, :then, :then, :then
    FROM subscriptions
"""


async def fill(store: Store) -> None:
    """A day of news, every third article of another one's story."""
    generator = Generator()
    drawn = random.Random(3)
    rows = [generator.row(number) for number in range(200_000 - ARTICLES, 200_000)]
    stories: list[int] = []
    async with store.database.transaction() as transaction:
        for row in rows:
            spread = to_seconds(NOW) - drawn.randrange(86_000)
            joined = drawn.choice(stories) if stories and drawn.random() < 0.4 else None
            added = await insert_article(
                transaction, {**row, "published": spread, "added": spread}, story=joined
            )
            if added and joined is None:
                stories.append(added.story)


async def subscribe(store: Store, people: int, *, due: datetime, distinct: int = DISTINCT) -> None:
    """People with one list each, of so many kinds; all were told something yesterday."""
    kinds = list(_kinds(distinct))
    for first in range(0, people, _ROWS):
        rows = json.dumps(
            [
                (number + 1, *kinds[number % distinct], to_seconds(due))
                for number in range(first, min(first + _ROWS, people))
            ]
        )
        async with store.database.transaction() as transaction:
            await transaction.run(_CHATS, {"rows": rows})
            await transaction.run(_SUBSCRIBE, {"rows": rows, "since": to_seconds(NOW - DAY)})


def _kinds(distinct: int) -> Iterator[tuple[str, str]]:
    """Topics and a length, no two alike."""
    drawn = random.Random(5)
    seen: set[tuple[str, str]] = set()
    while len(seen) < distinct:
        topics = drawn.sample(TOPICS, drawn.randint(1, 4))
        kind = (json.dumps(topics), drawn.choice(list(Length)))
        if kind not in seen:
            seen.add(kind)
            yield kind


async def remember_yesterday(store: Store) -> None:
    """One content that everybody got the day before."""
    then = to_seconds(NOW - DAY)
    rows = await store.database.all("SELECT story_id, id FROM articles LIMIT 10")
    stories = json.dumps([(row["story_id"], row["id"]) for row in rows])
    async with store.database.transaction() as transaction:
        await transaction.run(
            "INSERT INTO contents (parts, stories, created) VALUES ('[]', :stories, :then)",
            {"stories": stories, "then": then},
        )
        await transaction.run(_YESTERDAY, {"then": then})


@dataclass
class Held:
    """How long the loop was held up, in ms: as others saw it, and by the work of each callback."""

    late: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)


@asynccontextmanager
async def held() -> AsyncIterator[Held]:
    """Watch the loop: a task that asks for every millisecond, and each callback's CPU time.

    The first also sees what other programs take of the machine, the second only this thread.
    """
    seen = Held()
    run = Handle._run

    def timed(handle: Handle) -> None:
        began = time.thread_time()
        run(handle)
        seen.work.append(1000 * (time.thread_time() - began))

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            seen.late.append(1000 * (time.perf_counter() - began - 0.001))

    # The one way to see every callback.
    Handle._run = timed  # type: ignore[method-assign,assignment]  # a function is as good
    watching = asyncio.create_task(watch())
    try:
        yield seen
    finally:
        watching.cancel()
        Handle._run = run  # type: ignore[method-assign]  # as it was


def _told(name: str, value: str) -> None:
    print(f"{name:<58} {value}")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def bench_building(store: Store, digests: Digests, people: int) -> None:
    """100,000 due with 500 kinds."""
    await subscribe(store, people, due=NOW)
    await remember_yesterday(store)
    # As in a bot that has been running for a while: its texts are compiled, and the collector
    # need not look at what was there from the start.
    await digests.preview(await store.subscriptions.due(NOW, 1), NOW)
    settle_memory()
    before = _memory()
    began = time.perf_counter()
    async with held() as seen:
        put = await digests.run(NOW)
    took = time.perf_counter() - began
    row = await store.database.one("SELECT count(*) - 1 AS contents FROM contents")
    contents = row["contents"] if row else 0
    _told(f"choosing and building {put:,} digests, {contents} contents", f"{put / took:,.0f}/s")
    _told("  peak memory (before the run)", f"{_memory():.0f} MB ({before:.0f} MB)")
    for name, times in (("the loop answers late by", seen.late), ("one callback works", seen.work)):
        times.sort()
        p99 = times[len(times) * 99 // 100]
        _told(f"  {name}: p50, p99, worst", f"{median(times):.2f}, {p99:.2f}, {times[-1]:.2f} ms")
    missed = await store.subscriptions.due(NOW, 1)
    _told("  missed", f"{people - put + len(missed)}")


async def bench_idle(store: Store, digests: Digests, people: int) -> None:
    """A tick with nobody due."""
    await subscribe(store, people, due=NOW + DAY)
    ticks = []
    for _ in range(200):
        began = time.perf_counter()
        await digests.tick(lambda: NOW)
        ticks.append(1000 * (time.perf_counter() - began))
    ticks.sort()
    _told(
        f"a tick with nobody due of {people:,}: p50, worst",
        f"{ticks[100]:.2f}, {ticks[-1]:.2f} ms",
    )


async def main() -> None:
    """Each on a new database; the numbers of people may be given."""
    many, few, all_of_them = map(int, sys.argv[1:] or ("100000", "10000", "1000000"))
    vocabulary = load_vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        for name, bench, people, articles in (
            ("building", bench_building, many, True),
            ("at once", bench_building, few, True),
            ("idle", bench_idle, all_of_them, False),
        ):
            async with open_store(Path(folder) / f"{name}.db") as store:
                if articles:
                    await fill(store)
                digests = Digests(store=store, vocabulary=vocabulary, patience=timedelta(hours=3))
                await digests.recompute(NOW)
                await bench(store, digests, people)


if __name__ == "__main__":
    asyncio.run(main())
