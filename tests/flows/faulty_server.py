"""A Bot API server for one method that goes wrong as Telegram and networks do, by a seed."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random
from typing import Any, Self

from aiohttp import web

ANSWERED_LATE = 2.0
# Of a hundred chats; a group migrates, and keeps its numbers in other ways.
BLOCKED, MIGRATED = 1.0, 0.5
LATE, DROPPED = 1.0, 1.0
# Of a hundred calls.
TOO_MANY, SERVER_ERROR = 5.0, 2.0


class FaultyServer:
    """Takes sendMessage; `accepted` counts what each chat was shown.

    Late answers and dropped connections befall a chat once, at its first call, so that a letter
    which is in doubt for one of them is not lost to the next one: it is tried again only once.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._calls: Counter[int] = Counter()
        self.accepted: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self.unanswered = 0
        self.news = asyncio.Event()
        self.address = ""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def fate(self, chat: int) -> str:
        """What this chat is like; "" for nothing special."""
        draw = 100 * Random(f"{self._seed} {chat}").random()
        if chat < 0:
            return "" if chat < -1_000_000 else "migrated"
        for fate, share in (("blocked", BLOCKED), ("late", LATE), ("dropped", DROPPED)):
            if draw < share:
                return fate
            draw -= share
        return ""

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/bot{token}/sendMessage", self._send)
        return app

    async def _send(self, request: web.Request) -> web.StreamResponse:
        form = await request.json()
        chat = int(str(form["chat_id"]))
        self._calls[chat] += 1
        draw = Random(f"{self._seed} {chat} {self._calls[chat]}")
        fate = self.fate(chat)
        if refusal := self._refusal(chat, fate, 100 * draw.random()):
            self.faults[fate or str(refusal["error_code"])] += 1
            return web.json_response({"ok": False} | refusal, status=refusal["error_code"])
        first = self._calls[chat] == 1
        if fate == "dropped" and first:
            self.faults[fate] += 1
            self._accept(chat, times=draw.randrange(2))
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        self._accept(chat)
        if fate == "late" and first:
            self.faults[fate] += 1
            await asyncio.sleep(ANSWERED_LATE)
        place = {"id": chat, "type": "private"}
        message = {"message_id": self.accepted.total(), "date": 1, "chat": place, "text": "x"}
        return web.json_response({"ok": True, "result": message})

    def _refusal(self, chat: int, fate: str, draw: float) -> dict[str, Any] | None:
        if fate == "blocked":
            return {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        if fate == "migrated":
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            moved = {"migrate_to_chat_id": chat - 1_000_000_000_000}
            return {"error_code": 400, "description": words, "parameters": moved}
        if draw < TOO_MANY:
            words = "Too Many Requests: retry after 1"
            wait = {"retry_after": 1}
            return {"error_code": 429, "description": words, "parameters": wait}
        if draw < TOO_MANY + SERVER_ERROR:
            return {"error_code": 500, "description": "Internal Server Error"}
        return None

    def _accept(self, chat: int, times: int = 1) -> None:
        self.accepted[chat] += times
        self.news.set()
