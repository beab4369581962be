"""A delivery with all around it, and a server that answers as a test wants."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.model import Standing, Subscription
from bot.store import Store
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from bot.telegram.delivery import Delivery

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
Answer = tuple[int, str, dict[str, int]]
BUTTON = {"text": "More", "data": "more:1", "url": ""}
# The connection is cut.
LOST: Answer = (0, "", {})


@dataclass
class Server:
    """What it was sent, and what it will answer to each chat before all is well again."""

    sent: list[dict[str, str]] = field(default_factory=list)
    answers: dict[int, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    came: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""

    async def take(self, request: web.Request) -> web.Response:
        form = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in (await request.json()).items()
        }
        self.sent.append(form)
        self.came.set()
        await self.open.wait()
        chat = int(form["chat_id"])
        status, words, parameters = (self.answers[chat] or [(200, "", {})]).pop(0)
        if status == LOST[0] and request.transport is not None:
            request.transport.abort()
        message = {"message_id": len(self.sent), "date": 1, "chat": {"id": chat, "type": "group"}}
        body: dict[str, Any] = {"ok": True, "result": message}
        if status != 200:
            body = {"ok": False, "error_code": status, "description": words}
            body |= {"parameters": parameters} if parameters else {}
        return web.json_response(body, status=status or 200)

    def texts(self, chat: int) -> list[str]:
        return [form["text"] for form in self.sent if form["chat_id"] == str(chat)]


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A delivery and all around it."""

    store: Store
    server: Server
    clock: Clock
    delivery: Delivery

    async def put(self, chat: int, *texts: str, thread: int = 0) -> str:
        """A subscription of the chat and its letter, due now; returns the slot."""
        await self.store.subscriptions.put(
            Subscription(chat_id=chat, thread_id=thread, minute=0, zone="UTC", since=START)
        )
        parts = tuple(Part(html=text, keyboard=((BUTTON,),)) for text in texts)
        number = await self.store.contents.add(Content(parts=parts), now=START)
        slot = f"digest:{chat}:{number}"
        letter = Letter(
            slot=slot, chat_id=chat, thread_id=thread, content_id=number, due=self.clock.now
        )
        await self.store.outbox.put_all(None, [letter], self.clock.now)
        return slot

    async def row(self, slot: str) -> dict[str, Any]:
        (row,) = await self.store.database.all(
            "SELECT * FROM outbox WHERE slot = :slot", {"slot": slot}
        )
        return dict(row)

    async def standing(self, chat: int) -> Standing:
        (subscription,) = await self.store.subscriptions.of_chat(chat)
        return subscription.standing
