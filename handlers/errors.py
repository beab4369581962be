"""What nobody expected: logged with an id that the reader is told too."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.render.texts import Texts, guess_language, texts_in
from handlers.context import Context, Reply
from handlers.sending import send

log = structlog.get_logger(__name__)


async def report(update: object, context: Context) -> None:
    """PTB's error handler."""
    error = context.error
    if isinstance(error, Forbidden):
        log.info("telegram.blocked", reason=error.message)
        return
    if isinstance(error, NetworkError) and not isinstance(update, Update):
        log.warning("telegram.unreachable", reason=error.message)
        return
    error_id = token_hex(3)
    log.error("update.failed", error_id=error_id, exc_info=error)
    if isinstance(update, Update) and (chat := update.effective_chat) is not None:
        await _apologise(update, context, chat.id, error_id)


async def _apologise(update: Update, context: Context, chat_id: int, error_id: str) -> None:
    texts = await _texts(update, context, chat_id)
    try:
        await send(context.bot, update, chat_id, Reply(text=texts("error.unexpected", id=error_id)))
    except TelegramError as fault:
        log.warning("error.not_told", error_id=error_id, reason=fault.message)


async def _texts(update: Update, context: Context, chat_id: int) -> Texts:
    """The chat's language, or Telegram's guess where the store is what failed."""
    with suppress(Exception):  # whatever broke the store must not keep the reader from hearing
        known = await context.services.store.chats.get(chat_id)
        if known is not None:
            return texts_in(known.language)
    user = update.effective_user
    return texts_in(guess_language(user.language_code if user else None))
