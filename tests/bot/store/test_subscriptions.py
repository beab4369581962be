from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.model import Length, Standing, Subscription
from bot.store import Store
from bot.store.subscriptions import _DUE, _NEXT, move

HOUR = timedelta(hours=1)


def a_list(now: datetime, **fields: Any) -> Subscription:
    usual: dict[str, Any] = {
        "chat_id": 1, "minute": 480, "zone": "Europe/Minsk", "since": now, "next_digest_at": now,
    }  # fmt: skip
    return Subscription(**usual | fields)


async def test_everything_comes_back_as_it_was_put(store: Store, now: datetime) -> None:
    whole = a_list(
        now,
        thread_id=7,
        name="Work",
        days=31,
        topics=("belarus", "economy"),
        length=Length.LONG,
        silent=True,
        standing=Standing.PAUSED,
        resumes=now + HOUR,
        skipped=date(2026, 6, 5),
    )
    kept = await store.subscriptions.put(whole)
    assert kept == replace(whole, id=kept.id)
    assert await store.subscriptions.get(kept.id) == kept
    assert await store.chats.get(1) is not None


async def test_the_same_name_in_the_same_place_is_replaced(store: Store, now: datetime) -> None:
    first = await store.subscriptions.put(a_list(now))
    second = await store.subscriptions.put(a_list(now, minute=60))
    other = await store.subscriptions.put(a_list(now, name="Work"))
    assert second == replace(first, minute=60)
    assert await store.subscriptions.of_chat(1) == (second, other)


async def test_a_change_writes_all_fields(store: Store, now: datetime) -> None:
    kept = await store.subscriptions.put(a_list(now))
    changed = replace(kept, name="Home", minute=1, topics=("art",), next_digest_at=None)
    await store.subscriptions.change(changed)
    assert await store.subscriptions.get(kept.id) == changed


async def test_deleted_is_gone(store: Store, now: datetime) -> None:
    kept = await store.subscriptions.put(a_list(now))
    assert await store.subscriptions.delete(kept.id)
    assert not await store.subscriptions.delete(kept.id)
    assert await store.subscriptions.get(kept.id) is None


async def test_the_longest_due_comes_first_and_no_more_than_asked_for(
    store: Store, now: datetime
) -> None:
    for chat, hours in ((1, 0), (2, -2), (3, 1)):
        await store.subscriptions.put(a_list(now, chat_id=chat, next_digest_at=now + hours * HOUR))
    await store.subscriptions.put(a_list(now, chat_id=4, next_digest_at=None))
    assert [each.chat_id for each in await store.subscriptions.due(now, 9)] == [2, 1]
    assert [each.chat_id for each in await store.subscriptions.due(now, 1)] == [2]
    assert await store.subscriptions.next_due() == now - 2 * HOUR


async def test_nothing_is_due_where_nobody_subscribed(store: Store, now: datetime) -> None:
    assert await store.subscriptions.due(now, 9) == ()
    assert await store.subscriptions.next_due() is None


@pytest.mark.parametrize("query", [_DUE, _NEXT])
async def test_due_ones_are_found_by_the_index(store: Store, query: str) -> None:
    plan = await store.database.all(f"EXPLAIN QUERY PLAN {query}", {"now": 9, "limit": 5})
    assert ["due_subscriptions" in row["detail"] for row in plan] == [True]


async def test_unreachable_keeps_the_settings_until_the_chat_returns(
    store: Store, now: datetime
) -> None:
    active = await store.subscriptions.put(a_list(now))
    for_good = await store.subscriptions.put(
        a_list(now, name="b", standing=Standing.PAUSED, next_digest_at=None)
    )
    for_now = await store.subscriptions.put(
        a_list(now, name="c", standing=Standing.PAUSED, resumes=now + HOUR)
    )
    await store.subscriptions.unreachable(1)
    stopped = await store.subscriptions.of_chat(1)
    assert [each.standing for each in stopped] == [
        Standing.UNREACHABLE,
        Standing.PAUSED,
        Standing.UNREACHABLE,
    ]
    assert {each.next_digest_at for each in stopped} == {None}
    assert await store.subscriptions.get(for_good.id) == for_good
    assert await store.subscriptions.returned(1, now) == (
        replace(active, next_digest_at=None),
        replace(for_now, next_digest_at=None),
    )
    assert [each.standing for each in await store.subscriptions.returned(1, now + HOUR)] == [
        Standing.ACTIVE,
        Standing.ACTIVE,
    ]


async def test_counts(store: Store, now: datetime) -> None:
    assert await store.subscriptions.counts() == {}
    for chat in (1, 2):
        await store.subscriptions.put(a_list(now, chat_id=chat))
    await store.subscriptions.put(a_list(now, chat_id=3, standing=Standing.ENDED))
    assert await store.subscriptions.counts() == {Standing.ACTIVE: 2, Standing.ENDED: 1}


async def test_scheduled_ones_are_walked_by_id(store: Store, now: datetime) -> None:
    kept = [await store.subscriptions.put(a_list(now, chat_id=chat)) for chat in (1, 2, 3)]
    await store.subscriptions.change(replace(kept[1], next_digest_at=None))
    assert await store.subscriptions.scheduled(0, 1) == (kept[0],)
    assert await store.subscriptions.scheduled(kept[0].id, 5) == (kept[2],)


@pytest.mark.parametrize("upcoming", [None, HOUR])
async def test_moves_are_written_where_nobody_changed_anything(
    store: Store, now: datetime, upcoming: timedelta | None
) -> None:
    kept = [await store.subscriptions.put(a_list(now, chat_id=chat)) for chat in (1, 2, 3)]
    moved = [
        replace(
            each,
            next_digest_at=now + upcoming if upcoming else None,
            since=now,
            resumes=now + HOUR,
            skipped=date(2026, 6, 9),
            standing=Standing.PAUSED,
        )
        for each in kept
    ]
    theirs = replace(kept[1], minute=7, next_digest_at=now + 5 * HOUR)
    await store.subscriptions.change(theirs)
    await store.subscriptions.delete(kept[2].id)
    async with store.database.transaction() as transaction:
        stood = await move(transaction, zip(kept, moved, strict=True))
    assert stood == {kept[0].id}
    assert [await store.subscriptions.get(each.id) for each in kept] == [moved[0], theirs, None]


async def test_a_chat_takes_its_lists_with_it(store: Store, now: datetime) -> None:
    kept = await store.subscriptions.put(a_list(now))
    await store.chats.forget(1)
    assert await store.subscriptions.get(kept.id) is None
