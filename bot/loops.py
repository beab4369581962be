"""What goes on beside the chats: work by the clock, supervised and stopped in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog

from bot.errors import GazetteError
from bot.store import Store

log = structlog.get_logger(__name__)

UPKEEP_EVERY = timedelta(hours=6)
# Asks only which feeds are due.
POLL_EVERY = timedelta(minutes=1)


async def upkeep(store: Store, engine: str, now: datetime) -> None:
    """Delete what is kept for a time only: readers' texts, what editors left, old summaries."""
    done = {
        "texts": await store.pastes.purge(now=now),
        "dialogs": await store.dialogs.purge(now=now),
        "proposals": await store.proposals.purge(now=now),
        "deleted": await store.changes.purge(now=now),
        "summaries": await store.summaries.purge(engine=engine),
    }
    if any(done.values()):
        log.info("upkeep.done", **done)


@asynccontextmanager
async def running(
    name: str, work: Callable[[], Awaitable[None]], every: timedelta
) -> AsyncIterator[None]:
    """Do the work now and again at that interval while the block runs.

    A fault is logged and the next round comes as usual: one bad round ends nothing.
    """

    async def rounds() -> None:
        while True:
            try:
                await work()
            except GazetteError as fault:
                log.warning("loop.fault", loop=name, fault=str(fault))
            except Exception:
                log.exception("loop.failed", loop=name)
            await asyncio.sleep(every.total_seconds())

    task = asyncio.create_task(rounds(), name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
