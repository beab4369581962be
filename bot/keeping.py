"""Backups by the clock, and what is done at night: deleting the old, giving back its space."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import structlog

from bot.loops import Watch, running
from bot.news.stories import WINDOW
from bot.settings import Settings
from bot.store import Store
from bot.store.backups import Backups
from bot.store.clock import Clock
from bot.store.retention import Retention
from bot.store.shrinking import shrink

log = structlog.get_logger(__name__)

# Each asks only whether something is due.
BACKUPS_EVERY = timedelta(minutes=10)
TIDY_EVERY = timedelta(minutes=10)
# A bot that sleeps through every quiet hour is tidied at any.
OVERDUE = timedelta(days=2)
# Longer than the quiet hour, shorter than a day.
ONCE_A_NIGHT = timedelta(hours=2)
# Each some 20 ms, for which others who write have to wait.
ARTICLES_AT_ONCE, SUMMARIES_AT_ONCE, PAGES_AT_ONCE = 10, 500, 50
TIDIED = "tidied"


@asynccontextmanager
async def keeping(
    store: Store, settings: Settings, now: Callable[[], datetime], watch: Watch | None = None
) -> AsyncIterator[None]:
    """Make backups and delete what is old, as the settings say, while the block runs."""
    backups = Backups(settings.database_path, settings.backups) if settings.backups else None

    async def back_up() -> None:
        if backups is not None:
            await make_backup(backups, settings, now())

    async def tidy() -> None:
        await Clock(store.database).tick(now())
        if settings.keep_days:
            await tidy_at_night(store, timedelta(days=settings.keep_days), now())

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running("tidying", tidy, TIDY_EVERY, watch=watch))
        await stack.enter_async_context(running("backups", back_up, BACKUPS_EVERY, watch=watch))
        yield


async def make_backup(backups: Backups, settings: Settings, now: datetime) -> None:
    """Make a backup if one is due."""
    every = timedelta(hours=settings.backup_hours)
    made = await backups.make_due(every=every, keep=settings.backup_keep, now=now)
    if made is not None:
        log.info("backup.made", file=str(made), bytes=made.stat().st_size)


async def tidy_at_night(store: Store, keep: timedelta, now: datetime) -> None:
    """Tidy once a day, in the quietest hour of the last week."""
    last = await store.meta.get(TIDIED)
    if last is not None and not await _time_to_tidy(store, datetime.fromisoformat(last), now):
        return
    if last is not None:
        await tidy(store, keep, now)
    # Else the first start: the night is to come.
    await store.meta.put(TIDIED, now.isoformat())


async def _time_to_tidy(store: Store, last: datetime, now: datetime) -> bool:
    since = now - last
    # A clock that was set back leaves it unknown when the last time was.
    if since >= OVERDUE or since < timedelta(0):
        return True
    if since < ONCE_A_NIGHT:
        return False
    week = now - timedelta(days=7)
    return now.hour == await Retention(store.database).quietest_hour(since=week)


async def tidy(store: Store, keep: timedelta, now: datetime) -> None:
    """Delete what was published longer ago than `keep`, and give its space back to the disk.

    Between two of its steps everybody else who waits for the database has a turn.
    """
    retention = Retention(store.database)
    before = now - keep
    articles = summaries = 0
    while done := await retention.expire(
        before=before, living=now - WINDOW, now=now, limit=ARTICLES_AT_ONCE
    ):
        articles += done
    while done := await retention.expire_summaries(before=before, limit=SUMMARIES_AT_ONCE):
        summaries += done
    while articles and await retention.merge_index(pages=PAGES_AT_ONCE):
        pass
    if articles or summaries:
        shrunk = await shrink(store.database)
        advice = {} if shrunk else {"advice": "run once: gazette db vacuum"}
        log.info("tidying.done", articles=articles, summaries=summaries, shrunk=shrunk, **advice)
