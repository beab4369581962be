from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.store import Store
from bot.store.audit import Entry


async def note(store: Store, now: datetime) -> int:
    return await store.audit.add(
        person_id=1,
        person_name="Eve",
        action="delete",
        subject="The river",
        data={"id": 7},
        now=now,
    )


async def test_an_entry_says_who_did_what(store: Store, now: datetime) -> None:
    number = await note(store, now)
    assert await store.audit.get(number) == Entry(
        id=number,
        at=now,
        person_id=1,
        person_name="Eve",
        action="delete",
        subject="The river",
        data={"id": 7},
        undone=None,
    )
    assert await store.audit.get(number + 1) is None


async def test_pages_are_newest_first(store: Store, now: datetime) -> None:
    numbers = [await note(store, now + timedelta(minutes=minute)) for minute in range(5)]
    assert await store.audit.count() == 5
    pages = [await store.audit.page(page, size=2) for page in range(4)]
    assert [[entry.id for entry in page] for page in pages] == [
        [numbers[4], numbers[3]],
        [numbers[2], numbers[1]],
        [numbers[0]],
        [],
    ]


async def test_an_entry_is_taken_back_by_one_only(store: Store, now: datetime) -> None:
    number = await note(store, now)
    taken = await asyncio.gather(*(store.audit.take_back(number, now=now) for _ in range(5)))
    assert sorted(taken) == [False] * 4 + [True]
    entry = await store.audit.get(number)
    assert entry is not None
    assert entry.undone == now
    await store.audit.let_stand(number)
    assert await store.audit.take_back(number, now=now)
    assert not await store.audit.take_back(number + 1, now=now)
