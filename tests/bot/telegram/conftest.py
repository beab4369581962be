"""An application that echoes, a store, and a sandbox: what a webhook is tried with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.sandbox import Sandbox
from bot.store import Store, open_store
from bot.telegram.application import AnyApplication, build
from bot.telegram.calling import as_news_bot

TOKEN = "42:a-token-for-webhooks"
Context = CallbackContext[Any, Any, Any, Any]


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
