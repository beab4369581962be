"""Routing by the menu's tables: an Update becomes an Ask, its handler's Reply is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

import structlog
from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.ext import TypeHandler, filters

from bot.errors import GazetteError, StoreError
from bot.model import Role
from bot.render.texts import Texts, texts_in
from bot.telegram.application import AnyApplication
from bot.telegram.intake import Gate
from handlers.albums import Albums
from handlers.callers import Caller, Known, ask_of, caller_of
from handlers.context import Ask, Context, Handler, Reply, Services
from handlers.delivering import group_moved, send_wherever
from handlers.errors import report
from handlers.feeds.opml import is_list
from handlers.files import downloads
from handlers.guards import Bans, Throttle, Verdict, gate_of
from handlers.menu import COMMANDS, DIALOGS, FOR_CHANNELS, LOCATED, POSTED, TAPS, WELCOME
from handlers.menu_entry import allowed
from handlers.posts import material_of, read_command, topic_of
from handlers.progress import Progress
from handlers.search import search
from handlers.sending import Typing, send, send_letters
from handlers.story import story_link
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
    # One for all: to ask each handler's filters in turn costs as much as reading the message.
    application.add_handler(TypeHandler(Update, dispatcher.update))
    application.add_error_handler(report)
    return gate_of(dispatcher.throttle, services.now, services.metrics.turned_away)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Reads what was said and finds who answers it."""

    throttle: Throttle
    bans: Bans = field(default_factory=Bans)
    albums: Albums = field(default_factory=Albums)

    async def update(self, update: Update, context: Context) -> None:
        """Anything that the bot is told."""
        message = update.message or update.edited_message or update.channel_post
        if message is None:
            if update.callback_query is not None:
                await self.tap(update, context)
        elif message.migrate_to_chat_id:
            await group_moved(update, context)
        # What has words is no status; to look for each of the forty would cost more than reading.
        elif message.text or not filters.StatusUpdate.ALL.check_update(update):
            await self.message(update, context, message)

    async def message(self, update: Update, context: Context, message: Message) -> None:
        """A command, or anything else in a private chat."""
        edited, chat = update.edited_message is not None, message.chat
        command, addressee, words = read_command(message)
        if addressee and addressee.lower() != context.bot.username.lower():
            return
        command, caller = self.albums.command(message, command), caller_of(update, context, chat)
        if not caller.private and (edited or not _meant_for_us(caller, command, addressee)):
            return  # in a group an edit is talk among people
        if chat.type == ChatType.CHANNEL and command not in FOR_CHANNELS:
            return  # all its readers would see the answer
        known = await self._admit(update, context, caller)
        # An edit mends what was said earlier: it is no answer to what was asked since, and where
        # somebody lets their location be followed, each step of theirs is one.
        aside = known and not command and (known.conversation or message.location)
        if known is None or (edited and aside):
            return
        material = material_of(message)
        progress = self._progress(context, chat, command, material["album"])
        ask = ask_of(
            update,
            context,
            caller,
            known,
            command=command,
            words=words,
            thread_id=topic_of(message),
            progress=progress.show,
            download=downloads(context.bot, material["post"], material["replied"]),
            **material,
        )
        await self._answer(update, context, ask, _handler_of_message(ask), progress)

    async def tap(self, update: Update, context: Context) -> None:
        """A button: its callback data is "name:argument:argument"."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        caller = caller_of(update, context, chat)
        known = await self._admit(update, context, caller)
        if known is None:
            return
        name, *arguments = (query.data or "").split(":")
        progress, under = self._progress(context, chat, name), query.message
        ask = ask_of(
            update,
            context,
            caller,
            known,
            command=name,
            data=tuple(arguments),
            thread_id=topic_of(under) if isinstance(under, Message) else 0,
            progress=progress.show,
        )
        entry = _TAPS.get(name)
        has = entry is not None and ask.role.may(entry.role)
        handler = entry.handler if entry is not None and has else _old_button
        if chat.type == ChatType.CHANNEL:
            handler = partial(_in_channel, handler)
        await self._answer(update, context, ask, handler, progress)

    def _progress(self, context: Context, chat: Chat, command: str, album: str = "") -> Progress:
        return self.albums.progress(context.bot, chat.id, album, command)

    async def _admit(self, update: Update, context: Context, caller: Caller) -> Known | None:
        """What the store knows of them; None for somebody who is not listened to (now)."""
        services, chat_id, now = caller.services, caller.chat_id, caller.now
        if services.roles.banned(caller.user_id):
            services.metrics.turned_away("banned")
            if self.bans.are_news_to(caller.user_id):
                await send(context.bot, update, chat_id, _note(update, caller.texts, "ban.told"))
            return None
        chat = await services.store.chats.see(chat_id, language=caller.texts.language, now=now)
        texts = texts_in(chat.language)
        verdict = self.throttle.judge(caller.user_id, now)
        if verdict is not Verdict.PASS:
            services.metrics.turned_away("throttled")
            warned = verdict is Verdict.WARN
            warning = _note(update, texts, "throttle.wait") if warned else Reply()
            await send(context.bot, update, chat_id, warning)
            return None
        dialogs = services.store.dialogs
        conversation = (
            await dialogs.get(chat_id, caller.user_id, now=now) if caller.private else None
        )
        # The role as it is now: it may have changed while the store was asked.
        role = services.roles.role(caller.user_id)
        return Known(texts=texts, role=role, conversation=conversation)

    async def _answer(
        self, update: Update, context: Context, ask: Ask, handler: Handler, progress: Progress
    ) -> None:
        outcome = "failed"
        try:
            outcome = await _reply(update, context, ask, handler, progress)
        finally:
            seconds = perf_counter() - ask.began
            ask.services.metrics.answered(*_kind_of(update, ask), outcome, seconds)


async def _reply(
    update: Update, context: Context, ask: Ask, handler: Handler, progress: Progress
) -> str:
    """Have it answered; returns whether it was "answered", or "refused" in words."""
    outcome = "answered"
    try:
        with Typing(context.bot, ask.chat_id):
            reply = await handler(ask)
    except StoreError:
        await progress.settle()
        raise  # for the operator to mend; the reader hears an apology
    except GazetteError as fault:
        # Its arguments may be a reader's words.
        log.info("reply.fault", fault=fault.key)
        outcome, reply = "refused", _note(update, ask.texts, fault.key, **fault.arguments)
    except BaseException:
        await progress.settle()
        raise
    await send_wherever(ask.services, context.bot, update, ask.chat_id, reply, progress)
    await _tell_others(update, context, ask, reply)
    return outcome


def _kind_of(update: Update, ask: Ask) -> tuple[str, str]:
    """What was said, in words of ours: what people make up must not become names of metrics."""
    if update.callback_query is not None:
        return "tap", ask.command if ask.command in _TAPS else "unknown"
    if ask.command:
        return "command", ask.command if ask.command in _COMMANDS else "unknown"
    dialog = ask.conversation.kind if ask.conversation else ""
    return ("dialog", dialog) if dialog in _DIALOGS else ("text", "plain")


def _meant_for_us(caller: Caller, command: str, addressee: str) -> bool:
    """In a group: a command that this person has, or any with our name behind it."""
    entry, role = _COMMANDS.get(command), caller.services.roles.role(caller.user_id)
    has = entry is not None and role.may(entry.role) and not entry.hidden
    return bool(command) and (bool(addressee) or has)


def _handler_of_message(ask: Ask) -> Handler:
    """Who answers a message."""
    if ask.command:
        entry = _COMMANDS.get(ask.command)
        mine = entry is not None and allowed(entry, ask.role, private=ask.private)
        return entry.handler if entry is not None and mine else WELCOME.unknown
    if ask.location is not None:
        return LOCATED
    dialog = _DIALOGS.get(ask.conversation.kind) if ask.conversation else None
    posted = bool(ask.post.source or ask.post.attachment)
    posts = POSTED if posted and ask.role.may(Role.ADMIN) else None
    if posts is not None and is_list(ask.post.attachment):
        return posts  # a list of feeds is no answer to any question of a dialog
    heard = dialog is not None and (dialog.posts if posted else bool(ask.words))
    if dialog is not None and heard and ask.role.may(dialog.role):
        return dialog.handler
    if posts is not None:
        return posts
    return plain_text


async def plain_text(ask: Ask) -> Reply:
    """Text in a private chat is a search; something that holds none gets a hint."""
    if not ask.words:
        return Reply(text=ask.texts("other.message"))
    return await search(ask)


async def _in_channel(handler: Handler, ask: Ask) -> Reply:
    """Under a channel's posts a reader opens a story in their own chat; all else is its admins'.

    What the bot says there is said to all of its readers.
    """
    if ask.command == "open":
        return Reply(link=story_link(ask, ask.number(0)))
    await ask.administers(ask.chat_id)
    return await handler(ask)


async def _old_button(ask: Ask) -> Reply:
    return Reply(toast=ask.texts.plain("button.old"), alert=True)


async def _tell_others(update: Update, context: Context, ask: Ask, reply: Reply) -> None:
    """What an answer does beyond its chat."""
    if reply.new_menu:
        await tell_chat(context.bot, ask)
    for person_id in reply.new_menus:
        await tell_person(context.bot, ask.services, person_id)
    if reply.letters:
        # Nobody waits for them: one chat that Telegram holds up must not hold up this one.
        context.application.create_task(send_letters(context.bot, reply.letters), update=update)


def _note(update: Update, texts: Texts, key: str, **arguments: object) -> Reply:
    """Words about what was asked: who tapped sees them alone, whoever else is in the chat."""
    if update.callback_query is not None:
        return Reply(toast=texts.plain(key, **arguments), alert=True)
    return Reply(text=texts(key, **arguments))
