from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model import Brief, BriefKind, Chat
from bot.store import Store


async def _last_seen(store: Store) -> int:
    row = await store.database.one("SELECT last_seen FROM chats")
    assert row is not None
    return int(row["last_seen"])


async def test_a_chat_is_made_at_first_sight(store: Store, now: datetime) -> None:
    assert await store.chats.get(5) is None
    chat = await store.chats.see(5, language="be", now=now)
    assert chat == Chat(id=5, language="be", first_seen=now)
    assert await store.chats.get(5) == chat
    assert await store.chats.count() == 1


async def test_a_chosen_language_is_kept_and_a_missing_one_guessed(
    store: Store, now: datetime
) -> None:
    await store.chats.see(5, language="", now=now)
    assert (await store.chats.see(5, language="ru", now=now)).language == "ru"
    await store.chats.set_language(5, "be")
    assert (await store.chats.see(5, language="en", now=now)).language == "be"


@pytest.mark.parametrize(("minutes", "touched"), [(59, False), (61, True)])
async def test_last_seen_is_kept_to_the_hour(
    store: Store, now: datetime, minutes: int, *, touched: bool
) -> None:
    first = await store.chats.see(5, language="en", now=now)
    before = await _last_seen(store)
    assert await store.chats.see(5, language="en", now=now + timedelta(minutes=minutes)) == first
    assert (await _last_seen(store) > before) == touched


async def test_forgetting_takes_all_of_a_chat_and_nothing_else(store: Store, now: datetime) -> None:
    brief = Brief(kind=BriefKind.LATEST, query="", story_ids=(1,), stories=())
    kept = [await store.listings.add(chat, brief, now=now) for chat in (5, 6)]
    pastes = [await store.pastes.add(chat, "text", now=now) for chat in (5, 6)]
    assert await store.chats.forget(5)
    assert not await store.chats.forget(5)
    assert [await store.listings.get(listing.id) for listing in kept] == [None, kept[1]]
    assert [await store.pastes.get(paste.id) for paste in pastes] == [None, pastes[1]]
    assert [await store.chats.get(5), await store.chats.count()] == [None, 1]
