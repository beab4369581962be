from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import keeping as module
from bot.keeping import keeping, tidy, tidy_at_night
from bot.model import Draft
from bot.settings import Settings
from bot.store import Store, open_store
from bot.store.check import check
from bot.store.summaries import SummaryKey
from summarizer import Summary

# Two in the morning: the quiet hour of a bot that nobody uses.
NIGHT = datetime(2026, 6, 1, 2, 5, tzinfo=UTC)
DAY = timedelta(days=1)
PATIENCE = 20.0
Logged = list[MutableMapping[str, Any]]


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    with structlog.testing.capture_logs() as entries:
        yield entries


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


def settings(tmp_path: Path, **changes: object) -> Settings:
    return Settings.load(database_url=f"sqlite:///{tmp_path / 'gazette.db'}", **changes)


async def add(store: Store, count: int, *, age: timedelta, words: int = 5) -> None:
    for number in range(count):
        title = f"title {age} {number}"
        draft = Draft(title=title, text=f"{title}. " * words, published=NIGHT - age)
        await store.articles.add(draft, now=NIGHT, language="en", gist="", topics=("a",))


class Ticking:
    """A clock that stands still and counts how often it is looked at."""

    def __init__(self, enough: int) -> None:
        self._left = enough
        self.enough = asyncio.Event()

    def now(self) -> datetime:
        self._left -= 1
        if not self._left:
            self.enough.set()
        return NIGHT


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def counted(store: Store) -> int:
    return await store.articles.count()


async def test_the_old_goes_and_the_file_shrinks(
    store: Store, tmp_path: Path, logged: Logged
) -> None:
    await add(store, 60, age=40 * DAY, words=2000)
    await add(store, 5, age=DAY)
    key = SummaryKey.of("x", engine="e", language="en", length=3)
    nothing = Summary(sentences=(), language="en", method="whole", total=0)
    await store.summaries.put(key, nothing, now=NIGHT - 40 * DAY)
    await store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (tmp_path / "gazette.db").stat().st_size
    await tidy(store, 30 * DAY, NIGHT)
    assert await counted(store) == 5
    assert (tmp_path / "gazette.db").stat().st_size < before / 4
    assert await check(store.database) == ()
    (entry,) = logged
    assert (entry["articles"], entry["summaries"], entry["shrunk"]) == (60, 1, True)
    await tidy(store, 30 * DAY, NIGHT)
    assert len(logged) == 1


async def test_people_are_served_between_its_steps(store: Store) -> None:
    await add(store, 40, age=40 * DAY)
    tidying = asyncio.create_task(tidy(store, 30 * DAY, NIGHT))
    left: list[int] = []
    while not tidying.done():
        await store.chats.see(len(left) + 1, language="en", now=NIGHT)
        left.append(await counted(store))
    await tidying
    assert len(set(left)) > 2


async def test_a_file_that_cannot_shrink_is_told_how_to(
    store: Store, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    async def unable(_: object) -> bool:
        return False

    monkeypatch.setattr(module, "shrink", unable)
    await add(store, 1, age=40 * DAY)
    await tidy(store, 30 * DAY, NIGHT)
    assert logged[0]["advice"] == "run once: gazette db vacuum"


@pytest.mark.parametrize(
    ("last", "now", "done"),
    [
        (NIGHT - DAY, NIGHT, True),
        (NIGHT - DAY, NIGHT + timedelta(hours=1), False),
        (NIGHT - timedelta(minutes=5), NIGHT + timedelta(minutes=5), False),
        (NIGHT - 3 * DAY, NIGHT + timedelta(hours=9), True),  # it slept through every night
        (NIGHT + 90 * DAY, NIGHT + timedelta(hours=9), True),  # the clock was set back
        (None, NIGHT, False),
    ],
)
async def test_once_a_night_in_the_quiet_hour(
    store: Store, last: datetime | None, now: datetime, done: bool
) -> None:
    await add(store, 1, age=40 * DAY)
    if last:
        await store.meta.put(module.TIDIED, last.isoformat())
    await tidy_at_night(store, 30 * DAY, now)
    assert await counted(store) == (0 if done else 1)
    kept = await store.meta.get(module.TIDIED)
    assert kept == (now if done or last is None else last).isoformat()


async def test_the_old_goes_while_the_bot_runs(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIDY_EVERY", timedelta(0))
    await add(store, 1, age=40 * DAY)
    await store.meta.put(module.TIDIED, (NIGHT - DAY).isoformat())
    clock = Ticking(3)  # a round looks twice: this is the second one
    async with (
        keeping(store, settings(tmp_path, keep_days=30), clock.now),
        asyncio.timeout(PATIENCE),
    ):
        await clock.enough.wait()
    assert await counted(store) == 0


async def test_backups_are_made_while_the_bot_runs(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    monkeypatch.setattr(module, "BACKUPS_EVERY", timedelta(0))
    folder = tmp_path / "backups"
    clock = Ticking(3)  # the other loop looks once, so that this is the second round
    async with (
        keeping(store, settings(tmp_path, backups=folder), clock.now),
        asyncio.timeout(PATIENCE),
    ):
        await clock.enough.wait()
    assert names(folder) == ["gazette-20260601T020500Z.db"]
    (entry,) = logged
    assert (entry["event"], entry["file"]) == ("backup.made", str(folder / names(folder)[0]))


async def test_without_settings_nothing_is_copied_and_nothing_deleted(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIDY_EVERY", timedelta(0))
    await add(store, 1, age=4000 * DAY)
    clock = Ticking(5)
    async with keeping(store, settings(tmp_path), clock.now), asyncio.timeout(PATIENCE):
        await clock.enough.wait()
    assert await counted(store) == 1
    assert await store.meta.get("clock") == NIGHT.isoformat()
