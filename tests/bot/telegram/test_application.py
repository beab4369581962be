from __future__ import annotations

import asyncio

from telegram import Chat, Message, Update
from telegram.ext import CallbackContext

from bot.telegram.application import PerChatProcessor, build


def update(chat_id: int) -> Update:
    body = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 0, "chat": {"id": chat_id, "type": Chat.PRIVATE}},
    }
    made = Update.de_json(body, None)
    assert isinstance(made.message, Message)
    return made


async def test_one_chat_in_order_and_chats_side_by_side() -> None:
    processor = PerChatProcessor()
    told: list[str] = []
    gate = asyncio.Event()

    async def handle(name: str, *, wait: bool = False) -> None:
        if wait:
            await gate.wait()
        told.append(name)

    slow = asyncio.create_task(processor.process_update(update(1), handle("1a", wait=True)))
    await asyncio.sleep(0)
    behind = asyncio.create_task(processor.process_update(update(1), handle("1b")))
    await processor.process_update(update(2), handle("2"))
    assert told == ["2"]
    gate.set()
    await asyncio.gather(slow, behind)
    assert told == ["2", "1a", "1b"]


async def test_what_belongs_to_no_chat_is_handled_at_once() -> None:
    done = asyncio.Event()

    async def handle() -> None:
        done.set()

    await PerChatProcessor().process_update("no update", handle())
    assert done.is_set()


def test_the_bot_api_server_is_the_one_of_the_settings() -> None:
    application = build("1:x", "http://127.0.0.1:8081", CallbackContext)
    assert application.bot.base_url == "http://127.0.0.1:8081/bot1:x"
    assert application.bot.base_file_url == "http://127.0.0.1:8081/file/bot1:x"
