"""A webhook that is listened to, and who posts to it as Telegram does."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.sandbox.state import ALICE
from bot.settings import Settings
from bot.store import Store
from bot.telegram.application import AnyApplication
from bot.telegram.intake import Intake
from bot.telegram.webhook import SECRET_HEADER, receive, webhook
from bot.web import serving

SECRET = "a-secret"
PATIENCE = 20.0
Json = dict[str, Any]


class Caller:
    """Posts updates as Telegram does."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session
        self.headers = {SECRET_HEADER: SECRET}

    async def post(self, update: object, **headers: str) -> tuple[int, Any]:
        """The status, and the JSON of the response (None where it is empty)."""
        async with self.session.post(
            self.url, json=update, headers=self.headers | headers
        ) as answer:
            has_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if has_json else None


@asynccontextmanager
async def listening(
    application: AnyApplication, store: Store, **changes: str
) -> AsyncIterator[Caller]:
    """The webhook of an application, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hook"
    settings = Settings.load(
        **({"webhook_url": url, "web_port": port, "webhook_secret": SECRET} | changes)
    )
    stop, ready = asyncio.Event(), asyncio.Event()

    async def tell(_: Intake) -> None:
        ready.set()

    async with (
        aiohttp.ClientSession() as session,
        webhook(settings, store.meta) as hook,
        serving("127.0.0.1", port, [hook.route]),
    ):
        work = asyncio.create_task(receive(application, stop, tell, webhook=hook))
        async with asyncio.timeout(PATIENCE):
            await ready.wait()
            yield Caller(url, session)
            stop.set()
            await work


def said(number: int, text: str = "hello") -> Json:
    person = {"id": ALICE, "is_bot": False, "first_name": "Alice"}
    chat = {"id": ALICE, "type": "private", "first_name": "Alice"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": message}
