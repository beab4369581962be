from __future__ import annotations

from datetime import UTC, datetime

from bot.store import Store, remembered
from bot.store.remembered import KEPT_FOR, Remembered

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_a_value_is_kept_for_a_minute() -> None:
    values: Remembered[int, str] = Remembered()
    assert values.get(1, NOW) is None
    values.put(1, "one", began=values.began, now=NOW)
    assert values.get(1, NOW) == "one"
    assert values.get(1, NOW + KEPT_FOR) is None


def test_what_changed_while_it_was_read_is_not_kept() -> None:
    values: Remembered[int, str] = Remembered()
    began = values.began
    values.forget(1)
    values.put(1, "old", began=began, now=NOW)
    assert values.get(1, NOW) is None


def test_the_oldest_are_forgotten() -> None:
    values: Remembered[int, str] = Remembered()
    for key in range(remembered.MOST + 1):
        values.put(key, "x", began=values.began, now=NOW)
    assert values.get(0, NOW) is None
    assert values.get(1, NOW) == "x"


async def test_what_a_chat_changes_is_seen_at_once(store: Store) -> None:
    assert (await store.chats.see(5, language="en", now=NOW)).language == "en"
    await store.chats.set_language(5, "be")
    assert (await store.chats.see(5, language="en", now=NOW)).language == "be"
    await store.chats.forget(5)
    assert (await store.chats.see(5, language="ru", now=NOW)).language == "ru"
    assert await store.chats.get(5) is not None


async def test_a_conversation_that_opens_is_seen_at_once(store: Store) -> None:
    assert await store.dialogs.get(5, 6, now=NOW) is None
    assert await store.dialogs.get(5, 6, now=NOW) is None
    await store.dialogs.put(5, 6, kind="add", step="first", data={}, now=NOW)
    assert await store.dialogs.get(5, 6, now=NOW) is not None
    await store.dialogs.close(5, 6)
    assert await store.dialogs.get(5, 6, now=NOW) is None
