from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store
from bot.store.dialogs import Conversation

DAY = timedelta(hours=24)


async def test_a_conversation_goes_on_from_step_to_step(store: Store, now: datetime) -> None:
    assert await store.dialogs.get(5, 6, now=now) is None
    await store.dialogs.put(5, 6, kind="add", step="title", data={}, now=now)
    later = now + timedelta(minutes=1)
    data = {"title": "Дождж", "topics": ["rain", "беларусь"], "number": 1}
    await store.dialogs.put(5, 6, kind="add", step="text", data=data, now=later)
    expected = Conversation(kind="add", step="text", data=data, updated=later)
    assert await store.dialogs.get(5, 6, now=later) == expected


async def test_it_belongs_to_a_person_in_a_chat(store: Store, now: datetime) -> None:
    await store.dialogs.put(5, 6, kind="add", step="title", data={}, now=now)
    assert await store.dialogs.get(5, 7, now=now) is None
    assert await store.dialogs.get(6, 6, now=now) is None


async def test_it_can_be_closed_once(store: Store, now: datetime) -> None:
    await store.dialogs.put(5, 6, kind="add", step="title", data={}, now=now)
    assert await store.dialogs.close(5, 6)
    assert not await store.dialogs.close(5, 6)
    assert await store.dialogs.get(5, 6, now=now) is None


async def test_after_a_day_it_is_over(store: Store, now: datetime) -> None:
    await store.dialogs.put(5, 6, kind="add", step="title", data={}, now=now)
    assert await store.dialogs.get(5, 6, now=now + DAY)
    assert await store.dialogs.get(5, 6, now=now + DAY + timedelta(seconds=1)) is None
    assert await store.dialogs.purge(now=now + DAY) == 0
    assert await store.dialogs.purge(now=now + DAY + timedelta(seconds=1)) == 1


async def test_who_is_forgotten_takes_it_along(store: Store, now: datetime) -> None:
    await store.dialogs.put(5, 6, kind="add", step="title", data={}, now=now)
    await store.chats.forget(5)
    assert await store.dialogs.get(5, 6, now=now) is None
