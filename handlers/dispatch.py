"""Routing by the menu's table: an Update becomes an Ask, its handler's Reply is sent."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.errors import GazetteError
from bot.model import Role
from bot.render.texts import guess_language, texts_in
from bot.telegram.application import AnyApplication
from handlers.context import NOTHING, Ask, Context, Handler, Reply, Services
from handlers.errors import report
from handlers.guards import Throttle, Verdict
from handlers.menu import COMMANDS, TAPS, WELCOME
from handlers.menu_entry import allowed
from handlers.search import search
from handlers.sending import send, typing
from handlers.telegram_menu import tell_chat

log = structlog.get_logger(__name__)

_COMMANDS = {entry.name: entry for entry in COMMANDS}
_TAPS = {entry.name: entry for entry in TAPS}


def register(application: AnyApplication, services: Services) -> None:
    """Put every handler, and what they stand on, into the application."""
    application.bot_data["services"] = services
    dispatcher = Dispatcher(Throttle(services.throttle_per_minute))
    anything = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    application.add_handler(
        MessageHandler(anything & ~filters.StatusUpdate.ALL, dispatcher.message)
    )
    application.add_handler(CallbackQueryHandler(dispatcher.tap))
    application.add_error_handler(report)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Reads what was said and finds who answers it."""

    throttle: Throttle

    async def message(self, update: Update, context: Context) -> None:
        """A command, or plain text in a private chat."""
        message = update.effective_message
        if message is None:
            return
        private = message.chat.type == ChatType.PRIVATE
        if update.edited_message is not None and not private:
            return  # in a group an edit is talk among people
        command, addressee, words = read_command(message)
        if addressee and addressee.lower() != context.bot.username.lower():
            return
        handler = _route(command, private=private, addressed=bool(addressee))
        if handler is None:
            return
        ask = await self._ask(
            update, context, command=command, words=words, quoted=_quoted(message)
        )
        if ask is not None:
            await self._reply(update, context, ask, handler)

    async def tap(self, update: Update, context: Context) -> None:
        """A button: its callback data is "name:argument:argument"."""
        query = update.callback_query
        if query is None:
            return
        name, *arguments = (query.data or "").split(":")
        ask = await self._ask(update, context, command=name, data=tuple(arguments))
        if ask is None:
            return
        entry = _TAPS.get(name)
        known = entry is not None and ask.role.may(entry.role)
        handler = entry.handler if entry is not None and known else _old_button
        await self._reply(update, context, ask, handler)

    async def _ask(  # noqa: PLR0913 - one for each thing that was said
        self,
        update: Update,
        context: Context,
        *,
        command: str,
        words: str = "",
        quoted: str = "",
        data: tuple[str, ...] = (),
    ) -> Ask | None:
        """Everything a handler needs; None when the person is over the throttle."""
        services = context.services
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            return None
        now = services.now()
        user_id = user.id if user else chat.id
        known = await services.store.chats.see(
            chat.id, language=guess_language(user.language_code if user else None), now=now
        )
        texts = texts_in(known.language)
        verdict = self.throttle.judge(user_id, now)
        if verdict is not Verdict.PASS:
            warning = texts("throttle.wait") if verdict is Verdict.WARN else NOTHING
            await send(context.bot, update, chat.id, Reply(text=warning))
            return None
        return Ask(
            services=services,
            texts=texts,
            now=now,
            chat_id=chat.id,
            user_id=user_id,
            role=Role.OWNER if user_id in services.owners else Role.READER,
            private=chat.type == ChatType.PRIVATE,
            bot_name=context.bot.username,
            first_name=user.first_name if user else "",
            command=command,
            words=words,
            quoted=quoted,
            data=data,
        )

    async def _reply(self, update: Update, context: Context, ask: Ask, handler: Handler) -> None:
        try:
            if not _may(ask):
                handler = WELCOME.unknown
            async with typing(context.bot, ask.chat_id):
                reply = await handler(ask)
        except GazetteError as fault:
            log.info("reply.fault", fault=str(fault))
            reply = _fault_reply(update, ask, fault)
        await send(context.bot, update, ask.chat_id, reply)
        if reply.new_menu:
            await tell_chat(context.bot, ask)


def read_command(message: Message) -> tuple[str, str, str]:
    """(command, the bot it is for, the words after it); no command: ("", "", the text)."""
    text = (message.text or "").strip()
    first = next(
        (
            entity
            for entity in message.entities
            if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        ),
        None,
    )
    if first is None:
        return "", "", text
    command, _, addressee = text[1 : first.length].partition("@")
    return command.lower(), addressee, text[first.length :].strip()


def _route(command: str, *, private: bool, addressed: bool) -> Handler | None:
    """Who answers; None where a group's talk is none of our business."""
    if command in _COMMANDS:
        return _COMMANDS[command].handler
    if command:
        return WELCOME.unknown if private or addressed else None
    return plain_text if private else None


async def plain_text(ask: Ask) -> Reply:
    """Text in a private chat is a search; something that holds none gets a hint."""
    if not ask.words:
        return Reply(text=ask.texts("other.message"))
    return await search(ask)


async def _old_button(ask: Ask) -> Reply:
    return Reply(toast=ask.texts.plain("button.old"), alert=True)


def _may(ask: Ask) -> bool:
    entry = _COMMANDS.get(ask.command) if not ask.data else None
    return entry is None or allowed(entry, ask.role, private=ask.private)


def _fault_reply(update: Update, ask: Ask, fault: GazetteError) -> Reply:
    if update.callback_query is not None:
        return Reply(toast=ask.texts.plain(fault.key, **fault.arguments), alert=True)
    return Reply(text=ask.texts(fault.key, **fault.arguments))


def _quoted(message: Message) -> str:
    """The text of the message replied to, or the part of it that was quoted."""
    if message.quote is not None:
        return message.quote.text
    replied = message.reply_to_message
    return (replied.text or replied.caption or "") if replied is not None else ""
