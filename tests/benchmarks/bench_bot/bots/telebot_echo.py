"""pyTelegramBotAPI (asynchronous) as it comes: every message is answered with the same 1 KB."""

from __future__ import annotations

import asyncio
import sys

from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.types import Message

TEXT = "x" * 1000
asyncio_helper.API_URL = f"{sys.argv[1]}/bot{{0}}/{{1}}"
bot = AsyncTeleBot("1:x")


@bot.message_handler(func=lambda _: True)  # type: ignore[no-untyped-call,untyped-decorator]  # has no types
async def echo(message: Message) -> None:
    await bot.send_message(message.chat.id, TEXT)


asyncio.run(bot.infinity_polling())
