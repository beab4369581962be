"""Routing by the menu's tables: an Update becomes an Ask, its handler's Reply is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from telegram import Chat, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.errors import GazetteError
from bot.model import Role
from bot.render.texts import guess_language, texts_in
from bot.telegram.application import AnyApplication
from bot.telegram.intake import Gate
from handlers.albums import Albums
from handlers.context import NOTHING, Ask, Context, Handler, Reply, Services
from handlers.errors import report
from handlers.files import download
from handlers.guards import Bans, Throttle, Verdict, gate_of
from handlers.menu import COMMANDS, DIALOGS, POSTED, TAPS, WELCOME
from handlers.menu_entry import allowed
from handlers.posts import is_person, material_of, read_command
from handlers.search import search
from handlers.sending import send, send_letters, typing
from handlers.telegram_menu import tell_chat, tell_person

log = structlog.get_logger(__name__)

_COMMANDS = {entry.name: entry for entry in COMMANDS}
_TAPS = {entry.name: entry for entry in TAPS}
_DIALOGS = {entry.name: entry for entry in DIALOGS}


def register(application: AnyApplication, services: Services) -> Gate:
    """Put every handler, and what they stand on, into the application.

    Returns the gate that updates are to pass before they are worth a handler.
    """
    application.bot_data["services"] = services
    dispatcher = Dispatcher(Throttle(services.throttle_per_minute))
    anything = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    application.add_handler(
        # What has words is no status; to look for each of the forty would cost more than reading.
        MessageHandler(anything & (filters.TEXT | ~filters.StatusUpdate.ALL), dispatcher.message)
    )
    application.add_handler(CallbackQueryHandler(dispatcher.tap))
    application.add_error_handler(report)
    return gate_of(dispatcher.throttle, services.now)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Reads what was said and finds who answers it."""

    throttle: Throttle
    bans: Bans = field(default_factory=Bans)
    albums: Albums = field(default_factory=Albums)

    async def message(self, update: Update, context: Context) -> None:
        """A command, or anything else in a private chat."""
        message = update.effective_message
        if message is None:
            return
        edited = update.edited_message is not None
        command, addressee, words = read_command(message)
        if addressee and addressee.lower() != context.bot.username.lower():
            return
        ask = replace(
            _opening(update, context, message.chat),
            command=self.albums.command(message, command),
            words=words,
            **material_of(message),
        )
        if not ask.private and (edited or not _meant_for_us(ask, addressed=bool(addressee))):
            return  # in a group an edit is talk among people
        admitted = await self._admit(update, context, ask)
        # An edit mends what was said earlier: it is no answer to what was asked since.
        if admitted is None or (edited and admitted.conversation and not admitted.command):
            return
        await self._answer(update, context, admitted, _handler_of_message(admitted))

    async def tap(self, update: Update, context: Context) -> None:
        """A button: its callback data is "name:argument:argument"."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        name, *arguments = (query.data or "").split(":")
        ask = replace(_opening(update, context, chat), command=name, data=tuple(arguments))
        admitted = await self._admit(update, context, ask)
        if admitted is None:
            return
        entry = _TAPS.get(name)
        known = entry is not None and admitted.role.may(entry.role)
        handler = entry.handler if entry is not None and known else _old_button
        await self._answer(update, context, admitted, handler)

    async def _admit(self, update: Update, context: Context, ask: Ask) -> Ask | None:
        """What the store knows is added; None for somebody who is not listened to (now)."""
        services = ask.services
        if services.roles.banned(ask.user_id):
            if self.bans.are_news_to(ask.user_id):
                await send(context.bot, update, ask.chat_id, Reply(text=ask.texts("ban.told")))
            return None
        known = await services.store.chats.see(
            ask.chat_id, language=ask.texts.language, now=ask.now
        )
        texts = texts_in(known.language)
        verdict = self.throttle.judge(ask.user_id, ask.now)
        if verdict is not Verdict.PASS:
            warning = texts("throttle.wait") if verdict is Verdict.WARN else NOTHING
            await send(context.bot, update, ask.chat_id, Reply(text=warning))
            return None
        dialogs = services.store.dialogs
        conversation = (
            await dialogs.get(ask.chat_id, ask.user_id, now=ask.now) if ask.private else None
        )
        # The role as it is now: it may have changed while the store was asked.
        role = services.roles.role(ask.user_id)
        return replace(ask, texts=texts, role=role, conversation=conversation)

    async def _answer(self, update: Update, context: Context, ask: Ask, handler: Handler) -> None:
        progress = self.albums.progress(context.bot, ask.chat_id, ask.album, ask.command)
        try:
            async with typing(context.bot, ask.chat_id):
                reply = await handler(
                    replace(ask, progress=progress.show, download=_download(context, ask))
                )
        except GazetteError as fault:
            log.info("reply.fault", fault=str(fault))
            reply = _fault_reply(update, ask, fault)
        except BaseException:
            await progress.settle()
            raise
        await send(context.bot, update, ask.chat_id, reply, progress)
        await _tell_others(update, context, ask, reply)


def _opening(update: Update, context: Context, chat: Chat) -> Ask:
    """Who asks, where and when; what is asked comes on top."""
    services, user = context.services, update.effective_user
    user_id = user.id if user else chat.id
    if user is not None and is_person(user):
        services.roles.acquaintances.meet(user.id, user.full_name, user.username or "")
    return Ask(
        services=services,
        texts=texts_in(guess_language(user.language_code if user else None)),
        now=services.now(),
        chat_id=chat.id,
        user_id=user_id,
        role=services.roles.role(user_id),
        private=chat.type == ChatType.PRIVATE,
        bot_name=context.bot.username,
        first_name=user.first_name if user else "",
    )


def _meant_for_us(ask: Ask, *, addressed: bool) -> bool:
    """In a group: a command that this person has, or any with our name behind it."""
    entry = _COMMANDS.get(ask.command)
    has = entry is not None and ask.role.may(entry.role) and not entry.hidden
    return bool(ask.command) and (addressed or has)


def _handler_of_message(ask: Ask) -> Handler:
    """Who answers a message."""
    if ask.command:
        entry = _COMMANDS.get(ask.command)
        mine = entry is not None and allowed(entry, ask.role, private=ask.private)
        return entry.handler if entry is not None and mine else WELCOME.unknown
    dialog = _DIALOGS.get(ask.conversation.kind) if ask.conversation else None
    posted = bool(ask.post.source or ask.post.attachment)
    if dialog is not None and ask.role.may(dialog.role) and (ask.words or posted):
        return dialog.handler
    if POSTED is not None and ask.role.may(Role.ADMIN) and posted:
        return POSTED
    return plain_text


async def plain_text(ask: Ask) -> Reply:
    """Text in a private chat is a search; something that holds none gets a hint."""
    if not ask.words:
        return Reply(text=ask.texts("other.message"))
    return await search(ask)


async def _old_button(ask: Ask) -> Reply:
    return Reply(toast=ask.texts.plain("button.old"), alert=True)


def _download(context: Context, ask: Ask) -> Callable[[str], Awaitable[bytes]]:
    """Fetches what this message, or the one replied to, has attached."""
    posts = (ask.post, ask.replied) if ask.replied else (ask.post,)
    attached = {post.attachment.file_id: post.attachment for post in posts if post.attachment}
    return partial(download, context.bot, attached)


async def _tell_others(update: Update, context: Context, ask: Ask, reply: Reply) -> None:
    """What an answer does beyond its chat."""
    if reply.new_menu:
        await tell_chat(context.bot, ask)
    for person_id in reply.new_menus:
        await tell_person(context.bot, ask.services, person_id)
    if reply.letters:
        # Nobody waits for them: one chat that Telegram holds up must not hold up this one.
        context.application.create_task(send_letters(context.bot, reply.letters), update=update)


def _fault_reply(update: Update, ask: Ask, fault: GazetteError) -> Reply:
    if update.callback_query is not None:
        return Reply(toast=ask.texts.plain(fault.key, **fault.arguments), alert=True)
    return Reply(text=ask.texts(fault.key, **fault.arguments))
