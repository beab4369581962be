"""aiogram as it comes: every message is answered with the same 1 KB."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

TEXT = "x" * 1000
dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(TEXT)


server = TelegramAPIServer.from_base(sys.argv[1])
asyncio.run(dispatcher.start_polling(Bot("1:x", session=AiohttpSession(api=server))))
