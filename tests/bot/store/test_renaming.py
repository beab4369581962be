from __future__ import annotations

from datetime import datetime

from bot.model import Subscription
from bot.store import Store
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from bot.store.renaming import rename_chat

OLD, NEW = -5, -1_000_000_000_005


async def fill(store: Store, chat: int, now: datetime) -> None:
    await store.chats.see(chat, language="be", now=now)
    await store.pastes.add(chat, "text", now=now)
    for name in ("", f"of {chat}"):
        await store.subscriptions.put(
            Subscription(chat_id=chat, name=name, minute=0, zone="UTC", since=now)
        )
    content = await store.contents.add(Content(parts=(Part(html="x"),)), now=now)
    letter = Letter(slot=f"digest:{chat}", chat_id=chat, content_id=content, due=now)
    await store.outbox.put_all(None, [letter], now)


async def test_a_chat_takes_all_that_is_its_own_along(store: Store, now: datetime) -> None:
    await fill(store, OLD, now)
    assert await rename_chat(store.database, OLD, NEW)
    assert await store.chats.get(OLD) is None
    moved = await store.chats.get(NEW)
    assert moved is not None
    assert moved.language == "be"
    assert len(await store.subscriptions.of_chat(NEW)) == 2
    (letter,) = await store.outbox.claim(9, now)
    assert letter.chat_id == NEW
    row = await store.database.one("SELECT chat_id FROM pastes")
    assert row is not None
    assert row["chat_id"] == NEW
    assert await store.database.all("PRAGMA foreign_key_check") == []


async def test_two_become_one_and_what_the_new_one_has_stays(store: Store, now: datetime) -> None:
    await fill(store, NEW, now)
    await fill(store, OLD, now)
    kept = {each.id for each in await store.subscriptions.of_chat(NEW)}
    assert await rename_chat(store.database, OLD, NEW)
    lists = await store.subscriptions.of_chat(NEW)
    assert [each.name for each in lists] == ["", f"of {NEW}", f"of {OLD}"]
    assert kept < {each.id for each in lists}
    assert await store.outbox.claim(9, now) != ()


async def test_who_is_not_known_has_nothing_to_move(store: Store) -> None:
    assert not await rename_chat(store.database, OLD, NEW)
    assert await store.chats.count() == 0
