from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot

from bot.sandbox.webhook import SECRET_HEADER
from tests.bot.sandbox.conftest import Server
from tests.bot.sandbox.test_polling import until


@dataclass
class Receiver:
    """The bot's own server: `faults` answers of 500 first, then it takes updates."""

    url: str = ""
    faults: int = 0
    answer: dict[str, Any] | None = None
    taken: asyncio.Queue[tuple[str | None, Any]] = field(default_factory=asyncio.Queue)

    async def receive(self, request: web.Request) -> web.Response:
        if self.faults:
            self.faults -= 1
            return web.Response(status=500)
        self.taken.put_nowait((request.headers.get(SECRET_HEADER), await request.json()))
        return web.json_response(self.answer) if self.answer else web.Response()


@pytest.fixture
async def receiver(server: Server) -> AsyncIterator[Receiver]:
    server.sandbox.world.webhook._first_pause = 0.001
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    async with TestServer(app) as local:
        receiver.url = str(local.make_url("/hook"))
        yield receiver
        await server.sandbox.world.webhook.delete()


async def test_updates_are_posted_with_the_secret(
    server: Server, ptb: Bot, receiver: Receiver
) -> None:
    await server.say("before")
    await ptb.set_webhook(receiver.url, secret_token="s_-1", drop_pending_updates=True)
    await server.say("one")
    await server.say("two")
    for text in ("one", "two"):
        secret, update = await receiver.taken.get()
        assert (secret, update["message"]["text"]) == ("s_-1", text)
    await until(lambda: len(server.sandbox.world.updates) == 0)
    assert server.sandbox.world.presence.connected
    shown = server.sandbox.world.traffic.all()
    assert "s_-1" not in str([entry.params for entry in shown])


async def test_a_failed_delivery_is_repeated(
    server: Server, aiogram: AiogramBot, receiver: Receiver
) -> None:
    receiver.faults = 2
    await aiogram.set_webhook(receiver.url, max_connections=3)
    await server.say("one")
    await until(lambda: bool(server.sandbox.world.webhook.info().get("last_error_message")))
    info = await aiogram.get_webhook_info()
    assert info.url == receiver.url
    assert info.max_connections == 3
    secret, update = await receiver.taken.get()
    assert (secret, update["message"]["text"]) == (None, "one")


async def test_an_unreachable_webhook_keeps_its_updates(server: Server, receiver: Receiver) -> None:
    await server.result("setWebhook", url="http://127.0.0.1:1/")
    await server.say("one")
    await until(lambda: "last_error_message" in server.sandbox.world.webhook.info())
    assert server.sandbox.world.webhook.info()["pending_update_count"] == 1
    assert receiver.taken.empty()
    await server.result("deleteWebhook")
    assert len(await server.updates()) == 1
    await server.say("two")
    await server.result("deleteWebhook", drop_pending_updates=True)
    assert await server.updates() == []


async def test_polling_and_a_webhook_exclude_each_other(server: Server, receiver: Receiver) -> None:
    poll = asyncio.create_task(server.call("getUpdates", timeout=30))
    await until(lambda: server.sandbox.world.updates.polled)
    await server.result("setWebhook", url=receiver.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refusal = await server.refusal("getUpdates")
    assert refusal.startswith("Conflict: can't use getUpdates method while webhook is active")
    await server.result("setWebhook", url="")
    assert await server.updates() == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "nowhere"}, "invalid webhook URL specified"),
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_refused_webhooks(server: Server, params: dict[str, str], words: str) -> None:
    params = {"url": "http://localhost:1/"} | params
    assert await server.refusal("setWebhook", **params) == f"Bad Request: {words}"


async def test_a_call_in_the_response_is_carried_out(
    server: Server, ptb: Bot, receiver: Receiver
) -> None:
    await ptb.set_webhook(receiver.url, drop_pending_updates=True)
    world = server.sandbox.world

    def statuses() -> list[int | None]:
        return [each.status for each in world.traffic.all() if each.method == "sendMessage"]

    for text in ("<b>Told</b>", ""):
        call = {"method": "sendMessage", "chat_id": 1001, "text": text, "parse_mode": "HTML"}
        receiver.answer = call
        await server.say("tell me")
        await receiver.taken.get()
    await until(lambda: statuses() == [200, 400])
    told = [message.get("text") for message in world.chats[1001].messages.values()]
    assert told.count("Told") == 1
