"""Letters over real HTTP to a server that answers as a test wants."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import StoreError
from bot.model import Standing
from bot.telegram.delivery import Delivery, sending_bot
from bot.telegram.limits import ChatLimiter, Limits
from tests.bot.telegram.letter_desk import LOST, START, Answer, Desk

BLOCKED: Answer = (403, "Forbidden: bot was blocked by the user", {})
DEACTIVATED: Answer = (403, "Forbidden: user is deactivated", {})
NO_THREAD: Answer = (400, "Bad Request: message thread not found", {})
NO_TAGS: Answer = (400, "Bad Request: can't parse entities: unclosed start tag", {})
TOO_LONG: Answer = (400, "Bad Request: message is too long", {})
WAIT: Answer = (429, "Too Many Requests: retry after 7", {"retry_after": 7})
FAILED: Answer = (500, "Internal Server Error", {})
MOVED: Answer = (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1005})


async def test_each_chat_gets_its_parts_in_order(desk: Desk) -> None:
    slots = [await desk.put(chat, "<b>one</b>", "two") for chat in range(1, 41)]
    await desk.delivery.round()
    assert all(desk.server.texts(chat) == ["<b>one</b>", "two"] for chat in range(1, 41))
    first = desk.server.sent[0]
    assert first["parse_mode"] == "HTML"
    assert '"callback_data": "more:1"' in first["reply_markup"]
    for slot in slots:
        row = await desk.row(slot)
        assert (row["state"], row["part"], row["doubtful"], row["begun"]) == ("sent", 2, 0, 0)
    await desk.delivery.round()
    assert len(desk.server.sent) == 80


async def test_who_blocked_the_bot_is_left_alone_with_the_settings_kept(desk: Desk) -> None:
    first, second = await desk.put(1, "one"), await desk.put(1, "two")
    desk.server.answers[1] = [BLOCKED]
    await desk.delivery.round()
    for slot in (first, second):
        row = await desk.row(slot)
        assert (row["state"], row["outcome"]) == ("dropped", "unreachable")
    assert desk.server.texts(1) == ["one"]
    assert await desk.standing(1) is Standing.UNREACHABLE


async def test_an_account_that_ended_is_forgotten(desk: Desk) -> None:
    await desk.put(1, "one")
    desk.server.answers[1] = [DEACTIVATED]
    await desk.delivery.round()
    assert await desk.store.chats.get(1) is None
    assert await desk.store.database.all("SELECT * FROM outbox") == []


async def test_a_group_that_moved_gets_it_at_its_new_id_at_once(desk: Desk) -> None:
    slot = await desk.put(-5, "one")
    desk.server.answers[-5] = [MOVED]
    await desk.delivery.round()
    assert desk.server.texts(-1005) == ["one"]
    row = await desk.row(slot)
    assert (row["state"], row["chat_id"]) == ("sent", -1005)
    assert await desk.standing(-1005) is Standing.ACTIVE


async def test_a_group_that_moves_on_and_on_is_given_up(desk: Desk) -> None:
    slot = await desk.put(-5, "one")
    desk.server.answers[-5] = [MOVED]
    desk.server.answers[-1005] = [MOVED]
    await desk.delivery.round()
    assert (await desk.row(slot))["outcome"] == "refused"


async def test_where_a_thread_is_gone_it_goes_to_the_chat(desk: Desk) -> None:
    slot = await desk.put(-5, "one", thread=9)
    desk.server.answers[-5] = [NO_THREAD]
    await desk.delivery.round()
    assert [form.get("message_thread_id") for form in desk.server.sent] == ["9", None]
    assert (await desk.row(slot))["state"] == "sent"
    (subscription,) = await desk.store.subscriptions.of_chat(-5)
    assert subscription.thread_id == 0


async def test_what_telegram_cannot_parse_goes_as_plain_text_once(desk: Desk) -> None:
    well, ill = await desk.put(1, "<b>a &lt; b</b>"), await desk.put(2, "<b>x</b>")
    desk.server.answers[1] = [NO_TAGS]
    desk.server.answers[2] = [NO_TAGS, NO_TAGS]
    await desk.delivery.round()
    assert desk.server.texts(1) == ["<b>a &lt; b</b>", "a < b"]
    assert (await desk.row(well))["state"] == "sent"
    assert len(desk.server.texts(2)) == 2
    assert (await desk.row(ill))["state"] == "failed"


async def test_what_is_refused_is_kept_and_never_sent_again(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    desk.server.answers[1] = [TOO_LONG]
    await desk.delivery.round()
    desk.clock.now += timedelta(days=1)
    await desk.delivery.round()
    row = await desk.row(slot)
    assert (row["state"], row["outcome"], len(desk.server.sent)) == ("failed", "refused", 1)
    assert "too long" in row["fault"].lower()


async def test_a_429_holds_that_chat_alone_and_it_goes_on_where_it_stopped(desk: Desk) -> None:
    held, other = await desk.put(1, "one", "two"), await desk.put(2, "one")
    desk.server.answers[1] = [(200, "", {}), WAIT]
    await desk.delivery.round()
    assert (await desk.row(other))["state"] == "sent"
    row = await desk.row(held)
    assert (row["state"], row["part"], row["outcome"]) == ("ready", 1, "held")
    assert row["not_before"] == int(START.timestamp()) + 7


async def test_a_server_error_is_tried_again_later(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    desk.server.answers[1] = [FAILED]
    await desk.delivery.round()
    assert (await desk.row(slot))["outcome"] == "server error"
    desk.clock.now += timedelta(seconds=2)
    await desk.delivery.round()
    row = await desk.row(slot)
    assert (row["state"], row["attempts"], row["doubtful"]) == ("sent", 2, 0)


@pytest.mark.parametrize(("losses", "state"), [(1, "sent"), (2, "unsure")])
async def test_a_lost_connection_leaves_doubt_and_one_more_try(
    desk: Desk, losses: int, state: str
) -> None:
    slot = await desk.put(1, "one")
    desk.server.answers[1] = [LOST] * losses
    await desk.delivery.round()
    row = await desk.row(slot)
    assert (row["state"], row["doubtful"]) == (state, losses)
    assert len(desk.server.sent) == 2


async def test_no_answer_leaves_doubt_too(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    desk.server.open.clear()
    await desk.delivery.round()
    row = await desk.row(slot)
    assert (row["state"], row["outcome"], row["doubtful"]) == ("unsure", "unsure", 2)


async def test_where_nobody_listens_nothing_is_in_doubt_and_all_wait(desk: Desk) -> None:
    slots = [await desk.put(chat, "one") for chat in range(1, 101)]
    async with sending_bot("1:a", "http://127.0.0.1:9") as bot:
        away = Delivery(bot=bot, limiter=ChatLimiter(), store=desk.store, now=desk.clock)
        await away.round()
        attempts = [(await desk.row(slot))["attempts"] for slot in slots]
        assert 0 < sum(attempts) <= 64
        await away.round()  # too early: nobody is tried
    assert [(await desk.row(slot))["attempts"] for slot in slots] == attempts
    desk.clock.now += timedelta(seconds=3)
    await desk.delivery.round()
    for slot in slots:
        row = await desk.row(slot)
        assert (row["state"], row["doubtful"]) == ("sent", 0)


async def test_when_stopped_it_finishes_what_is_under_way_and_puts_back_the_rest(
    desk: Desk,
) -> None:
    under_way, waits = await desk.put(1, "one", "two"), await desk.put(2, "one")
    async with sending_bot("1:a", desk.server.address) as bot:
        slow = ChatLimiter(Limits(per_second=1))
        delivery = Delivery(bot=bot, limiter=slow, store=desk.store, now=desk.clock)
        desk.server.open.clear()
        work = asyncio.create_task(delivery.round())
        await desk.server.came.wait()
        work.cancel()
        await asyncio.sleep(0)
        desk.server.open.set()
        with pytest.raises(asyncio.CancelledError):
            await work
    row = await desk.row(under_way)
    assert (row["state"], row["part"], row["begun"]) == ("ready", 1, 0)
    row = await desk.row(waits)
    assert (row["state"], row["part"], row["doubtful"]) == ("ready", 0, 0)
    await desk.delivery.round()
    assert desk.server.texts(1) == ["one", "two"]
    assert desk.server.texts(2) == ["one"]


async def test_what_another_left_goes_on(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    (letter,) = await desk.store.outbox.claim(1, desk.clock.now)
    assert await desk.store.outbox.keep(replace(letter, begun=True), desk.clock.now)
    await desk.delivery.round()
    assert not desk.server.sent
    desk.clock.now += desk.store.outbox.lease
    await desk.delivery.round()
    row = await desk.row(slot)
    assert (row["state"], row["doubtful"], row["attempts"]) == ("sent", 1, 2)


async def test_a_letter_whose_lease_was_lost_is_not_sent(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    (letter,) = await desk.store.outbox.claim(1, desk.clock.now)
    await desk.delivery._courier.deliver(replace(letter, attempts=7))
    assert not desk.server.sent
    assert (await desk.row(slot))["state"] == "leased"


async def test_a_letter_with_nothing_in_it_harms_no_other(desk: Desk) -> None:
    empty, well = await desk.put(1), await desk.put(2, "one")
    await desk.delivery.round()
    row = await desk.row(empty)
    assert (row["state"], row["outcome"]) == ("failed", "broken")
    assert (await desk.row(well))["state"] == "sent"


async def test_a_file_that_cannot_be_written_ends_the_round(desk: Desk) -> None:
    slot = await desk.put(1, "one")
    desk.server.open.clear()
    work = asyncio.create_task(desk.delivery.round())
    await desk.server.came.wait()
    await desk.store.database.run("PRAGMA query_only = ON")
    desk.server.open.set()
    with pytest.raises(StoreError):
        await work
    await desk.store.database.run("PRAGMA query_only = OFF")
    assert (await desk.row(slot))["begun"] == 1  # in doubt, once its lease is over


async def test_contents_in_memory_are_few(desk: Desk) -> None:
    for chat in range(1, 71):
        await desk.put(chat, f"text {chat}")
    await desk.delivery.round()
    assert len(desk.server.sent) == 70
    assert len(desk.delivery._courier._contents) == 64
