from __future__ import annotations

import pytest
from aiogram import Bot as AiogramBot
from telegram import Bot
from telegram.error import BadRequest

from tests.bot.sandbox.conftest import Server


async def test_the_bot_introduces_itself(aiogram: AiogramBot) -> None:
    me = await aiogram.get_me()
    assert (me.id, me.username, me.is_bot) == (42, "GazetteSandboxBot", True)
    assert me.supports_inline_queries
    assert await aiogram.log_out()
    assert await aiogram.close()


async def test_texts_by_language(ptb: Bot, server: Server) -> None:
    events = server.sandbox.world.events.listen()
    await ptb.set_my_name("Газета", language_code="be")
    await ptb.set_my_name(" Paper ")
    await ptb.set_my_description("All the news", language_code="en")
    await ptb.set_my_short_description("News")
    event = events.get_nowait()
    assert event
    assert event["type"] == "bot"
    assert (await ptb.get_my_name("be")).name == "Газета"
    assert (await ptb.get_my_name("ru")).name == "Paper"
    assert (await ptb.get_my_description()).description == ""
    assert (await ptb.get_my_description("en")).description == "All the news"
    assert (await ptb.get_my_short_description("be")).short_description == "News"
    assert (await ptb.get_me()).first_name == "Paper"
    await ptb.set_my_name()
    assert (await ptb.get_my_name()).name == "Gazette"


async def test_texts_have_limits(ptb: Bot) -> None:
    with pytest.raises(BadRequest, match="Short description is too long"):
        await ptb.set_my_short_description("a" * 121)
    with pytest.raises(BadRequest, match="Description is too long"):
        await ptb.set_my_description("a" * 513)
