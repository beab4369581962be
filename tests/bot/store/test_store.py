from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.store import open_store


async def test_a_store_is_made_once_and_opened_again(path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        await store.chats.see(5, language="be", now=now)
    async with open_store(path, readers=2) as store:
        assert await store.chats.count() == 1
