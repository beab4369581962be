from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from bot.sandbox.methods.table import PLAYED
from tests.bot.sandbox.conftest import ALICE, GROUP, TOKEN, Server


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        ("42:another", 401, "Unauthorized"),
        ("7:sandbox-token", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("42:", 404, "Not Found"),
        ("42:a%20b", 404, "Not Found"),
    ],
)
async def test_wrong_tokens(server: Server, token: str, status: int, words: str) -> None:
    async with server.session.get(f"{server.base}/bot{token}/getMe") as response:
        assert response.status == status
        answer = {"ok": False, "error_code": status, "description": words}
        assert await response.json() == answer


async def test_methods_are_known_played_or_neither(server: Server) -> None:
    assert (await server.call("GETME"))["ok"]
    assert (await server.call("sendDice"))["error_code"] == 501
    assert (await server.call("sendNothing"))["description"] == "Not Found"


def test_everything_played_is_known() -> None:
    known = Path("bot/sandbox/known_methods.txt").read_text("utf-8").split()
    assert set(PLAYED) <= set(known)
    assert len(known) == len(set(known)) > 180


async def test_four_ways_of_sending_mean_the_same(server: Server) -> None:
    url = f"{server.base}/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(ALICE), "text": "ў", "reply_markup": json.dumps({"force_reply": True})}
    multipart = aiohttp.FormData(params, default_to_multipart=True)
    for kind, body in (("params", params), ("data", params), ("data", multipart), ("json", params)):
        async with server.session.post(url, **{kind: body}) as response:  # type: ignore[arg-type]  # one call for four kinds of body
            answer = await response.json()
            assert answer["result"]["text"] == "ў"


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Type": "application/json"}, b"{", "can't parse request body as JSON object"),
        ({"Content-Type": "application/json"}, b"[]", "can't parse request body as JSON object"),
        (
            {"Content-Type": "application/json"},
            b'{"a": "\\ud800"}',
            "strings must be encoded in UTF-8",
        ),
        ({"Content-Type": "multipart/form-data"}, b"x", "can't parse the request body"),
    ],
)
async def test_bodies_that_cannot_be_read(
    server: Server, headers: dict[str, str], body: bytes, words: str
) -> None:
    url = f"{server.base}/bot{TOKEN}/getMe"
    async with server.session.post(url, headers=headers, data=body) as response:
        assert (await response.json())["description"] == f"Bad Request: {words}"


VALUES: list[Any] = [
    "", "x", "{", "[]", "{}", "@gazette_daily", "attach://x", 0, 1, -1, ALICE, GROUP, 2**70, 1.5,
    True, None, [], {}, [[]], [{}], [1], ["x"], {"type": "chat"}, {"type": []}, {"message_id": {}},
    {"inline_keyboard": [[{"text": "a", "url": {}}]]}, {"inline_keyboard": [[{"text": {}}]]},
    [{"type": [], "offset": 0, "length": 1}], [{"type": "bold", "offset": -5, "length": 9}],
    [{"type": "date_time", "offset": 0, "length": 1, "unix_time": []}], {"style": []},
    [{"type": "article", "id": [], "title": 5, "input_message_content": {"message_text": []}}],
    {"type": "photo", "media": 5}, {"type": "web_app", "text": [], "web_app": {"url": 5}},
    {"keyboard": [[{"text": []}]]}, [{"command": "a", "description": "b"}], {"is_disabled": "x"},
    {"inline_keyboard": [[{"text": "a", "login_url": {"url": 5}}]]}, "²", "-", "\ud800", "\0",
    '[{"command": "a", "description": "\\ud800"}]', "[" * 100_000,
    {"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": []}]]}, [{"type": {}}],
    [{"type": "emoji", "emoji": []}], {"type": "chat_member", "chat_id": GROUP, "user_id": "x"},
]  # fmt: skip
_ALL_NAMES = (
    "chat_id from_chat_id message_id message_ids text caption entities caption_entities media "
    "photo document reply_markup reply_parameters link_preview_options reaction user_id commands "
    "scope language_code menu_button name description results inline_query_id button "
    "callback_query_id offset limit allowed_updates protect_content parse_mode file_id "
    "inline_message_id action url"
)
NAMES = _ALL_NAMES.split()


async def test_no_input_is_too_odd_for_an_answer(server: Server) -> None:
    random = Random(5)
    await server.result("sendMessage", chat_id=ALICE, text="x")
    played = sorted(set(PLAYED) - {"setWebhook", "leaveChat"})
    for _ in range(2500):
        names = random.sample(NAMES, random.randint(0, 8))
        params = {"chat_id": ALICE, "message_id": 1, "text": "x"}
        params |= {name: random.choice(VALUES) for name in names}
        answer = await server.call(random.choice(played), **params)
        assert answer["ok"] or answer["error_code"] in {400, 403, 501}, (names, answer)


async def test_traffic_shows_calls_and_updates_but_no_empty_polls(server: Server) -> None:
    await server.updates()
    await server.say("/start")
    await server.refusal("sendMessage", chat_id=5, text="x")
    traffic = (await server.page("traffic", "GET"))["traffic"]
    shown = [(entry["direction"], entry["method"], entry["status"]) for entry in traffic]
    assert shown == [("update", "message", 200), ("call", "sendMessage", 400)]
    assert traffic[1]["params"] == {"chat_id": "5", "text": "x"}
    assert TOKEN not in json.dumps(traffic)
