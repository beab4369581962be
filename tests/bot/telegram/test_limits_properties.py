"""Whatever comes, whenever it goes away again: the limits hold and nobody is forgotten."""

from __future__ import annotations

import asyncio
import random
import statistics
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.telegram.limits import ChatLimiter, Priority
from tests.bot.telegram.virtual_loop import VirtualLoop, in_no_time
from tests.bot.telegram.virtual_telegram import TRIP, VirtualTelegram

SECOND = 0.999  # what is left of it when floating point has done its worst


@dataclass(frozen=True)
class Wish:
    """A call that somebody makes after `at` seconds, and gives up `patience` seconds later."""

    at: float
    chat: int
    priority: Priority
    patience: float | None
    refusal: int


def instants(longest: float) -> st.SearchStrategy[float]:
    return st.one_of(st.just(0.0), st.floats(0, longest).map(lambda at: round(at, 3)))


wishes = st.lists(
    st.builds(
        Wish,
        at=instants(3),
        chat=st.one_of(st.integers(-2, 3), st.integers(10, 1_000)),
        priority=st.sampled_from(Priority),
        patience=st.one_of(st.none(), st.none(), instants(2)),
        refusal=st.sampled_from([0] * 12 + [1, 2, 90]),
    ),
    min_size=1,
    max_size=120,
)


async def fulfil(telegram: VirtualTelegram, wish: Wish, number: int) -> object:
    await asyncio.sleep(wish.at)
    if wish.refusal:
        telegram.refusals.setdefault(wish.chat, []).append(wish.refusal)
    call = telegram.send(wish.chat, wish.priority, name=(wish.priority, number))
    try:
        return await asyncio.wait_for(call, wish.patience)
    except (TimeoutError, RetryAfter) as fault:
        return fault


@settings(max_examples=150)
@given(wishes)
def test_the_limits_hold_and_every_call_ends(asked: list[Wish]) -> None:
    async def test() -> None:
        telegram = VirtualTelegram()
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        work = [fulfil(telegram, wish, number) for number, wish in enumerate(asked)]
        answers = await asyncio.gather(*work)
        # Who had patience and was not refused has been served, and nobody was served twice.
        served = {name[1] for name in telegram.names}
        assert len(served) == len(telegram.names)
        assert served >= {number for number, answer in enumerate(answers) if answer is True}
        assert all(
            answer is True or wish.patience is not None or isinstance(answer, RetryAfter)
            for wish, answer in zip(asked, answers, strict=True)
        )
        # Any 31 calls take more than a second.
        times = [at for at, _ in telegram.made]
        assert all(
            later - sooner > SECOND for sooner, later in zip(times, times[30:], strict=False)
        )
        # Nothing is left behind, and the loop did not go round for nothing.
        limiter = telegram.limiter
        assert (len(limiter._turns), len(limiter._waiting), limiter._timer) == (0, 0, None)
        assert loop.rounds < 40 * len(asked) + 40

    in_no_time(test())


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(Priority), min_size=1, max_size=150),
    st.sets(st.integers(0, 149)),
    st.floats(0, 2),
)
def test_who_came_first_goes_first_whoever_goes_away(
    asked: list[Priority], gone: set[int], when: float
) -> None:
    async def test() -> None:
        telegram = VirtualTelegram()
        tasks = [
            telegram.send(number + 1, priority, name=(priority, number))
            for number, priority in enumerate(asked)
        ]
        await asyncio.sleep(when)
        begun = {number for _, number in telegram.names}
        for number in gone & set(range(len(asked))) - begun:
            tasks[number].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for priority in Priority:
            numbers = [number for kind, number in telegram.names if kind is priority]
            stayed = [
                number
                for number, kind in enumerate(asked)
                if kind is priority and (number in begun or number not in gone)
            ]
            assert numbers == stayed

    in_no_time(test())


@dataclass
class Minutes:
    """What came of some minutes of sending to a strict server over a network with jitter."""

    used: float
    refused: int
    waits: list[float]


async def minutes(seconds: float, rate: float, digests: int, jitter: float) -> Minutes:
    dice = random.Random(7)
    telegram = VirtualTelegram(ChatLimiter())
    telegram.limit = 30
    telegram.trip = lambda: TRIP + dice.expovariate(1 / jitter)
    loop = asyncio.get_running_loop()
    waits: list[float] = []

    async def reply(chat: int) -> None:
        began = loop.time()
        await telegram.send(chat)
        waits.append(loop.time() - began)

    sending = [telegram.send(n + 1, Priority.DIGEST) for n in range(digests)]
    replies: list[asyncio.Task[None]] = []
    while loop.time() < seconds:
        await asyncio.sleep(1 / rate)
        replies.append(asyncio.create_task(reply(1_000_000 + len(replies))))
    used = len(telegram.made) / seconds / 30
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, *replies, return_exceptions=True)
    return Minutes(used, telegram.refused, waits)


@pytest.mark.parametrize(("rate", "bar"), [(2, 1.1), (10, 1.3)])
def test_two_minutes_of_digests_on_a_strict_server(rate: float, bar: float) -> None:
    idle = in_no_time(minutes(120, rate, 0, 0.003))
    busy = in_no_time(minutes(120, rate, 4000, 0.003))
    assert busy.refused == 0
    assert busy.used >= 0.955
    p99 = [statistics.quantiles(each.waits, n=100)[98] for each in (idle, busy)]
    assert p99[1] <= bar * p99[0]
