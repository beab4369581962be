from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.limits import LONGEST_WAIT, TRIES, ChatLimiter


class Telegram:
    """Answers a call with True, after as many 429 as it is told to give to a chat."""

    def __init__(self, **refusals: list[int]) -> None:
        self.refusals = refusals
        self.answered: list[str] = []

    async def call(self, chat: str) -> bool:
        if waiting := self.refusals.get(chat):
            raise RetryAfter(waiting.pop(0))
        self.answered.append(chat)
        return True


class Clock:
    """A sleep that ends when the test says so."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[float] = asyncio.Queue()
        self.go = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.asked.put_nowait(seconds)
        await self.go.wait()


@pytest.fixture
async def clock() -> Clock:
    return Clock()


def send(limiter: ChatLimiter, telegram: Telegram, chat: str) -> asyncio.Task[Any]:
    data = {"chat_id": chat}
    call = limiter.process_request(telegram.call, (chat,), {}, "sendMessage", data, None)
    return asyncio.create_task(call)


async def test_a_429_is_waited_for_as_long_as_telegram_asks(clock: Clock) -> None:
    telegram = Telegram(a=[7])
    sending = send(ChatLimiter(clock.sleep), telegram, "a")
    assert await clock.asked.get() == 7
    assert telegram.answered == []
    clock.go.set()
    assert await sending is True
    assert telegram.answered == ["a"]


async def test_a_429_holds_its_chat_and_nobody_else(clock: Clock) -> None:
    telegram = Telegram(a=[7])
    limiter = ChatLimiter(clock.sleep)
    first = send(limiter, telegram, "a")
    await clock.asked.get()
    second = send(limiter, telegram, "a")
    assert await send(limiter, telegram, "b") is True
    assert telegram.answered == ["b"]
    assert not second.done()
    clock.go.set()
    await asyncio.gather(first, second)
    assert telegram.answered == ["b", "a", "a"]


async def test_it_gives_up_after_a_few_tries(clock: Clock) -> None:
    clock.go.set()
    telegram = Telegram(a=[1] * TRIES)
    with pytest.raises(RetryAfter):
        await send(ChatLimiter(clock.sleep), telegram, "a")


async def test_a_wait_that_outlasts_the_reader_is_not_begun(clock: Clock) -> None:
    telegram = Telegram(a=[int(LONGEST_WAIT) + 1])
    with pytest.raises(RetryAfter):
        await send(ChatLimiter(clock.sleep), telegram, "a")
    assert clock.asked.empty()
