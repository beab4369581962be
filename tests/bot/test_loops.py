from __future__ import annotations

import asyncio
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.errors import StoreError
from bot.loops import LEAST_PATIENCE, Watch, running, upkeep
from bot.pulse import Pulse
from bot.store import open_store
from bot.store.summaries import SummaryKey
from summarizer import Summary

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AT_ONCE = timedelta(0)
PATIENCE = 20.0
Logged = list[MutableMapping[str, Any]]


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    with structlog.testing.capture_logs() as entries:
        yield entries


async def test_upkeep_deletes_what_is_kept_for_a_time_only(tmp_path: Path, logged: Logged) -> None:
    nothing = Summary(sentences=(), language="en", method="whole", total=0)
    async with open_store(tmp_path / "gazette.db") as store:
        old = await store.pastes.add(1, "old", now=NOW - timedelta(days=31))
        new = await store.pastes.add(1, "new", now=NOW)
        for engine in ("before", "now"):
            key = SummaryKey.of("x", engine=engine, language="en", length=3)
            await store.summaries.put(key, nothing, now=NOW)
        await upkeep(store, "now", NOW)
        assert await store.pastes.get(old.id) is None
        assert await store.pastes.get(new.id) == new
        assert await store.summaries.get(key, "x") == nothing
        await upkeep(store, "now", NOW)
    (entry,) = logged  # the second time there was nothing to tell
    assert (entry["texts"], entry["summaries"]) == (1, 1)


async def test_work_is_done_until_the_block_ends() -> None:
    rounds, enough = 0, asyncio.Event()

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            enough.set()

    async with running("test", work, AT_ONCE), asyncio.timeout(PATIENCE):
        await enough.wait()
    done = rounds
    await asyncio.sleep(0)
    assert rounds == done


@pytest.mark.parametrize(
    ("fault", "event"),
    [(StoreError("store.busy", path="x"), "loop.fault"), (ZeroDivisionError(), "loop.failed")],
)
async def test_a_bad_round_ends_nothing(fault: Exception, event: str, logged: Logged) -> None:
    faults = [fault]
    well = asyncio.Event()

    async def work() -> None:
        if faults:
            raise faults.pop()
        well.set()

    async with running("test", work, AT_ONCE), asyncio.timeout(PATIENCE):
        await well.wait()
    (entry,) = logged
    assert (entry["event"], entry["loop"]) == (event, "test")


async def test_work_in_hand_is_cancelled_at_the_end() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with running("test", work, AT_ONCE), asyncio.timeout(PATIENCE):
        await begun.wait()
    assert ended.is_set()


async def test_a_loop_that_is_watched_keeps_a_pulse_and_tells_of_its_faults() -> None:
    now = 0.0
    pulse = Pulse(lambda: now)
    told: list[Exception] = []
    enough = asyncio.Event()

    async def tell(error: Exception) -> None:
        told.append(error)
        if len(told) == 2:
            enough.set()
        raise ConnectionError  # nobody hears it

    async def work() -> None:
        assert "test" in pulse
        raise ZeroDivisionError

    watch = Watch(pulse=pulse, failed=tell)
    async with running("test", work, AT_ONCE, watch=watch), asyncio.timeout(PATIENCE):
        await enough.wait()
        now = LEAST_PATIENCE.total_seconds()
        assert pulse.overdue() == {}
        now += 1
        assert pulse.overdue() == {"test": 1.0}
    assert [type(error) for error in told] == [ZeroDivisionError] * 2
    assert "test" not in pulse


async def test_a_loop_that_rests_is_expected_after_its_rest() -> None:
    now = 0.0
    pulse, resting = Pulse(lambda: now), asyncio.Event()

    async def work() -> timedelta:
        resting.set()
        return timedelta(hours=5)

    async def tell(_: Exception) -> None:
        raise AssertionError("all is well")

    watch = Watch(pulse=pulse, failed=tell)
    async with running("test", work, timedelta(hours=1), watch=watch), asyncio.timeout(PATIENCE):
        await resting.wait()
        await asyncio.sleep(0)
        now = timedelta(hours=5 + 3).total_seconds()
        assert pulse.overdue() == {}
        now += 1
        assert pulse.overdue() == {"test": 1.0}
