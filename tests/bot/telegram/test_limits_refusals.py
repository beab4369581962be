"""What follows when Telegram says "too many requests"."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.budgets import Limits
from bot.telegram.limits import LONGEST_WAIT, TRIES, ChatLimiter, Priority
from tests.bot.telegram.virtual_loop import in_no_time, now, virtually
from tests.bot.telegram.virtual_telegram import TRIP, VirtualTelegram


@virtually
async def test_a_429_is_waited_for_as_long_as_telegram_asks() -> None:
    telegram = VirtualTelegram(refusals={1: [7]})
    assert await telegram.send(1) is True
    assert telegram.times == [7 + TRIP]


@virtually
async def test_a_429_holds_its_chat_and_nobody_else() -> None:
    telegram = VirtualTelegram(refusals={1: [7]})
    first = telegram.send(1, name="first")
    await asyncio.sleep(1)
    second = telegram.send(1, name="second")
    assert await telegram.send(2) is True
    assert now() == 1 + TRIP
    await asyncio.gather(first, second)
    assert telegram.names == [2, "first", "second"]
    assert telegram.times[1:] == [7 + TRIP, 7 + TRIP]


@virtually
async def test_it_gives_up_after_a_few_tries() -> None:
    telegram = VirtualTelegram(refusals={1: [1] * TRIES})
    with pytest.raises(RetryAfter):
        await telegram.send(1)
    assert telegram.refusals == {1: []}


@virtually
async def test_a_wait_that_outlasts_the_reader_is_not_begun_but_is_honoured() -> None:
    telegram = VirtualTelegram(refusals={1: [3600]})
    for _ in range(2):  # the second is not even sent
        with pytest.raises(RetryAfter):
            await telegram.send(1)
    assert now() == TRIP
    await asyncio.sleep(3600 - LONGEST_WAIT)
    assert await telegram.send(1) is True
    assert telegram.times == [3600 + TRIP]


@pytest.mark.parametrize("priority", [Priority.DIGEST, Priority.BROADCAST])
def test_what_can_be_put_off_hears_of_a_429_at_once(priority: Priority) -> None:
    async def test() -> None:
        telegram = VirtualTelegram(refusals={1: [7]})
        waits = [telegram.send(1, priority) for _ in range(3)]
        answers = await asyncio.gather(*waits, return_exceptions=True)
        assert [type(answer) for answer in answers] == [RetryAfter] * 3
        assert now() == TRIP
        with pytest.raises(RetryAfter) as refused:
            await telegram.send(1, priority)
        assert "0:00:07" in str(refused.value)
        assert telegram.made == []

    in_no_time(test())


@virtually
async def test_whoever_waited_in_a_chat_that_is_held_too_long_hears_of_it() -> None:
    telegram = VirtualTelegram(refusals={1: [61]})
    replies = [telegram.send(1) for _ in range(7)]
    answers = await asyncio.gather(*replies, return_exceptions=True)
    # Five of them were a burst: each came to Telegram, which refused only the first.
    refused = [isinstance(answer, RetryAfter) for answer in answers]
    assert refused == [True, False, False, False, False, True, True]
    assert now() == TRIP


@virtually
async def test_whoever_waited_in_a_chat_that_is_held_a_while_waits_on() -> None:
    telegram = VirtualTelegram(refusals={1: [7]})
    await asyncio.gather(*(telegram.send(1, name=name) for name in range(7)))
    # The burst was on its way already.
    assert telegram.names == [1, 2, 3, 4, 0, 5, 6]
    assert telegram.times[4:] == [7.05, 7.05, 7.05]


@virtually
async def test_a_waiter_cancelled_in_the_instant_of_a_hold_hears_only_of_that() -> None:
    limiter = ChatLimiter(Limits(burst=1))
    waiting: list[asyncio.Task[Any]] = []

    async def call() -> bool:
        await asyncio.sleep(0)
        waiting[0].cancel()
        raise RetryAfter(3600)

    def send() -> asyncio.Task[Any]:
        return asyncio.create_task(
            limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)
        )

    first = send()
    waiting.append(send())
    with pytest.raises(RetryAfter):
        await first
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    assert len(limiter._turns) == 0


@virtually
async def test_other_faults_are_the_callers() -> None:
    async def refuse() -> bool:
        raise BadRequest("chat not found")

    with pytest.raises(BadRequest):
        await ChatLimiter().process_request(refuse, (), {}, "sendMessage", {"chat_id": 1}, None)


@virtually
async def test_three_refused_chats_slow_the_whole_for_a_while() -> None:
    telegram = VirtualTelegram(refusals={1: [1], 2: [1], 3: [1]})
    whole = telegram.limiter._turns.whole
    await asyncio.gather(telegram.send(1), telegram.send(2))
    assert whole.budget(now()) == 30
    await telegram.send(3)
    assert whole.budget(now()) == 16
    assert whole.budget(now() + 20) == 30


@virtually
async def test_a_few_refused_among_many_slow_nobody() -> None:
    telegram = VirtualTelegram(refusals={number: [1] for number in (10, 30, 50, 70)})
    await asyncio.gather(*(telegram.send(number) for number in range(1, 80)))
    assert telegram.limiter._turns.whole.budget(now()) == 30


@virtually
async def test_a_slowed_whole_sends_fewer_a_second() -> None:
    telegram = VirtualTelegram(refusals={1: [1], 2: [1], 3: [1]})
    await asyncio.gather(*(telegram.send(chat) for chat in (1, 2, 3)))
    telegram.made.clear()
    await asyncio.gather(*(telegram.send(chat) for chat in range(10, 40)))
    first = telegram.times[0]
    assert sum(at < first + 0.9 for at in telegram.times) < 20


@virtually
async def test_who_leaves_the_middle_of_a_chats_queue_holds_nobody_up() -> None:
    telegram = VirtualTelegram()
    tasks = [telegram.send(1, Priority.DIGEST, name=number) for number in range(4)]
    await asyncio.sleep(0.5)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert telegram.names == [0, 1, 3]
    assert telegram.times == [0, 1.05, 2.1]
