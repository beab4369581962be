"""What goes on beside the chats: work by the clock, supervised and stopped in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.beside import beside
from bot.errors import GazetteError
from bot.pulse import Pulse
from bot.render.texts import texts_in
from bot.store import Store

log = structlog.get_logger(__name__)

UPKEEP_EVERY = timedelta(hours=6)
# Asks only which feeds are due.
POLL_EVERY = timedelta(minutes=1)
# Asks only what is due to be sent; as often as a person would notice.
DELIVER_EVERY = timedelta(seconds=1)
ALARM_EVERY = timedelta(minutes=1)
# A loop is given up for silent after so many intervals, and not before five minutes.
MISSED = 3
LEAST_PATIENCE = timedelta(minutes=5)
# Rounds that take long when there is much to do: a thousand slow feeds, 100,000 letters.
ROUND_PATIENCE = timedelta(minutes=30)
DELIVERY_PATIENCE = timedelta(hours=6)
# After a fault; else digests say when the next one is due.
DIGESTS_EVERY = timedelta(seconds=30)


async def upkeep(store: Store, engine: str, now: datetime) -> None:
    """Delete what is kept for a time only: readers' texts, what editors left, old summaries."""
    done = {
        "texts": await store.pastes.purge(now=now),
        "dialogs": await store.dialogs.purge(now=now),
        "proposals": await store.proposals.purge(now=now),
        "deleted": await store.changes.purge(now=now),
        "pins": await store.pins.purge(now=now),
        "summaries": await store.summaries.purge(engine=engine),
        "letters": await store.outbox.purge(now=now),
        "contents": await store.contents.purge(now=now),
    }
    if any(done.values()):
        log.info("upkeep.done", **done)


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Who looks on at a loop: the pulse that it keeps, and who is told of what nobody expected."""

    pulse: Pulse
    failed: Callable[[Exception], Awaitable[None]]


@asynccontextmanager
async def running(
    name: str,
    work: Callable[[], Awaitable[timedelta | None]],
    every: timedelta,
    *,
    watch: Watch | None = None,
    patience: timedelta = LEAST_PATIENCE,
) -> AsyncIterator[None]:
    """Do the work now and again at that interval, or when it says, while the block runs.

    A fault is logged and the next round comes as usual: one bad round ends nothing. It may be
    silent for three intervals, and for `patience` at least.
    """
    silence = max(MISSED * every, patience).total_seconds()

    async def rounds() -> None:
        while True:
            pause = None
            if watch is not None:
                watch.pulse.expect(name, silence)
            try:
                pause = await work()
            except GazetteError as fault:
                words = texts_in("en").plain(fault.key, **fault.arguments)
                log.warning("loop.fault", loop=name, fault=words)
            except Exception as error:
                log.exception("loop.failed", loop=name)
                if watch is not None:
                    with suppress(Exception):  # telling of it must not end the loop either
                        await watch.failed(error)
            seconds = (every if pause is None else pause).total_seconds()
            if watch is not None:
                watch.pulse.expect(name, seconds + silence)
            await asyncio.sleep(seconds)

    try:
        async with beside(rounds(), name):
            yield
    finally:
        if watch is not None:
            watch.pulse.forget(name)
