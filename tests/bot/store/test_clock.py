from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from bot.model import Standing, Subscription
from bot.store import Store
from bot.store.clock import Clock

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    with structlog.testing.capture_logs() as entries:
        yield entries


async def due(store: Store, now: datetime) -> dict[str, list[bool]]:
    """What would be done now: feeds and digests, in their order."""
    found = {}
    for table, column in (("feeds", "next_poll"), ("subscriptions", "next_digest_at")):
        rows = await store.database.all(
            f"SELECT {column} <= :now AS due FROM {table} ORDER BY id",  # noqa: S608 - ours
            {"now": int(now.timestamp())},
        )
        found[table] = [bool(row["due"]) for row in rows]
    return found


async def test_time_that_goes_on_is_nothing_to_tell(
    store: Store, now: datetime, logged: list[MutableMapping[str, Any]]
) -> None:
    clock = Clock(store.database)
    for minutes in (0, 10, 20, 15):  # a time server may take some back
        assert not await clock.tick(now + timedelta(minutes=minutes))
    assert logged == []


async def test_a_clock_that_was_set_back_is_noticed_and_nothing_waits_for_the_future(
    store: Store, now: datetime, logged: list[MutableMapping[str, Any]]
) -> None:
    clock = Clock(store.database)
    await clock.tick(now + YEAR)
    await store.feeds.add("https://one.example/", now=now + YEAR)
    await store.feeds.add("https://two.example/", now=now + timedelta(hours=5))
    for chat, standing, later in (
        (1, Standing.ACTIVE, YEAR),
        (2, Standing.ACTIVE, timedelta(days=7)),
        (3, Standing.PAUSED, YEAR),
    ):
        subscription = Subscription(
            chat_id=chat, minute=480, zone="UTC", since=now, standing=standing,
            next_digest_at=now + later,
        )  # fmt: skip
        await store.subscriptions.put(subscription)
    assert await clock.tick(now)
    assert await due(store, now) == {"feeds": [True, False], "subscriptions": [True, False, False]}
    (entry,) = logged
    assert (entry["event"], entry["log_level"]) == ("clock.set_back", "warning")
    assert "timedatectl" in entry["advice"]
    assert not await clock.tick(now)
