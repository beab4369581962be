"""The transport against a real local server."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.telegram.request import AiohttpRequest

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


@pytest.fixture
async def server() -> AsyncIterator[str]:
    """Echoes what a call held; some methods fail in their own way."""

    async def answer(request: web.Request) -> web.StreamResponse:
        match request.match_info["method"]:
            case "close":
                assert request.transport is not None
                request.transport.abort()
                raise asyncio.CancelledError
            case "logOut":
                await asyncio.sleep(30)
                raise AssertionError("nobody waits this long")
            case "getMe":
                return refused(401, "Unauthorized")
            case "deleteWebhook":
                return refused(429, "Too Many Requests: retry after 3", retry_after=3)
            case "sendChatAction":
                return refused(400, "Bad Request: chat not found")
            case "getMyName":
                return web.Response(status=502, text="<html>Bad Gateway</html>")
        is_json = request.content_type == "application/json"
        fields: Mapping[str, Any] = await request.json() if is_json else await request.post()
        if request.match_info["method"] == "sendMediaGroup":
            return web.json_response({"ok": True, "result": group(fields)})
        chat = {"id": int(str(fields["chat_id"])), "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat, "text": str(fields.get("text", ""))}
        document = fields.get("document")
        if isinstance(document, web.FileField):
            size = len(document.file.read())
            found = {"file_id": "f", "file_unique_id": "u", "file_name": document.filename}
            message["document"] = {**found, "file_size": size}
        return web.json_response({"ok": True, "result": message})

    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def group(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A message for each file of a group: its name, type and content as text."""
    media = [
        fields[item["media"].removeprefix("attach://")] for item in json.loads(fields["media"])
    ]
    words = [f"{file.filename}|{file.content_type}|{file.file.read().decode()}" for file in media]
    chat = {"id": int(fields["chat_id"]), "type": "private"}
    return [{"message_id": 1, "date": 0, "chat": chat, "text": text} for text in words]


def refused(status: int, words: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": status, "description": words}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


@pytest.fixture
async def bot(server: str) -> AsyncIterator[Bot]:
    request = AiohttpRequest()
    await request.initialize()
    yield Bot(TOKEN, base_url=f"{server}/bot", request=request)
    await request.shutdown()
    await request.shutdown()  # a second time is harmless


async def test_text_arrives_whole(bot: Bot) -> None:
    message = await bot.send_message(7, "Ў “quotes” & 🙂")
    assert message.text == "Ў “quotes” & 🙂"
    assert message.chat.id == 7


async def test_a_file_is_uploaded_with_its_name(bot: Bot) -> None:
    message = await bot.send_document(7, InputFile(b"x" * 5000, filename="news.txt"))
    assert message.document is not None
    assert (message.document.file_name, message.document.file_size) == ("news.txt", 5000)


async def test_telegrams_refusals_become_ptbs_errors(bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        await bot.get_me()
    with pytest.raises(RetryAfter):
        await bot.delete_webhook()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_chat_action(7, "typing")
    with pytest.raises(NetworkError):
        await bot.get_my_name()


async def test_a_late_answer_is_a_time_out(bot: Bot) -> None:
    with pytest.raises(TimedOut):
        await bot.log_out(read_timeout=0.05, connect_timeout=0.05, write_timeout=0.0)


async def test_a_dropped_connection_is_a_network_error_without_the_token(bot: Bot) -> None:
    with pytest.raises(NetworkError) as caught:
        await bot.close()
    assert TOKEN not in str(caught.value)


async def test_a_server_that_is_not_there_is_a_network_error_without_the_token() -> None:
    request = AiohttpRequest()
    await request.initialize()
    nowhere = Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=request)
    with pytest.raises(NetworkError) as caught:
        await nowhere.get_me()
    assert TOKEN not in str(caught.value)
    await request.shutdown()


async def test_files_are_streamed_and_a_group_of_them_is_one_call(bot: Bot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    with path.open("rb") as file:
        media = [
            InputMediaDocument(InputFile(file, attach=True, read_file_handle=False)),
            InputMediaDocument(io.BytesIO(b"two"), filename="b.txt"),
        ]
        messages = await bot.send_media_group(7, media)
    assert [message.text for message in messages] == [
        "a.txt|text/plain|one",
        "b.txt|text/plain|two",
    ]
