"""The transport against a real local server."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

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
        fields = await request.json() if is_json else await request.post()
        if request.match_info["method"] == "sendMediaGroup":
            parts = {
                name: [part.filename, part.content_type, part.file.read().decode()]
                for name, part in fields.items()
                if isinstance(part, web.FileField)
            }
            media = json.loads(fields["media"])
            said = [parts[item["media"].removeprefix("attach://")] for item in media]
            chat = {"id": int(fields["chat_id"]), "type": "private"}
            return web.json_response(
                {
                    "ok": True,
                    "result": [
                        {"message_id": n, "date": 0, "chat": chat, "text": "|".join(words)}
                        for n, words in enumerate(said)
                    ],
                }
            )
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


class Nap:
    """A sleep that takes no time, and is remembered."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    """A server that answers each connection with the next of what it is given."""
    raw = Raw()
    server = await asyncio.start_server(raw.serve, "127.0.0.1", 0)
    raw.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield raw
    server.close()
    await server.wait_closed()


class Raw:
    """`answers` are a status and a body; None drops the connection."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: list[tuple[int, bytes] | None] = []
        self.asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or b"0")
        self.asked.append(head + await reader.readexactly(length))
        if (answer := self.answers.pop(0)) is not None:
            status, body = answer
            writer.write(
                b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                % (status, len(body))
                + body
            )
            await writer.drain()
        writer.close()

    def bot(self, nap: Nap | None = None, proxy: str = "") -> Bot:
        self.request = AiohttpRequest(proxy=proxy, sleep=nap or Nap())
        return Bot(TOKEN, base_url=f"{self.address}/bot", request=self.request)


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


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (400, BadRequest, "Because"),
        (401, InvalidToken, "Because"),
        (403, Forbidden, "Because"),
        (404, InvalidToken, "Because"),
        (409, Conflict, "Because"),
        (418, NetworkError, "Because"),
        (502, NetworkError, "Because"),
    ],
)
async def test_each_status_is_an_error_of_its_own(
    raw: Raw, status: int, error: type[TelegramError], words: str
) -> None:
    raw.answers = [(status, json.dumps({"ok": False, "description": "Because"}).encode())]
    bot = raw.bot()
    with pytest.raises(error, match=words):
        await bot.send_chat_action(7, "typing")
    await raw.request.shutdown()


@pytest.mark.parametrize(
    ("parameters", "error"),
    [({"migrate_to_chat_id": -100}, ChatMigrated), ({"retry_after": 9}, RetryAfter)],
)
async def test_what_telegram_adds_to_a_refusal_is_read(
    raw: Raw, parameters: dict[str, int], error: type[TelegramError]
) -> None:
    body = {"ok": False, "description": "No", "parameters": parameters}
    raw.answers = [(400, json.dumps(body).encode())]
    bot = raw.bot()
    with pytest.raises(error):
        await bot.send_chat_action(7, "typing")
    await raw.request.shutdown()


async def test_what_is_no_utf_8_is_mended(raw: Raw) -> None:
    raw.answers = [(200, b'{"ok": true, "result": {"name": "a\xffb"}}')]
    bot = raw.bot()
    assert (await bot.get_my_name()).name == "a\ufffdb"
    await raw.request.shutdown()


async def test_what_is_no_json_is_an_error(raw: Raw) -> None:
    raw.answers = [(200, b"<html>")]
    bot = raw.bot()
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.get_my_name()
    await raw.request.shutdown()


async def test_half_a_surrogate_pair_is_left_to_telegram_to_refuse(raw: Raw) -> None:
    raw.answers = [(400, b'{"ok": false, "description": "strings must be encoded in UTF-8"}')]
    bot = raw.bot()
    with pytest.raises(BadRequest, match="encoded in UTF-8"):
        await bot.send_message(7, "half \ud83d")
    assert b"\\ud83d" in raw.asked[0]
    await raw.request.shutdown()


async def test_a_read_that_was_dropped_is_made_again(raw: Raw) -> None:
    raw.answers = [None, None, (200, b'{"ok": true, "result": {"name": "Gazette"}}')]
    nap = Nap()
    bot = raw.bot(nap)
    assert (await bot.get_my_name()).name == "Gazette"
    assert nap.slept == [0.25, 0.5]
    await raw.request.shutdown()


async def test_a_read_is_given_up_in_the_end(raw: Raw) -> None:
    raw.answers = [None] * 3
    bot = raw.bot()
    with pytest.raises(NetworkError):
        await bot.get_my_name()
    assert len(raw.asked) == 3
    await raw.request.shutdown()


async def test_a_message_that_may_have_arrived_is_not_sent_again(raw: Raw) -> None:
    raw.answers = [None]
    bot = raw.bot()
    with pytest.raises(NetworkError):
        await bot.send_message(7, "once")
    assert len(raw.asked) == 1
    await raw.request.shutdown()


async def test_where_nobody_listens_anything_is_tried_again() -> None:
    nap = Nap()
    request = AiohttpRequest(sleep=nap)
    with pytest.raises(NetworkError):
        await Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=request).send_message(7, "x")
    assert nap.slept == [0.25, 0.5]
    await request.shutdown()


async def test_calls_go_through_the_proxy(raw: Raw) -> None:
    raw.answers = [(200, b'{"ok": true, "result": true}')]
    request = AiohttpRequest(proxy=raw.address.replace("//", "//user:word@"))
    bot = Bot(TOKEN, base_url="http://telegram.invalid/bot", request=request)
    assert await bot.send_chat_action(7, "typing")
    assert raw.asked[0].startswith(b"POST http://telegram.invalid/bot")
    assert b"proxy-authorization: basic" in raw.asked[0].lower()
    await request.shutdown()


async def test_a_file_is_fetched_as_it_is(raw: Raw) -> None:
    raw.answers = [(200, bytes(range(256)))]
    raw.bot()
    assert await raw.request.retrieve(f"{raw.address}/file/x") == bytes(range(256))
    assert raw.asked[0].startswith(b"GET /file/x ")
    await raw.request.shutdown()
