from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Paste
from bot.store import Store


async def test_a_text_comes_back_as_it_was(store: Store, now: datetime) -> None:
    paste = await store.pastes.add(5, "Текст 🙂 with \0 in it", now=now)
    assert paste == Paste(id=paste.id, chat_id=5, text="Текст 🙂 with \0 in it")
    assert await store.pastes.get(paste.id) == paste
    assert await store.pastes.get(999) is None


async def test_texts_go_after_thirty_days(store: Store, now: datetime) -> None:
    old = await store.pastes.add(5, "old", now=now - timedelta(days=31))
    young = await store.pastes.add(5, "young", now=now - timedelta(days=29))
    assert await store.pastes.purge(now=now) == 1
    assert await store.pastes.get(old.id) is None
    assert await store.pastes.get(young.id) == young
