"""What nobody expected: logged with an id that the reader is told too, and the owners hourly."""

from __future__ import annotations

from contextlib import suppress

import structlog
from telegram import Bot, Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.errors import GazetteError, StoreError
from bot.incidents import Incident, incident_of, trace_of
from bot.model import Role
from bot.render.texts import Texts, guess_language, texts_in
from handlers.context import Context, Letter, Reply, Services
from handlers.sending import send, send_letters

log = structlog.get_logger(__name__)


async def report(update: object, context: Context) -> None:
    """PTB's error handler."""
    error = context.error
    if error is None:
        return
    if isinstance(error, Forbidden):
        log.info("telegram.blocked", reason=error.message)
        return
    if isinstance(error, NetworkError) and not isinstance(update, Update):
        log.warning("telegram.unreachable", reason=error.message)
        return
    incident = incident_of(error)
    if isinstance(error, StoreError):
        advice = texts_in("en").plain(error.key, **error.arguments)
        log.error("store.fault", error_id=incident.id, advice=advice)
    else:
        reason = error.message if isinstance(error, TelegramError) else ""
        log.error(
            "update.failed",
            error_id=incident.id,
            kind=incident.kind,
            reason=reason,
            trace=trace_of(error),
        )
    if isinstance(update, Update) and (chat := update.effective_chat) is not None:
        await _apologise(update, context, chat.id, incident.id)
    await tell_owners(context.bot, context.services, error)


async def tell_owners(bot: Bot, services: Services, error: Exception) -> None:
    """Tell the owners of a fault, unless they heard of its like within the hour."""
    incident = incident_of(error)
    times = services.incidents.note(incident, services.now())
    if not times:
        return
    owners = [each for each in services.roles.admins() if services.roles.role(each) is Role.OWNER]
    letters = [
        Letter(
            chat_id=owner,
            text=(await _texts_of(services, owner) or texts_in("")).plural(
                "error.owners", times, **_facts(incident, error)
            ),
        )
        for owner in owners
    ]
    await send_letters(bot, letters)


def _facts(incident: Incident, error: Exception) -> dict[str, str]:
    words = ""
    if isinstance(error, GazetteError):
        words = texts_in("en").plain(error.key, **error.arguments)
    return {"id": incident.id, "what": words or incident.kind, "place": incident.place or "–"}


async def _apologise(update: Update, context: Context, chat_id: int, error_id: str) -> None:
    texts = await _texts(update, context, chat_id)
    try:
        await send(context.bot, update, chat_id, Reply(text=texts("error.unexpected", id=error_id)))
    except TelegramError as fault:
        log.warning("error.not_told", error_id=error_id, reason=fault.message)


async def _texts(update: Update, context: Context, chat_id: int) -> Texts:
    """The chat's language, or Telegram's guess where the store is what failed."""
    user = update.effective_user
    chosen = await _texts_of(context.services, chat_id)
    return chosen or texts_in(guess_language(user.language_code if user else None))


async def _texts_of(services: Services, chat_id: int) -> Texts | None:
    """In the language of a chat; None where it is not known."""
    with suppress(Exception):  # whatever broke the store must not keep anybody from hearing
        known = await services.store.chats.get(chat_id)
        return texts_in(known.language) if known is not None else None
    return None
