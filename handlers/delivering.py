"""Delivery beside the chats: the outbox is sent, and the owners hear when that goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from telegram import Bot, Update
from telegram.error import ChatMigrated

from bot.loops import ALARM_EVERY, DELIVER_EVERY, DELIVERY_PATIENCE, running
from bot.model import Role
from bot.render.texts import texts_in
from bot.settings import Settings
from bot.store.renaming import rename_chat
from bot.telegram.alarm import watch
from bot.telegram.application import AnyApplication
from bot.telegram.calling import as_news_bot
from bot.telegram.delivery import Delivery, sending_bot
from bot.telegram.outcomes import Policy
from handlers.broadcasts.rounds import Rounds
from handlers.context import Context, Letter, Reply, Services
from handlers.progress import Progress
from handlers.sending import send, send_letters

Begin = Callable[..., AbstractAsyncContextManager[None]]


@asynccontextmanager
async def delivering(
    application: AnyApplication, services: Services, settings: Settings, begin: Begin = running
) -> AsyncIterator[None]:
    """Send the outbox while the block runs, each message in its turn among the replies.

    `begin` is `running`, or the same with who watches over it.
    """
    limiter = as_news_bot(application.bot).limiter
    called = services.metrics.called
    async with sending_bot(settings.bot_token, settings.api_url, called) as bot:
        delivery = Delivery(
            bot=bot,
            limiter=limiter,
            store=services.store,
            now=services.now,
            policy=Policy(unsure_retries=settings.unsure_retries),
        )
        alarm = partial(watch_delivery, application.bot, services)
        async with (
            begin("delivery", delivery.round, DELIVER_EVERY, patience=DELIVERY_PATIENCE),
            begin("alarm", alarm, ALARM_EVERY),
            begin("broadcasts", Rounds(application.bot, services).round, DELIVER_EVERY),
        ):
            yield


async def watch_delivery(bot: Bot, services: Services) -> None:
    """Tell the owners, once, when delivery is stuck or failing."""

    async def tell(key: str, letters: int) -> None:
        owners = [each for each in services.roles.admins() if _owns(services, each)]
        await send_letters(bot, [await _letter(services, each, key, letters) for each in owners])

    await watch(services.store, tell, services.now())


async def group_moved(update: Update, context: Context) -> None:
    """A group became a supergroup, and says so in its old chat."""
    message = update.message
    if message is not None and message.migrate_to_chat_id:
        database = context.services.store.database
        await rename_chat(database, message.chat.id, message.migrate_to_chat_id)


async def send_wherever(  # noqa: PLR0913, PLR0917 - those of `send`
    services: Services,
    bot: Bot,
    update: Update,
    chat_id: int,
    reply: Reply,
    progress: Progress | None = None,
) -> None:
    """Send a reply; to the new id of a chat that became a supergroup meanwhile."""
    try:
        await send(bot, update, chat_id, reply, progress)
    except ChatMigrated as moved:
        await rename_chat(services.store.database, chat_id, moved.new_chat_id)
        # Nothing to quote or to edit there: the messages stay behind.
        await send(bot, Update(update.update_id), moved.new_chat_id, reply)


def _owns(services: Services, person_id: int) -> bool:
    return services.roles.role(person_id) is Role.OWNER


async def _letter(services: Services, owner: int, key: str, letters: int) -> Letter:
    chat = await services.store.chats.get(owner)
    texts = texts_in(chat.language if chat else "")
    return Letter(chat_id=owner, text=texts.plural(key, letters))
