"""Delivery: the letters of the outbox go to Telegram, each once, and what became of them is kept.

A message is written down as begun when the limiter has let it go and before the request leaves;
its end follows when Telegram has answered. A crash in between therefore leaves in doubt only what
was on its way, and all else goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog
from telegram import Bot
from telegram.ext import BaseRateLimiter

from bot.store import Store
from bot.telegram.courier import Courier
from bot.telegram.limits import Priority
from bot.telegram.outcomes import Policy
from bot.telegram.watched import Called, WatchedRequest, uncounted

log = structlog.get_logger(__name__)

# Letters in memory at a time: enough for any rate that Telegram allows.
LANES: Final = 64
# How often to look for letters while others are waited for.
LOOK_SECONDS: Final = 1.0
# Then whoever watches over the loop hears of it again.
LONGEST_ROUND: Final = timedelta(minutes=1)

Lanes = dict[asyncio.Task[None], int]


class Delivery:
    """Sends what is due, to many chats at once, one letter of a chat at a time."""

    def __init__(  # noqa: PLR0913 - what it stands on
        self,
        *,
        bot: Bot,
        limiter: BaseRateLimiter[Priority | None],
        store: Store,
        now: Callable[[], datetime],
        policy: Policy | None = None,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._policy = policy or Policy()
        self._outbox = store.outbox
        self._now = now
        self._ends = now()
        self._courier = Courier(
            bot=bot, limiter=limiter, store=store, policy=self._policy, now=now, draw=draw
        )

    async def round(self) -> timedelta | None:
        """Send until nothing is due or Telegram cannot be reached, for a minute at most.

        Returns when to come back: at once where more may be due, None for whenever. When it is
        cancelled, messages under way are waited for and all else is put back. Raises StoreError.
        """
        lanes: Lanes = {}
        self._courier.closing = False
        self._ends = self._now() + LONGEST_ROUND
        try:
            await self._fill(lanes)
            while lanes:
                done, _ = await asyncio.wait(
                    lanes, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    del lanes[task]
                    task.result()
                await self._fill(lanes)
        finally:
            await self._wind_up(lanes)
        return None if self._now() < self._ends else timedelta(0)

    async def _fill(self, lanes: Lanes) -> None:
        """Take more letters once half of the lanes are free."""
        now, room = self._now(), LANES - len(lanes)
        if room < LANES // 2 or now >= self._ends or self._courier.outage.lasts(now):
            return
        expired, doubtful = await self._outbox.expired(now, retries=self._policy.unsure_retries)
        if expired:
            log.warning("delivery.resumed", letters=expired, doubtful=doubtful)
        for letter in await self._outbox.claim(room, now):
            task = asyncio.create_task(self._courier.deliver(letter), name=letter.slot)
            lanes[task] = letter.id

    async def _wind_up(self, lanes: Lanes) -> None:
        """Finish what is under way; what waits for its turn goes back."""
        self._courier.closing = True
        for task, letter_id in lanes.items():
            if letter_id not in self._courier.under_way:
                task.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)


@asynccontextmanager
async def sending_bot(token: str, api_url: str, called: Called = uncounted) -> AsyncIterator[Bot]:
    """A bot with connections of its own and no limiter: see `Courier`."""
    request = WatchedRequest(called=called)
    try:
        yield Bot(token, f"{api_url}/bot", request=request, get_updates_request=request)
    finally:
        await request.shutdown()
