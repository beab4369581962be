from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from aiogram import Bot as AiogramBot
from aiogram.exceptions import TelegramMigrateToChat, TelegramServerError
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.bot.sandbox.conftest import ALICE, GROUP, TOKEN, VASIL, Clock, Server

SUPERGROUP = -1001000000077


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("retry_after", RetryAfter, "Flood control exceeded. Retry in 0:00:07"),
        ("blocked", Forbidden, "bot was blocked by the user"),
        ("kicked", Forbidden, "bot was kicked from the group chat"),
        ("deactivated", Forbidden, "user is deactivated"),
        ("bad_request", BadRequest, "asked to refuse"),
        ("server_error", NetworkError, "Internal Server Error"),
        ("bad_gateway", NetworkError, "Bad Gateway"),
        ("unauthorized", InvalidToken, "Unauthorized"),
        ("migrate", ChatMigrated, "supergroup"),
    ],
)
async def test_ptb_meets_each_fault_once(
    server: Server, ptb: Bot, kind: str, error: type[Exception], words: str
) -> None:
    extra: dict[str, Any] = {"migrate_to": SUPERGROUP} if kind == "migrate" else {}
    await server.page("faults", method="sendMessage", kind=kind, times=1, retry_after=7, **extra)
    with pytest.raises(error, match=words):
        await ptb.send_message(ALICE, "x")
    assert (await ptb.send_message(ALICE, "y")).text == "y"
    assert len(server.sandbox.world.chats[ALICE].messages) == 1


async def test_faults_strike_their_method_and_chat_only(server: Server) -> None:
    fault = await server.page("faults", method="sendmessage", chat_id=ALICE, kind="blocked")
    assert (fault["times"], fault["probability"]) == (None, 1.0)
    for _ in range(2):
        assert "blocked" in await server.refusal("sendMessage", chat_id=ALICE, text="x")
    await server.result("sendMessage", chat_id=VASIL, text="x")
    await server.result("getMe")
    await server.page(f"faults/{fault['id']}", "DELETE")
    await server.result("sendMessage", chat_id=ALICE, text="x")
    assert "error" in await server.page(f"faults/{fault['id']}", "DELETE")


async def test_faults_count_down_and_may_miss(server: Server) -> None:
    await server.page("faults", kind="bad_request", probability=0.4)
    await server.result("getMe")
    await server.page("faults", "DELETE")
    await server.page("faults", kind="bad_request", probability=0.6, times=2)
    for _ in range(2):
        await server.refusal("getMe")
    await server.result("getMe")


async def test_a_fault_migrates_a_group_for_good(server: Server, aiogram: AiogramBot) -> None:
    await server.page("faults", kind="migrate", chat_id=GROUP, times=1, migrate_to=SUPERGROUP)
    for _ in range(2):
        with pytest.raises(TelegramMigrateToChat) as caught:
            await aiogram.send_message(GROUP, "x")
        assert caught.value.migrate_to_chat_id == SUPERGROUP
    message = await aiogram.send_message(SUPERGROUP, "x")
    assert message.chat.type == "supergroup"
    old, new = await server.updates()
    assert old["message"]["migrate_to_chat_id"] == SUPERGROUP
    assert new["message"]["migrate_from_chat_id"] == GROUP
    server.sandbox.world.migrate(GROUP, SUPERGROUP)


@pytest.mark.parametrize("applied", [True, False])
async def test_a_dropped_call_is_applied_or_not(server: Server, applied: bool) -> None:
    await server.page("faults", kind="drop", method="sendMessage", times=1, applied=applied)
    # A client that repeats what was cut short would hide the fault.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        url = f"{server.base}/bot{TOKEN}/sendMessage"
        with pytest.raises(aiohttp.ClientError):
            await session.post(url, json={"chat_id": ALICE, "text": "x"})
    assert len(server.sandbox.world.chats[ALICE].messages) == applied


async def test_a_late_answer_was_applied(server: Server) -> None:
    await server.page("faults", kind="late", method="sendMessage", times=1, delay=0.01)
    assert (await server.result("sendMessage", chat_id=ALICE, text="x"))["text"] == "x"


async def test_aiogram_meets_a_server_error(server: Server, aiogram: AiogramBot) -> None:
    await server.page("faults", kind="server_error")
    with pytest.raises(TelegramServerError):
        await aiogram.get_me()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "x"}, "unknown kind of fault"),
        ({"kind": "migrate"}, "migrate_to is missing"),
        ({"kind": "late", "delay": -1}, "delay must be a number that is not negative"),
        ({"kind": "late", "delay": True}, "delay must be a number that is not negative"),
        ({"kind": "drop", "applied": 1}, "applied must be true or false"),
        ({"kind": "drop", "chat_id": "x"}, "chat_id must be a whole number"),
        ({"kind": 5}, "kind must be a text"),
    ],
)
async def test_refused_faults(server: Server, fields: dict[str, Any], words: str) -> None:
    assert (await server.page("faults", **fields))["error"] == words


async def test_the_limiter_keeps_a_chat_to_one_a_second(
    server: Server, ptb: Bot, clock: Clock
) -> None:
    assert await server.page("limiter", on=True) == {"on": True}
    await ptb.send_message(ALICE, "x")
    with pytest.raises(RetryAfter):
        await ptb.send_message(ALICE, "y")
    await ptb.send_message(VASIL, "x")
    clock.time += 1
    await ptb.send_message(ALICE, "y")
    assert await ptb.send_chat_action(ALICE, "typing")


async def test_the_limiter_keeps_a_group_to_twenty_a_minute(server: Server, clock: Clock) -> None:
    await server.page("limiter", on=True)
    for _ in range(20):
        await server.result("sendMessage", chat_id=GROUP, text="x")
        clock.time += 1
    answer = await server.call("sendMessage", chat_id=GROUP, text="x")
    assert answer["error_code"] == 429
    assert answer["parameters"] == {"retry_after": 40}
    assert answer["description"] == "Too Many Requests: retry after 40"


async def test_the_limiter_keeps_all_chats_to_thirty_a_second(server: Server) -> None:
    await server.page("limiter", on=True)
    people = [await server.page("users", first_name=f"P{n}") for n in range(31)]
    answers = [
        await server.call("sendMessage", chat_id=person["id"], text="x") for person in people
    ]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
