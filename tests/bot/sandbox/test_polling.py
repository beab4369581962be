from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiogram import Bot as AiogramBot
from telegram import Bot, Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.sandbox.updates import Updates
from tests.bot.sandbox.conftest import ALICE, GROUP, TOKEN, Server


async def until(holds: Callable[[], bool]) -> None:
    """Let the server's tasks run until something holds."""
    while not holds():  # noqa: ASYNC110 - the server sends tests no event; no time is set
        await asyncio.sleep(0)


async def test_updates_wait_until_they_are_confirmed(server: Server, ptb: Bot) -> None:
    for text in ("one", "two", "three"):
        await server.say(text)
    first = await ptb.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["one", "two"]
    assert await ptb.get_updates(limit=2) == first
    rest = await ptb.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest if update.message] == ["three"]
    assert await ptb.get_updates(offset=rest[-1].update_id + 1) == ()


async def test_a_negative_offset_counts_from_the_end(server: Server, aiogram: AiogramBot) -> None:
    for text in ("one", "two", "three"):
        await server.say(text)
    (last,) = await aiogram.get_updates(offset=-1)
    assert last.message
    assert last.message.text == "three"
    assert len(await server.updates()) == 1


async def test_a_long_poll_ends_with_the_first_update(server: Server, aiogram: AiogramBot) -> None:
    poll = asyncio.create_task(aiogram.get_updates(timeout=30))
    await until(lambda: server.sandbox.world.updates.polled)
    await server.say("/start")
    (update,) = await poll
    assert update.message
    assert update.message.text == "/start"


async def test_a_second_poller_ends_the_first(server: Server) -> None:
    poll = asyncio.create_task(server.call("getUpdates", timeout=30))
    await until(lambda: server.sandbox.world.updates.polled)
    await server.call("getUpdates")
    answer = await poll
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
        "is running"
    )


async def test_a_poller_that_hangs_up_is_forgotten(server: Server) -> None:
    poll = asyncio.create_task(server.call("getUpdates", timeout=30))
    await until(lambda: server.sandbox.world.updates.polled)
    poll.cancel()
    await until(lambda: not server.sandbox.world.updates.polled)


async def test_a_poll_that_brings_nothing_ends_in_time() -> None:
    updates = Updates()
    assert await updates.poll(offset=0, limit=0, timeout=0.01) == []
    assert not updates.polled


async def test_unwanted_updates_are_dropped(server: Server) -> None:
    await server.result("getUpdates", allowed_updates=["callback_query"])
    await server.say("one")
    assert await server.updates() == []
    await server.result("getUpdates", allowed_updates=[])
    await server.say("two")
    assert len(await server.updates()) == 1
    refusal = await server.refusal("getUpdates", allowed_updates=[1])
    assert refusal == "Bad Request: expected an Array of String"


async def test_changes_of_members_come_only_if_asked_for(server: Server) -> None:
    await server.page("member", chat_id=GROUP, user_id=42, status="administrator")
    await server.updates()
    await server.page("member", chat_id=GROUP, user_id=ALICE, status="left")
    assert [list(update)[1] for update in await server.updates()] == ["message"]
    await server.result("getUpdates", allowed_updates=["chat_member"])
    await server.page("member", chat_id=GROUP, user_id=ALICE, status="member")
    (update,) = await server.updates()
    assert update["chat_member"]["old_chat_member"]["status"] == "left"


async def test_the_page_sees_the_bot_come(server: Server) -> None:
    events = server.sandbox.world.events.listen()
    await server.result("getUpdates")
    event = events.get_nowait()
    assert event
    assert event["bot"]["connected"]
    await server.result("getUpdates")
    assert events.empty()


async def test_ptb_runs_an_application_on_it(server: Server) -> None:
    heard: asyncio.Queue[str | None] = asyncio.Queue()

    async def hear(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text("hello")
        heard.put_nowait(update.message.text)

    application = ApplicationBuilder().token(TOKEN).base_url(f"{server.base}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, hear))
    async with application:
        assert application.updater
        await application.updater.start_polling()
        await application.start()
        await server.say("hi")
        assert await heard.get() == "hi"
        await application.updater.stop()
        await application.stop()
    texts = [message["text"] for message in server.sandbox.world.chats[ALICE].messages.values()]
    assert texts == ["hi", "hello"]
