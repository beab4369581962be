from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.model import Subscription
from bot.store import Store, open_store
from bot.store.contents import Content, Part
from bot.store.letters import BROADCAST, Letter, State
from bot.store.outbox import Queue, Tally

SECOND = timedelta(seconds=1)
MONTH = timedelta(days=31)


async def content(store: Store, now: datetime) -> int:
    return await store.contents.add(Content(parts=(Part(html="News"),)), now=now)


async def put(store: Store, now: datetime, *chats: int, **fields: Any) -> None:
    """A letter to each of the chats; their slots tell them apart."""
    number = await content(store, now)
    row = await store.database.one("SELECT count(*) AS letters FROM outbox")
    first = row["letters"] if row else 0
    letters = [
        replace(Letter(slot=f"{first + place}", chat_id=chat, content_id=number, due=now), **fields)
        for place, chat in enumerate(chats)
    ]
    for chat in chats:
        await store.chats.see(chat, language="", now=now)
    await store.outbox.put_all(None, letters, now)


def chats(letters: tuple[Letter, ...]) -> list[int]:
    return [letter.chat_id for letter in letters]


async def end(store: Store, letter: Letter, now: datetime, state: State = State.SENT) -> None:
    done = replace(letter, state=state, outcome=state, settled=now)
    assert await store.outbox.keep(done, now)


async def test_a_slot_is_filled_once(store: Store, now: datetime) -> None:
    number = await content(store, now)
    await store.chats.see(1, language="", now=now)
    first = Letter(slot="digest:1:2026-06-01", chat_id=1, content_id=number, due=now)
    second = replace(first, slot="digest:1:2026-06-02")
    assert await store.outbox.put_all(None, [first, first], now) == {first.slot}
    async with store.database.transaction() as transaction:
        new = await store.outbox.put_all(transaction, [first, second], now)
        assert new == {second.slot}
    assert await store.outbox.put_all(None, [], now) == frozenset()
    row = await store.database.one("SELECT count(*) AS letters FROM outbox")
    assert row is not None
    assert row["letters"] == 2


async def test_what_is_put_within_a_transaction_shares_its_fate(
    store: Store, now: datetime
) -> None:
    await store.chats.see(1, language="", now=now)
    number = await content(store, now)
    letter = Letter(slot="x", chat_id=1, content_id=number, due=now)

    async def put_in_vain() -> None:
        async with store.database.transaction() as transaction:
            assert await store.outbox.put_all(transaction, [letter], now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await put_in_vain()
    assert await store.outbox.claim(9, now) == ()


async def test_letters_are_taken_by_priority_then_as_they_came(store: Store, now: datetime) -> None:
    await put(store, now, 1, priority=BROADCAST)
    await put(store, now, 2, 3)
    await put(store, now, 4, due=now + SECOND)
    assert chats(await store.outbox.claim(2, now)) == [2, 3]
    assert chats(await store.outbox.claim(9, now)) == [1]
    assert await store.outbox.claim(9, now) == ()
    (late,) = await store.outbox.claim(9, now + SECOND)
    assert (late.chat_id, late.attempts, late.state) == (4, 1, State.LEASED)


async def test_a_chat_gets_its_letters_one_after_the_other(store: Store, now: datetime) -> None:
    await put(store, now, 1, 1, 2)
    first, other = await store.outbox.claim(9, now)
    assert (first.slot, other.slot) == ("0", "2")
    assert await store.outbox.claim(9, now) == ()
    later = replace(first, state=State.READY, not_before=now + timedelta(minutes=1))
    assert await store.outbox.keep(later, now)
    assert await store.outbox.claim(9, now) == ()
    await put(store, now, 1, priority=BROADCAST)
    (again,) = await store.outbox.claim(9, now + timedelta(minutes=1))
    assert (again.slot, again.attempts) == ("0", 2)
    await end(store, again, now)
    (second,) = await store.outbox.claim(9, now)
    assert second.slot == "1"


async def test_a_digest_overtakes_a_broadcast_to_the_same_chat(store: Store, now: datetime) -> None:
    await put(store, now, 1, priority=BROADCAST)
    await put(store, now, 1)
    (letter,) = await store.outbox.claim(9, now)
    assert letter.slot == "1"


async def test_what_becomes_of_a_letter_is_kept(store: Store, now: datetime) -> None:
    await put(store, now, 1)
    (letter,) = await store.outbox.claim(1, now)
    half = replace(letter, part=1, messages=(70,), begun=True, fault="words", outcome="held")
    assert await store.outbox.keep(half, now)
    waits = replace(half, state=State.READY, begun=False, not_before=now + SECOND / 2)
    assert await store.outbox.keep(waits, now)
    assert await store.outbox.claim(1, now) == ()  # a part of a second counts as a whole one
    (again,) = await store.outbox.claim(1, now + SECOND)
    assert again == replace(
        waits, state=State.LEASED, not_before=now + SECOND, attempts=2, id=letter.id
    )


async def test_who_was_too_slow_changes_nothing(store: Store, now: datetime) -> None:
    await put(store, now, 1)
    (slow,) = await store.outbox.claim(1, now)
    later = now + store.outbox.lease
    assert await store.outbox.expired(later - SECOND, retries=1) == (0, 0)
    assert await store.outbox.expired(later, retries=1) == (1, 0)
    assert not await store.outbox.keep(replace(slow, begun=True), later)
    (taken,) = await store.outbox.claim(1, later)
    assert not await store.outbox.keep(replace(slow, state=State.SENT), later)
    assert (taken.doubtful, taken.begun) == (0, False)
    await end(store, taken, later)
    assert not await store.outbox.keep(taken, later)


@pytest.mark.parametrize(("retries", "ends"), [(0, 1), (1, 2)])
async def test_what_was_under_way_goes_again_so_often(
    store: Store, now: datetime, retries: int, ends: int
) -> None:
    await put(store, now, 1)
    for crash in range(1, ends + 1):
        now += store.outbox.lease
        (letter,) = await store.outbox.claim(1, now)
        assert await store.outbox.keep(replace(letter, begun=True), now)
        now += store.outbox.lease
        assert await store.outbox.expired(now, retries=retries) == (1, 1)
        (row,) = await store.database.all("SELECT state, doubtful, outcome, begun FROM outbox")
        state = "unsure" if crash == ends else "ready"
        assert tuple(row) == (state, crash, "unsure", 0)
    assert await store.outbox.claim(1, now) == ()
    (unsure,) = await store.outbox.failures(9)
    assert (unsure.state, unsure.settled) == (State.UNSURE, now)
    assert await store.outbox.outcomes(now) == {"unsure": Tally(letters=1, doubtful=1)}


async def test_what_waits_for_a_chat_can_be_dropped(store: Store, now: datetime) -> None:
    await put(store, now, 1, 1, 1, 2)
    (held, _) = await store.outbox.claim(9, now)
    assert await store.outbox.drop(1, "unreachable", now) == 2
    await end(store, held, now, State.FAILED)
    assert await store.outbox.claim(9, now) == ()
    assert await store.outbox.outcomes(now) == {
        "unreachable": Tally(letters=2, doubtful=0),
        "failed": Tally(letters=1, doubtful=0),
    }
    assert [letter.id for letter in await store.outbox.failures(9)] == [held.id]


async def test_a_thread_that_is_gone_is_left(store: Store, now: datetime) -> None:
    asked = Subscription(chat_id=1, thread_id=7, minute=0, zone="UTC", since=now)
    mine = await store.subscriptions.put(asked)
    await put(store, now, 1, 1, thread_id=7)
    await store.outbox.leave_thread(1, 7)
    (letter,) = await store.outbox.claim(9, now)
    assert letter.thread_id == 0
    found = await store.subscriptions.get(mine.id)
    assert found is not None
    assert found.thread_id == 0


async def test_the_queue_is_measured(store: Store, now: datetime) -> None:
    assert await store.outbox.waiting(now) == Queue(letters=0, since=None)
    await put(store, now, 1, 2)
    await put(store, now, 3, due=now + SECOND)
    await store.outbox.claim(1, now)
    assert await store.outbox.waiting(now) == Queue(letters=2, since=now)


async def test_after_a_month_letters_and_then_contents_go(store: Store, now: datetime) -> None:
    await put(store, now, 1, 2)
    for letter in await store.outbox.claim(1, now):
        await end(store, letter, now)
    assert await store.outbox.purge(now=now + MONTH - 2 * timedelta(days=1)) == 0
    assert await store.outbox.purge(now=now + MONTH) == 1
    assert await store.contents.purge(now=now + MONTH) == 0
    (left,) = await store.outbox.claim(9, now)
    await end(store, left, now)
    assert await store.outbox.purge(now=now + MONTH) == 1
    assert await store.contents.purge(now=now + MONTH) == 1
    assert await store.contents.get(left.content_id) is None


async def test_many_share_a_commit_and_each_learns_its_own(store: Store, now: datetime) -> None:
    await put(store, now, *range(1, 51))
    letters = list(await store.outbox.claim(50, now))
    letters[7] = replace(letters[7], attempts=9)
    kept = await asyncio.gather(
        *(store.outbox.keep(replace(letter, begun=True), now) for letter in letters)
    )
    assert [place for place, well in enumerate(kept) if not well] == [7]


async def test_who_is_cancelled_takes_nobody_along(store: Store, now: datetime) -> None:
    await put(store, now, 1, 2)
    leader, other = [
        asyncio.create_task(store.outbox.keep(replace(letter, begun=True), now))
        for letter in await store.outbox.claim(2, now)
    ]
    await asyncio.sleep(0)  # both have begun, and the first one writes for both
    leader.cancel()
    assert await other
    assert leader.cancelled()


async def test_a_file_that_cannot_be_written_is_told_to_each(path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        await put(store, now, 1, 2)
        letters = await store.outbox.claim(2, now)
        await store.database.run("PRAGMA query_only = ON")
        kept = await asyncio.gather(
            *(store.outbox.keep(letter, now) for letter in letters), return_exceptions=True
        )
    assert [type(fault) for fault in kept] == [StoreError, StoreError]


async def test_a_content_is_kept_as_it_is(store: Store, now: datetime) -> None:
    button = {"text": "More", "data": "more:1", "url": ""}
    parts = (Part(html="<b>Навіны</b>"), Part(html="two", keyboard=((button, button), (button,))))
    number = await store.contents.add(Content(parts=parts, stories=((5, 9), (6, 3))), now=now)
    assert await store.contents.get(number) == Content(
        id=number, parts=parts, stories=((5, 9), (6, 3))
    )


@given(st.text(), st.text())
def test_any_words_of_telegram_fit_a_row(fault: str, outcome: str) -> None:
    from bot.store.letters import held_row

    instant = datetime.fromisoformat("2026-06-01T00:00:00.5+00:00")
    row = held_row(
        Letter(slot="x", chat_id=1, content_id=1, due=instant, fault=fault, outcome=outcome)
    )
    assert (row["fault"], row["not_before"]) == (fault, 1780272001)
