"""Tells Telegram our commands, per scope and language, and what the bot is."""

from __future__ import annotations

from collections.abc import Iterable

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
from handlers.context import Ask
from handlers.menu import COMMANDS
from handlers.menu_entry import allowed

log = structlog.get_logger(__name__)


async def tell_telegram(bot: Bot, owners: Iterable[int]) -> None:
    """Set every menu and description; a fault is logged, the bot works without."""
    try:
        for language in LANGUAGES:
            await _tell_language(bot, language)
        for owner in owners:
            await _tell_owner(bot, owner)
    except TelegramError as fault:
        log.warning("telegram.menu_not_set", reason=fault.message)


async def tell_chat(bot: Bot, ask: Ask) -> None:
    """This chat's own menu, in the language that was chosen in it."""
    known = await ask.services.store.chats.get(ask.chat_id)
    texts = texts_in(known.language) if known else ask.texts
    commands = _commands(texts, ask.role, private=ask.private)
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(ask.chat_id))
    except TelegramError as fault:
        log.info("telegram.menu_not_set", reason=fault.message)


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


async def _tell_owner(bot: Bot, owner: int) -> None:
    commands = _commands(texts_in(DEFAULT), Role.OWNER, private=True)
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(owner))
    except TelegramError as fault:
        # Telegram knows a chat only after its person has written first.
        log.info("telegram.owner_unknown", owner=owner, reason=fault.message)


def _commands(texts: Texts, role: Role, *, private: bool) -> list[BotCommand]:
    return [
        BotCommand(entry.name, texts.plain(f"menu.{entry.name}"))
        for entry in COMMANDS
        if allowed(entry, role, private=private)
    ]
