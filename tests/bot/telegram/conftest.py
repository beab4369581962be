from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Update
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.sandbox import Sandbox
from bot.store import Store, open_store
from bot.telegram.application import AnyApplication, build
from bot.telegram.calling import as_news_bot
from bot.telegram.delivery import Delivery, sending_bot
from bot.telegram.limits import ChatLimiter, Limits
from bot.telegram.outcomes import Policy
from tests.bot.telegram.letter_desk import Clock, Desk, Server

TOKEN = "42:a-token-for-webhooks"
Context = CallbackContext[Any, Any, Any, Any]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    server.open.set()
    app = web.Application()
    app.router.add_post("/bot{token}/sendMessage", server.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    server.open.set()
    await runner.cleanup()


@pytest.fixture
async def desk(tmp_path: Path, server: Server) -> AsyncIterator[Desk]:
    clock = Clock()
    async with (
        open_store(tmp_path / "gazette.db") as store,
        sending_bot("1:a", server.address) as bot,
    ):
        limiter = ChatLimiter(Limits(per_second=1000, chat_interval=0.0))
        delivery = Delivery(
            bot=bot,
            limiter=limiter,
            store=store,
            now=clock,
            policy=Policy(answer_within=0.2),
            draw=lambda: 0.0,
        )
        yield Desk(store=store, server=server, clock=clock, delivery=delivery)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def application(sandbox: Sandbox) -> AnyApplication:
    application = build(TOKEN, await sandbox.start("127.0.0.1", 0), CallbackContext)

    async def echo(update: Update, context: Context) -> None:
        assert update.message is not None
        bot = as_news_bot(context.bot)
        await bot.say(update.message.chat.id, f"heard {update.message.text}", last=True)

    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as store:
        yield store
