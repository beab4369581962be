from __future__ import annotations

import asyncio
import sys
from itertools import pairwise

import pytest

from bot.telegram.budgets import LATEST_ARRIVAL, Limits
from bot.telegram.limits import ChatLimiter, Priority
from tests.bot.telegram.virtual_loop import in_no_time, now, virtually
from tests.bot.telegram.virtual_telegram import TRIP, VirtualTelegram


@virtually
async def test_where_nobody_else_sends_a_call_goes_at_once() -> None:
    telegram = VirtualTelegram()
    assert await telegram.send(1) is True
    assert now() == TRIP


@virtually
async def test_what_sends_nothing_is_not_limited() -> None:
    telegram = VirtualTelegram()
    free = [telegram.send(1, method="sendChatAction") for _ in range(50)]
    free += [telegram.send(None, method="answerCallbackQuery") for _ in range(50)]
    await asyncio.gather(*free)
    assert now() == TRIP


@virtually
async def test_any_method_that_is_given_a_priority_is_limited() -> None:
    telegram = VirtualTelegram()
    deletes = [telegram.send(1, Priority.BROADCAST, method="deleteMessage") for _ in range(3)]
    await asyncio.gather(*deletes)
    assert telegram.times == [0, 1.05, 2.1]


@virtually
async def test_a_person_gets_a_burst_then_one_a_second() -> None:
    telegram = VirtualTelegram()
    await asyncio.gather(*(telegram.send(1) for _ in range(7)))
    assert telegram.times == [0, 0, 0, 0, 0, 1.05, 2.1]


@pytest.mark.parametrize("group", [-100, "-100", "@channel"])
def test_a_group_gets_twenty_a_minute(group: int | str) -> None:
    async def test() -> None:
        telegram = VirtualTelegram()
        await asyncio.gather(*(telegram.send(group) for _ in range(41)))
        assert telegram.times[19] < 20
        assert telegram.times[20] >= 60
        assert telegram.times[40] >= 120

    in_no_time(test())


@virtually
async def test_messages_without_a_chat_count_for_the_whole_alone() -> None:
    telegram = VirtualTelegram()
    await asyncio.gather(*(telegram.send(None) for _ in range(31)))
    assert telegram.times[29] == 0
    assert telegram.times[30] >= 1


@virtually
async def test_a_person_comes_before_digests_and_these_before_broadcasts() -> None:
    telegram = VirtualTelegram()
    everybody = [telegram.send(100 + n, Priority.BROADCAST, name="b") for n in range(20)]
    everybody += [telegram.send(200 + n, Priority.DIGEST, name="d") for n in range(20)]
    await asyncio.sleep(0)
    everybody.append(telegram.send(1, name="reply"))
    await asyncio.gather(*everybody)
    assert telegram.names.index("reply") <= 3
    rest = [name for name in telegram.names if name != "reply"]
    # A few went before the digests came; then the digests; nobody was there to wait for the rest.
    assert rest.index("d") <= 4
    assert rest[rest.index("d") :].index("b") == 20


@virtually
async def test_who_waits_behind_people_gets_one_turn_in_thirty() -> None:
    telegram = VirtualTelegram()
    digest = telegram.send(1, Priority.DIGEST, name="first")
    patient = telegram.send(2, Priority.DIGEST, name="patient")
    crowd = [telegram.send(1000 + n) for n in range(200)]
    await asyncio.gather(digest, patient, *crowd)
    assert telegram.names.index("patient") <= 35


@virtually
async def test_digests_are_spaced_evenly_and_leave_room_for_people() -> None:
    telegram = VirtualTelegram()
    digests = [telegram.send(n, Priority.DIGEST) for n in range(1, 200)]
    await asyncio.sleep(3.0)
    began = now()
    await telegram.send(1000)
    assert now() - began < TRIP + 0.01
    await asyncio.gather(*digests)
    settled = [at for at in telegram.times if at > 2]
    gaps = [later - sooner for sooner, later in pairwise(settled)]
    assert max(gaps) < 0.08


@virtually
async def test_replies_that_must_wait_widen_the_room_that_is_left_for_them() -> None:
    telegram = VirtualTelegram()
    whole = telegram.limiter._turns.whole
    before = whole.spare(now())
    await asyncio.gather(*(telegram.send(n) for n in range(1, 50)))
    assert whole.spare(now()) > before + 0.1
    assert whole.spare(now() + 600) == pytest.approx(before, abs=0.01)


@virtually
async def test_the_cancelled_leave_their_turns_to_the_others() -> None:
    telegram = VirtualTelegram()
    tasks = [telegram.send(n, Priority.DIGEST) for n in range(1, 301)]
    await asyncio.sleep(0.5)
    cancelled = tasks[20::2]
    for task in cancelled:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert telegram.names == [n for n in range(1, 301) if n <= 20 or n % 2 == 0]
    assert now() < 7


@virtually
async def test_a_slot_whose_owner_was_cancelled_is_not_wasted() -> None:
    telegram = VirtualTelegram(ChatLimiter(Limits(per_second=1)))
    first, second, third = telegram.send(1), telegram.send(2), telegram.send(3)
    await first
    telegram.limiter._wake(10.0)  # the second's turn has come, but it has not run yet
    second.cancel()
    await asyncio.gather(second, third, return_exceptions=True)
    assert telegram.names == [1, 3]
    assert now() < 2.5


@virtually
async def test_a_waiter_cancelled_in_the_instant_of_its_turn_is_passed_over() -> None:
    telegram = VirtualTelegram(ChatLimiter(Limits(per_second=1)))
    first, second, third = telegram.send(1), telegram.send(2), telegram.send(3)
    await first
    second.cancel()
    telegram.limiter._wake(10.0)  # before the cancelled task has run
    await asyncio.gather(second, third, return_exceptions=True)
    assert telegram.names == [1, 3]


@virtually
async def test_a_call_that_hangs_fills_one_slot_of_many() -> None:
    telegram = VirtualTelegram()
    telegram.trip = lambda: 100.0
    hung = telegram.send(1)
    await asyncio.sleep(0)
    telegram.trip = lambda: TRIP
    await asyncio.gather(*(telegram.send(n) for n in range(2, 60)))
    assert telegram.times[29] == 0
    assert 1 <= telegram.times[30] < 1.1
    assert telegram.times[58] < LATEST_ARRIVAL
    hung.cancel()


@virtually
async def test_chats_are_forgotten_when_nothing_of_them_matters() -> None:
    telegram = VirtualTelegram()
    for number in range(1, 100):
        await telegram.send(number)
        await telegram.send(-number)
    assert telegram.limiter._turns.chats > 20
    await asyncio.sleep(61)
    await telegram.send(1)
    assert telegram.limiter._turns.chats == 1
    assert len(telegram.limiter._turns) == 0


@virtually
async def test_it_opens_and_closes_nothing() -> None:
    limiter = ChatLimiter()
    await limiter.initialize()
    await limiter.shutdown()


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop does not exist there")
def test_a_moment_that_is_past_already_rings_on_any_loop() -> None:
    import uvloop

    async def ring() -> None:
        limiter, past = ChatLimiter(), asyncio.get_running_loop().time() - 1
        limiter._set_timer(past)
        limiter._set_timer(past)
        limiter._set_timer(None)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(ring())


@virtually
async def test_how_many_wait_is_known() -> None:
    telegram = VirtualTelegram(ChatLimiter(Limits(per_second=1)))
    sending = asyncio.gather(*(telegram.send(number) for number in (1, 2, 3)))
    await asyncio.sleep(0)
    assert telegram.limiter.waiting == 2
    await sending
    assert telegram.limiter.waiting == 0
