from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Draft
from bot.store import Store


async def article(store: Store, title: str, now: datetime) -> int:
    added = await store.articles.add(Draft(title=title), now=now, language="en", gist="", topics=())
    assert added is not None
    return added.id


async def test_readers_in_the_order_of_their_coming(store: Store, now: datetime) -> None:
    rain, sun = await article(store, "Rain", now), await article(store, "Sun", now)
    for minute, chat_id in enumerate((8, 7)):
        await store.chats.see(chat_id, language="be", now=now)
        later = now + timedelta(minutes=minute)
        await store.openings.note([rain], chat_id, now=later)
        await store.openings.note([rain, sun], chat_id, now=later)
    readers = await store.openings.readers(rain)
    assert [(chat.id, chat.language) for chat in readers] == [(8, "be"), (7, "be")]
    assert len(await store.openings.readers(sun)) == 2


async def test_what_is_gone_is_not_noted(store: Store, now: datetime) -> None:
    rain = await article(store, "Rain", now)
    await store.openings.note([rain, 999], 7, now=now)  # a chat that was forgotten
    await store.chats.see(7, language="en", now=now)
    await store.openings.note([999], 7, now=now)
    assert await store.openings.readers(rain) == ()
    assert await store.openings.readers(999) == ()


async def test_the_forgotten_take_their_openings_with_them(store: Store, now: datetime) -> None:
    rain = await article(store, "Rain", now)
    await store.chats.see(7, language="en", now=now)
    await store.openings.note([rain], 7, now=now)
    await store.chats.forget(7)
    assert await store.openings.readers(rain) == ()
