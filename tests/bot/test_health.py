from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.health import POLL_PATIENCE, UPDATES, Health, heard
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.store import Store, open_store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Clock:
    """Seconds as a test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pulse(clock: Clock) -> Pulse:
    return Pulse(clock)


@pytest.fixture
def health(store: Store, pulse: Pulse) -> Health:
    return Health(meta=store.meta, pulse=pulse, needed=(UPDATES,), now=lambda: NOW)


async def test_a_bot_that_has_not_begun_is_not_ready(health: Health, pulse: Pulse) -> None:
    assert await health.faults() == {UPDATES: "has not begun yet"}
    pulse.expect(UPDATES, 10)
    assert await health.faults() == {}


async def test_whoever_is_silent_is_named(health: Health, pulse: Pulse, clock: Clock) -> None:
    pulse.expect(UPDATES, 100)
    pulse.expect("feeds", 60)
    clock.now = 75
    faults = await health.faults()
    assert faults == {"feeds": "not heard of for 15 s longer than it may take"}


async def test_a_database_that_cannot_be_written_says_why(
    health: Health, pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise StoreError("store.full", path="gazette.db")

    pulse.expect(UPDATES, 10)
    monkeypatch.setattr("bot.store.meta.Meta.put", full)
    faults = await health.faults()
    assert list(faults) == ["database"]
    assert "gazette.db" in faults["database"]


async def test_a_database_that_hangs_is_not_waited_for_long(
    health: Health, store: Store, pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse.expect(UPDATES, 10)
    monkeypatch.setattr("bot.health.DATABASE_SECONDS", 0.01)
    async with store.database.transaction():
        pass
    async with store.database._lock:  # somebody who writes without an end
        faults = await health.faults()
    assert faults == {"database": "could not be written to within 0.01 s"}


async def test_each_answer_to_a_poll_is_a_sign_of_life(pulse: Pulse, clock: Clock) -> None:
    metrics = Metrics()
    called = heard(metrics.called, pulse)
    called("sendMessage", 200, 0.1)
    called("getUpdates", 502, 0.1)
    assert UPDATES not in pulse
    called("deleteWebhook", 200, 0.1)  # polling begins
    clock.now = POLL_PATIENCE - 1
    assert pulse.overdue() == {}
    called("getUpdates", 200, 10.0)
    clock.now += POLL_PATIENCE - 1
    assert pulse.overdue() == {}
    clock.now += 2
    assert UPDATES in pulse.overdue()
    polls = {"method": "poll", "outcome": "ok"}
    assert metrics.registry.get_sample_value("gazette_calls_total", polls) == 1
