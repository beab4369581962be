"""What nobody expected: logged with an id that the reader is told too."""

from __future__ import annotations

from secrets import token_hex

import structlog
from telegram import Update
from telegram.error import Conflict, Forbidden, NetworkError, TelegramError

from bot.render.texts import guess_language, texts_in
from handlers.context import Context, Reply
from handlers.sending import send

log = structlog.get_logger(__name__)


async def report(update: object, context: Context) -> None:
    """PTB's error handler."""
    error = context.error
    if isinstance(error, Forbidden):
        log.info("telegram.blocked", reason=error.message)
        return
    if isinstance(error, Conflict):
        log.error("telegram.conflict", advice="another program polls with this token: stop it")
        return
    if isinstance(error, NetworkError) and not isinstance(update, Update):
        log.warning("telegram.unreachable", reason=error.message)
        return
    error_id = token_hex(3)
    log.error("update.failed", error_id=error_id, exc_info=error)
    if isinstance(update, Update) and update.effective_chat is not None:
        await _apologise(update, context, error_id)


async def _apologise(update: Update, context: Context, error_id: str) -> None:
    user, chat = update.effective_user, update.effective_chat
    texts = texts_in(guess_language(user.language_code if user else None))
    if chat is None:
        return
    try:
        await send(context.bot, update, chat.id, Reply(text=texts("error.unexpected", id=error_id)))
    except TelegramError as fault:
        log.warning("error.not_told", error_id=error_id, reason=fault.message)
