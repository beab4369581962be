from __future__ import annotations

import pytest
from telegram.error import NetworkError, TimedOut

from bot.metrics import TIMED_OUT, UNREACHABLE
from bot.telegram.request import AiohttpRequest
from bot.telegram.watched import WatchedRequest

URL = "https://api.example/bot1:secret/sendMessage"
Heard = list[tuple[str, int]]


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def request_(heard: Heard) -> WatchedRequest:
    return WatchedRequest(called=lambda method, status, _: heard.append((method, status)))


def answers(monkeypatch: pytest.MonkeyPatch, outcome: int | Exception) -> None:
    async def do_request(*_: object, **__: object) -> tuple[int, bytes]:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome, b"{}"

    monkeypatch.setattr(AiohttpRequest, "do_request", do_request)


@pytest.mark.parametrize("status", [200, 429, 502])
async def test_a_call_is_told_by_its_method_and_status(
    request_: WatchedRequest, heard: Heard, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    answers(monkeypatch, status)
    assert await request_.do_request(URL, "POST") == (status, b"{}")
    assert heard == [("sendMessage", status)]


@pytest.mark.parametrize(
    ("fault", "status"), [(TimedOut(), TIMED_OUT), (NetworkError("no route"), UNREACHABLE)]
)
async def test_a_call_that_nobody_answered_is_told_too(
    request_: WatchedRequest,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    status: int,
) -> None:
    answers(monkeypatch, fault)
    with pytest.raises(type(fault)):
        await request_.do_request(URL, "POST")
    assert heard == [("sendMessage", status)]


async def test_nobody_needs_to_count(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, 200)
    assert await WatchedRequest(connections=1).do_request(URL, "POST") == (200, b"{}")
