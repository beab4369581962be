"""An owner who broadcasts to three people, and what goes on beside the chats, by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from markupsafe import escape

from bot.broadcast_model import Broadcast
from bot.model import Role
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE, MARIA, VASIL
from bot.telegram.application import AnyApplication
from bot.telegram.calling import as_news_bot
from bot.telegram.delivery import Delivery, sending_bot
from handlers import Services
from handlers.broadcasts.rounds import Rounds
from handlers.context import Post, Reply
from handlers.dispatch import _COMMANDS, _DIALOGS, _TAPS
from tests.handlers.conftest import NOW, OWNER, TOKEN, Asking
from tests.handlers.digests.conftest import data_of

assert OWNER == MARIA
PEOPLE = (ALICE, VASIL, MARIA)
Say = Callable[..., Awaitable[Reply]]


def written(text: str) -> Post:
    return Post(text=text, html=str(escape(text)))


def card_of(reply: Reply) -> Reply:
    """The page below the preview."""
    (sheet,) = reply.more
    return Reply(text=sheet.text, keyboard=sheet.keyboard)


async def start(say: Say, words: str = "/broadcast We are <back>.") -> None:
    card = card_of(await say(words))
    assert "Started" in (await say(data_of(card, "Start"))).text


@pytest.fixture
async def people(services: Services) -> None:
    for person in PEOPLE:
        await services.store.chats.see(person, language="en", now=NOW)


@pytest.fixture
def say(ask: Asking, people: None) -> Say:
    """The owner says or taps something."""
    del people

    async def said(words: str, **changes: Any) -> Reply:
        who = {"chat_id": OWNER, "user_id": OWNER, "role": Role.OWNER} | changes
        if words.startswith("/"):
            who = {"post": written(words), "command": "broadcast"} | who
            return await _COMMANDS["broadcast"].handler(ask(words[len("/broadcast ") :], **who))
        if words.startswith("bc:"):
            name, *data = words.split(":")
            return await _TAPS[name].handler(ask(command=name, data=tuple(data), **who))
        who = {"post": written(words)} | who
        return await _DIALOGS["broadcast"].handler(ask(words, **who))

    return said


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Broadcasts with all that goes on beside the chats, by hand."""

    services: Services
    sandbox: Sandbox
    clock: Clock
    rounds: Rounds
    delivery: Delivery

    def texts(self, chat: int) -> list[str]:
        return [told["text"] for told in self.sandbox.world.chats[chat].messages.values()]

    def fail(self, method: str, kind: str, chat: int | None = None) -> None:
        """Telegram's next answer to that."""
        fault = Fault(id=0, method=method, kind=kind, chat_id=chat, times=1)
        self.sandbox.world.faults.add(fault)

    async def send(self) -> None:
        await self.rounds.round()
        await self.delivery.round()
        await self.rounds.round()

    async def only(self) -> Broadcast:
        row = await self.services.store.database.one("SELECT max(id) AS id FROM broadcasts")
        assert row is not None
        found = await self.services.store.broadcasts.get(row["id"])
        assert found is not None
        return found


@pytest.fixture
async def desk(
    services: Services, sandbox: Sandbox, application: AnyApplication
) -> AsyncIterator[Desk]:
    clock = Clock()
    services = replace(services, now=clock)
    limiter = as_news_bot(application.bot).limiter
    async with sending_bot(TOKEN, application.bot.base_url.split("/bot")[0]) as bot:
        yield Desk(
            services=services,
            sandbox=sandbox,
            clock=clock,
            rounds=Rounds(application.bot, services),
            delivery=Delivery(bot=bot, limiter=limiter, store=services.store, now=clock),
        )
