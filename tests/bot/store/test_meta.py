from __future__ import annotations

from bot.store import Store


async def test_values_are_kept_and_replaced(store: Store) -> None:
    assert await store.meta.get("vocabulary") is None
    await store.meta.put("vocabulary", "1")
    await store.meta.put("vocabulary", "2")
    assert await store.meta.get("vocabulary") == "2"
