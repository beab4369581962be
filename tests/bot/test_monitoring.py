"""/healthz, /readyz and /metrics over real HTTP and a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.errors import GazetteError
from bot.health import UPDATES, Health
from bot.metrics import Metrics
from bot.model import Subscription
from bot.monitoring import Monitoring, lag_sampled
from bot.pulse import Pulse
from bot.store import Store, open_store
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from bot.web import serving

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Served:
    """A bot that is watched over."""

    store: Store
    address: str = ""
    now: datetime = NOW
    metrics: Metrics = field(default_factory=Metrics)
    pulse: Pulse = field(default_factory=Pulse)

    async def get(self, path: str) -> tuple[int, str]:
        async with ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    def sample(self, series: str, /, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(series, labels)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with open_store(tmp_path / "gazette.db") as store:
        bot = Served(store)
        health = Health(meta=store.meta, pulse=bot.pulse, needed=(UPDATES,), now=lambda: bot.now)
        monitoring = Monitoring(
            metrics=bot.metrics, health=health, store=store, now=lambda: bot.now
        )
        async with serving("127.0.0.1", 0, monitoring.routes) as port:
            bot.address = f"http://127.0.0.1:{port}"
            yield bot


async def test_live_and_not_ready(served: Served) -> None:
    assert await served.get("/healthz") == (200, "ok\n")
    assert await served.get("/readyz") == (
        503,
        '{"ready": false, "faults": {"updates": "has not begun yet"}}',
    )


async def test_ready(served: Served) -> None:
    served.pulse.expect(UPDATES, 60)
    assert await served.get("/readyz") == (200, '{"ready": true, "faults": {}}')


async def test_metrics_count_what_is_in_the_database(served: Served) -> None:
    store = served.store
    await store.feeds.add("https://feeds.example/rss", now=NOW)
    await store.subscriptions.put(Subscription(chat_id=1, minute=0, zone="UTC", since=NOW))
    content = await store.contents.add(Content(parts=(Part(html="x"),)), now=NOW)
    due = NOW - timedelta(seconds=90)
    await store.outbox.put_all(
        None, [Letter(slot="digest:1:a", chat_id=1, content_id=content, due=due)], NOW
    )
    status, text = await served.get("/metrics")
    assert status == 200
    for line in (
        'gazette_outbox_letters{state="ready"} 1.0',
        "gazette_outbox_delay_seconds 90.0",
        'gazette_feeds{health="well"} 1.0',
        'gazette_subscriptions{standing="active"} 1.0',
        'gazette_ready{part="updates"} 0.0',
        'gazette_ready{part="database"} 1.0',
    ):
        assert line in text.splitlines()
    assert (served.sample("gazette_tasks") or 0) >= 1
    await store.outbox.drop(1, "unreachable", NOW)
    served.now = NOW + timedelta(minutes=1)
    await served.get("/metrics")
    assert served.sample("gazette_letters_settled", outcome="unreachable") == 1
    assert served.sample("gazette_outbox_delay_seconds") == 0


async def test_tables_are_counted_at_most_twice_a_minute(served: Served) -> None:
    await served.get("/metrics")
    await served.store.feeds.add("https://feeds.example/rss", now=NOW)
    served.now = NOW + timedelta(seconds=10)
    await served.get("/metrics")
    assert served.sample("gazette_feeds", health="well") == 0
    served.now = NOW + timedelta(seconds=31)
    await served.get("/metrics")
    assert served.sample("gazette_feeds", health="well") == 1


async def test_metrics_are_told_where_the_database_is_not_to_be_had(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.DATABASE_SECONDS", 0.01)
    async with served.store.database._lock:
        status, text = await served.get("/metrics")
    assert status == 200
    assert 'gazette_ready{part="database"} 0.0' in text.splitlines()


async def test_an_address_that_is_taken_is_told_in_words(served: Served) -> None:
    port = int(served.address.rpartition(":")[2])
    with pytest.raises(GazetteError) as caught:
        async with serving("127.0.0.1", port, []):
            raise AssertionError("nobody can listen there")
    assert caught.value.key == "web.address"


async def test_how_late_the_loop_is_is_sampled_while_the_block_runs() -> None:
    lags: list[float] = []
    enough = asyncio.Event()

    async def at_once(seconds: float) -> None:
        del seconds
        await asyncio.sleep(0)

    def observe(seconds: float) -> None:
        lags.append(seconds)
        if len(lags) == 3:
            enough.set()

    async with lag_sampled(observe, at_once), asyncio.timeout(20):
        await enough.wait()
    sampled = len(lags)
    await asyncio.sleep(0)
    assert len(lags) == sampled
    assert min(lags) >= 0
