"""Tells Telegram our commands, per scope and language, and what the bot is."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.model import Role
from bot.render.texts import DEFAULT, LANGUAGES, Texts, texts_in
from handlers.context import Ask, Services
from handlers.menu import COMMANDS
from handlers.menu_entry import listed

log = structlog.get_logger(__name__)


async def tell_telegram(bot: Bot, services: Services) -> None:
    """Set every menu and description; a fault is logged, the bot works without."""
    try:
        for language in LANGUAGES:
            await _tell_language(bot, language)
    except TelegramError as fault:
        log.warning("telegram.menu_not_set", reason=fault.message)
    for person_id in services.roles.admins():
        await tell_person(bot, services, person_id)


async def tell_chat(bot: Bot, ask: Ask) -> None:
    """This chat's own menu, in the language that was chosen in it."""
    if ask.private:
        await tell_person(bot, ask.services, ask.chat_id)
        return
    # What an editor has more than others is nothing for a group to see.
    texts = await _texts_of(ask.services, ask.chat_id)
    await _set(bot, ask.chat_id, _commands(texts, Role.READER, private=False))


async def tell_person(bot: Bot, services: Services, person_id: int) -> None:
    """Somebody's menu in their own chat, by their role and language; none for who is banned."""
    roles = services.roles
    texts = await _texts_of(services, person_id)
    listed_commands = _commands(texts, roles.role(person_id), private=True)
    await _set(bot, person_id, [] if roles.banned(person_id) else listed_commands)


async def _set(bot: Bot, chat_id: int, commands: list[BotCommand]) -> None:
    scope = BotCommandScopeChat(chat_id)
    try:
        if commands:
            await bot.set_my_commands(commands, scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as fault:
        # Telegram knows a chat only after its person has written first.
        log.info("telegram.menu_not_set", chat=chat_id, reason=fault.message)


async def _texts_of(services: Services, chat_id: int) -> Texts:
    known = await services.store.chats.get(chat_id)
    return texts_in(known.language if known else DEFAULT)


async def _tell_language(bot: Bot, language: str) -> None:
    texts = texts_in(language)
    # Telegram shows the commands without a language to everybody whose own has none.
    code = None if language == DEFAULT else language
    scopes: tuple[tuple[BotCommandScope, bool], ...] = (
        (BotCommandScopeAllPrivateChats(), True),
        (BotCommandScopeAllGroupChats(), False),
    )
    for scope, private in scopes:
        commands = _commands(texts, Role.READER, private=private)
        await bot.set_my_commands(commands, scope=scope, language_code=code)
    await bot.set_my_description(texts.plain("bot.description"), language_code=code)
    await bot.set_my_short_description(texts.plain("bot.short"), language_code=code)


def _commands(texts: Texts, role: Role, *, private: bool) -> list[BotCommand]:
    return [
        BotCommand(entry.name, texts.plain(f"menu.{entry.name}"))
        for entry in COMMANDS
        if listed(entry, role, private=private)
    ]
