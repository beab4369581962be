"""Runs an Application by long polling, from the first contact to the last answer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import GazetteError
from bot.telegram.application import AnyApplication
from bot.telegram.calling import NewsBot, as_news_bot
from bot.telegram.intake import OPEN_GATE, Gate, Intake
from bot.telegram.serving import UPDATES, Ready, contact, end, pause, taking_in

log = structlog.get_logger(__name__)

Json = dict[str, Any]

# After a fault it waits this long, then twice as long each time.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0


async def poll(
    application: AnyApplication,
    stop: asyncio.Event,
    ready: Ready,
    gate: Gate = OPEN_GATE,
) -> None:
    """Answer updates until `stop` is set, then finish those in hand.

    `ready` is awaited, with what takes the updates in, once the bot listens. Raises GazetteError
    when the token is refused.
    """
    bot = as_news_bot(application.bot)
    try:
        # A webhook that was set before would keep updates from us; what waits is not dropped.
        if await contact(application, stop, bot.delete_webhook):
            async with taking_in(application, gate) as intake:
                await ready(intake)
                await _Poller(bot, intake, stop).run()
    finally:
        await end(application)


class _Poller:
    """Fetches updates and hands them on, until it is time to stop."""

    def __init__(self, bot: NewsBot, intake: Intake, stop: asyncio.Event) -> None:
        self._bot = bot
        self._intake = intake
        self._stop = stop
        self._offset = 0
        self._pause = FIRST_PAUSE_SECONDS

    async def run(self) -> None:
        stopping = asyncio.create_task(self._stop.wait())
        try:
            while not self._stop.is_set():
                await self._round(stopping)
        finally:
            stopping.cancel()
        await self._confirm()

    async def _round(self, stopping: asyncio.Task[Any]) -> None:
        fetching = asyncio.create_task(self._fetch())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not fetching.done():
            fetching.cancel()
            await asyncio.wait({fetching})
            return
        for update in fetching.result():
            self._offset = update["update_id"] + 1
            self._intake.offer(update)

    async def _fetch(self) -> list[Json]:
        """The next updates, as soon as there is room for them; none after a fault."""
        await self._intake.room()
        try:
            updates = await self._bot.fetch(self._offset, UPDATES)
        except InvalidToken as error:
            raise GazetteError("telegram.bad_token") from error
        except TelegramError as error:
            report(error)
            await pause(self._stop, self._pause_after(error))
            return []
        self._pause = FIRST_PAUSE_SECONDS
        return updates

    def _pause_after(self, error: TelegramError) -> float:
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        seconds, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        return seconds

    async def _confirm(self) -> None:
        """Tell Telegram what was taken, so that it does not come again after the next start."""
        if not self._offset:
            return
        try:
            await self._bot.fetch(self._offset, UPDATES, seconds=0)
        except TelegramError as error:
            report(error)


def report(error: TelegramError) -> None:
    """A fault while polling, which goes on."""
    if isinstance(error, Conflict):
        log.error("telegram.conflict", advice="another program polls with this token: stop it")
        return
    log.warning("telegram.polling", reason=error.message)
