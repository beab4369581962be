"""What polling and webhooks share: the first contact, the intake, and the end in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.errors import GazetteError
from bot.telegram.application import AnyApplication
from bot.telegram.calling import as_news_bot
from bot.telegram.intake import OPEN_GATE, Gate, Intake
from bot.telegram.seen import Seen
from bot.telegram.updates import Reader

log = structlog.get_logger(__name__)

Json = dict[str, Any]
Ready = Callable[[Intake], Awaitable[None]]

RETRY_SECONDS = 5.0
# What we act on; Telegram sends nothing else.
UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
)


async def contact(
    application: AnyApplication, stop: asyncio.Event, begin: Callable[[], Awaitable[object]]
) -> bool:
    """Initialise and `begin`, again and again while the Bot API cannot be reached; False: stopped.

    Raises GazetteError when the token is refused.
    """
    while not stop.is_set():
        try:
            await application.initialize()
            await begin()
        except InvalidToken as error:
            raise GazetteError("telegram.bad_token") from error
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram.unreachable", reason=error.message, retry_seconds=RETRY_SECONDS)
            await pause(stop, RETRY_SECONDS)
        else:
            return True
    return False


@asynccontextmanager
async def taking_in(
    application: AnyApplication, gate: Gate = OPEN_GATE, seen: Seen | None = None
) -> AsyncIterator[Intake]:
    """The way to the application's handlers; in the end, what is under way is finished."""
    reader = Reader(application.bot)

    async def handle(update: Json) -> None:
        await application.process_update(reader.read(update))

    intake = Intake(handle, Seen() if seen is None else seen, gate)
    await application.start()
    try:
        yield intake
    finally:
        await intake.finish()
        await application.stop()


async def end(application: AnyApplication) -> None:
    """Close what was opened, however far that got."""
    await application.shutdown()
    # PTB leaves the connections open where the first call failed.
    await as_news_bot(application.bot).shutdown()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait that long, or until it is time to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
