from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import RoleError
from bot.model import Subscription
from handlers import Services
from handlers.context import Place, Reply
from handlers.digests.subscribing import answered
from handlers.menu import COMMANDS, TAPS
from tests.handlers.conftest import NOW, Asking

HERE, GROUP = 7, -100
_COMMANDS = {entry.name: entry.handler for entry in COMMANDS}
_TAPS = {entry.name: entry.handler for entry in TAPS}
Say = Callable[..., Awaitable[Reply]]
Keep = Callable[..., Awaitable[Subscription]]


@pytest.fixture
async def known(services: Services) -> None:
    """The chat has spoken, as every chat has before a handler hears of it."""
    await services.store.chats.see(HERE, language="en", now=NOW)


@pytest.fixture
def keep(services: Services) -> Keep:
    """Stores a list of this chat's, changed as told."""

    async def kept(**changes: Any) -> Subscription:
        made = Subscription(chat_id=HERE, minute=480, zone="Europe/Minsk", since=NOW)
        return await services.store.subscriptions.put(replace(made, **changes))

    return kept


@pytest.fixture
def say(ask: Asking, known: None) -> Say:
    """Says something: a command, the data of a button, or words that answer the dialog."""
    del known

    async def said(words: str, **changes: Any) -> Reply:
        name, _, rest = words.removeprefix("/").partition(" ")
        if words.startswith("/"):
            return await _COMMANDS[name](ask(rest, command=name, **changes))
        name, *arguments = words.split(":")
        if name in _TAPS:
            return await _TAPS[name](ask(command=name, data=tuple(arguments), **changes))
        return await answered(ask(words, **changes))

    return said


def labels(reply: Reply) -> list[str]:
    return [button.text for row in reply.keyboard for button in row]


def data_of(reply: Reply, label: str) -> str:
    """The data of the button with that label."""
    buttons = [button for row in reply.keyboard for button in row]
    return next(button.data for button in buttons if label in button.text)


async def governs(chat: int | str) -> Place:
    """Telegram, of somebody who administers everything."""
    return Place(id=chat if isinstance(chat, int) else GROUP, title="The group")


async def governs_nothing(chat: int | str) -> Place:
    raise RoleError("chats.not_admin", chat=chat)
