from __future__ import annotations

import io
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot

from bot.sandbox import Sandbox

TOKEN = "42:sandbox-token"
ALICE, VASIL, MARIA, GROUP, CHANNEL = 1001, 1002, 1003, -1001, -1001000000002


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Server:
    """A started sandbox, and a person's hands on its page."""

    sandbox: Sandbox
    base: str
    session: aiohttp.ClientSession

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """A bare Bot API call with a JSON body; the whole answer."""
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer.get("error_code", 200) == response.status
            return answer

    async def refusal(self, method: str, **params: Any) -> str:
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def result(self, method: str, **params: Any) -> Any:
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def page(self, path: str, verb: str = "POST", **body: Any) -> Any:
        """A request of the page; the answer, `{"error"}` if it is refused."""
        url = f"{self.base}/sandbox/{path}"
        async with self.session.request(verb, url, json=body or None) as response:
            answer: Any = await response.json()
            assert (response.status == 200) != ("error" in answer)
            return answer

    async def say(self, text: str, user_id: int = ALICE, chat_id: int = ALICE) -> Any:
        return await self.page("send", chat_id=chat_id, user_id=user_id, text=text)

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """What waits for the bot, confirmed."""
        updates: list[dict[str, Any]] = await self.result("getUpdates", **params)
        if updates:
            await self.result("getUpdates", offset=updates[-1]["update_id"] + 1)
        return updates


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[Server]:
    sandbox = Sandbox(TOKEN, clock=clock, draw=lambda: 0.5)
    base = await sandbox.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Server(sandbox=sandbox, base=base, session=session)
    await sandbox.stop()


@pytest.fixture
async def ptb(server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it PTB warns at each 429
    files = f"{server.base}/file/bot"
    async with Bot(TOKEN, base_url=f"{server.base}/bot", base_file_url=files) as bot:
        yield bot


@pytest.fixture
async def aiogram(server: Server) -> AsyncIterator[AiogramBot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.base))
    async with AiogramBot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
def png() -> bytes:
    """The beginning of a PNG of 30 × 20 pixels: all that the sandbox looks at."""
    header = struct.pack(">I4sII", 13, b"IHDR", 30, 20)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + bytes(9)).getvalue()
