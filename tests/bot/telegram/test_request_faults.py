"""What the transport makes of refusals, of what is broken, and of connections that fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.request import AiohttpRequest

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


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


async def test_what_is_no_json_is_an_error_and_logged_by_nobody_on_the_way(
    raw: Raw, caplog: pytest.LogCaptureFixture
) -> None:
    raw.answers = [(200, b"<html>")]
    bot = raw.bot()
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.get_my_name()
    assert not [each for each in caplog.records if each.levelname == "ERROR"]
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
