"""Runs an Application by long polling, from the first contact to the last answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.errors import GazetteError
from bot.telegram.application import AnyApplication

log = structlog.get_logger(__name__)

RETRY_SECONDS = 5.0
# What we act on; Telegram sends nothing else.
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
]


async def poll(
    application: AnyApplication,
    stop: asyncio.Event,
    ready: Callable[[], Awaitable[None]],
) -> None:
    """Answer updates until `stop` is set, then finish those in hand.

    `ready` is awaited once the bot listens. Raises GazetteError when the token is refused.
    """
    try:
        if await _listening(application, stop):
            await application.start()
            await ready()
            await stop.wait()
    finally:
        await _end(application)


async def _listening(application: AnyApplication, stop: asyncio.Event) -> bool:
    """Begin to poll, again and again while the Bot API cannot be reached; False: stopped."""
    updater = application.updater
    if updater is None:
        raise RuntimeError("the application was built without an updater")
    while not stop.is_set():
        try:
            await application.initialize()
            await updater.start_polling(allowed_updates=UPDATES, error_callback=_report)
        except InvalidToken as error:
            raise GazetteError("telegram.bad_token") from error
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram.unreachable", reason=error.message, retry_seconds=RETRY_SECONDS)
            await _pause(stop)
        else:
            return True
    return False


async def _end(application: AnyApplication) -> None:
    """Stop what was begun, however far that got."""
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()
    # PTB leaves the connections open where the first call failed.
    await application.bot.shutdown()


async def _pause(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), RETRY_SECONDS)
    except TimeoutError:
        return


def _report(error: Exception) -> None:
    """A fault while polling; PTB goes on by itself."""
    if isinstance(error, Conflict):
        log.error("telegram.conflict", advice="another program polls with this token: stop it")
        return
    log.warning("telegram.polling", reason=getattr(error, "message", type(error).__name__))
