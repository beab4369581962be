from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from bot.store import Store, open_store
from bot.store.contents import Content, Part
from bot.store.letters import BROADCAST, DIGEST, Letter, State
from bot.store.sqlite import Observers

NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


async def put(store: Store, *slots: str, now: datetime = NOW, priority: int = DIGEST) -> None:
    """Letters to chats of their own, due at once."""
    content = await store.contents.add(Content(parts=(Part(html="x"),)), now=now)
    letters = [
        Letter(
            slot=slot, chat_id=crc32(slot.encode()), content_id=content, due=now, priority=priority
        )
        for slot in slots
    ]
    for letter in letters:
        await store.chats.see(letter.chat_id, language="en", now=now)
    await store.outbox.put_all(None, letters, now)


async def settle(store: Store, state: State, now: datetime, letters: int = 1) -> None:
    for letter in await store.outbox.claim(letters, now):
        ended = replace(letter, state=state, outcome=state, settled=now)
        assert await store.outbox.keep(ended, now)


async def test_an_empty_database_has_its_noughts(store: Store) -> None:
    figures = store.figures
    assert await figures.open_letters() == {"ready": 0, "leased": 0}
    assert await figures.feeds() == {"well": 0, "failing": 0, "paused": 0, "gone": 0}
    assert await figures.settled(NOW, days=2) == {date(2026, 6, 2): {}, date(2026, 6, 3): {}}
    assert await figures.latest_digests() is None


async def test_what_is_on_its_way_is_counted_by_state(store: Store) -> None:
    await put(store, "digest:1:a", "digest:2:a", "digest:3:a")
    await store.outbox.claim(1, NOW)
    assert await store.figures.open_letters() == {"ready": 2, "leased": 1}


async def test_what_was_settled_is_counted_by_day(store: Store) -> None:
    for days, state in ((9, State.SENT), (1, State.SENT), (0, State.FAILED), (0, State.SENT)):
        then = NOW - timedelta(days=days)
        await put(store, f"digest:{days}:{state}", now=then)
        await settle(store, state, then)
    assert await store.figures.settled(NOW, days=3) == {
        date(2026, 6, 1): {},
        date(2026, 6, 2): {"sent": 1},
        date(2026, 6, 3): {"failed": 1, "sent": 1},
    }


async def test_the_newest_digests_are_those_of_the_last_ten_minutes_of_putting(
    store: Store,
) -> None:
    await put(store, "digest:1:old", now=NOW - timedelta(hours=1))
    await put(store, "digest:2:new", now=NOW - timedelta(minutes=2))
    await put(store, "digest:3:new", "digest:4:new")
    await put(store, "broadcast:1:1", priority=BROADCAST)
    await settle(store, State.SENT, NOW, letters=2)
    progress = await store.figures.latest_digests()
    assert progress is not None
    assert (progress.letters, progress.since) == (3, NOW - timedelta(minutes=2))
    assert progress.settled in {1, 2}


async def test_feeds_are_counted_by_health(store: Store) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {},
        {},
        {"failures": 2},
        {"paused": True, "failures": 1},
        {"gone": True},
    )
    for number, change in enumerate(changes):
        await store.feeds.add(f"https://feeds.example/{number}", now=NOW)
        (feed,) = await store.feeds.claim(now=NOW, until=NOW + timedelta(days=1))
        await store.feeds.change(replace(feed, **change))
        await store.feeds.settle(replace(feed, **change))
    assert await store.figures.feeds() == {"well": 2, "failing": 1, "paused": 1, "gone": 1}


async def test_every_statement_is_timed_by_how_it_was_meant(tmp_path: Path) -> None:
    read: list[float] = []
    written: list[float] = []
    observers = Observers(read=read.append, write=written.append)
    async with open_store(tmp_path / "timed.db", observers=observers) as store:
        read.clear()
        written.clear()
        await store.meta.put("a", "b")
        assert (len(read), len(written)) == (0, 1)
        await store.meta.get("a")
        assert (len(read), len(written)) == (1, 1)
        assert all(seconds > 0 for seconds in (*read, *written))
