from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from bot.model import Draft
from bot.store import Store, open_store
from bot.store.check import check
from bot.store.sqlite import Database


async def _fill(store: Store, now: datetime) -> None:
    for number in range(200):
        draft = Draft(title=f"Title {number}", text=f"Text {number}. " * 50, topics=("a", "b"))
        await store.articles.add(draft, now=now, language="en", gist="", topics=("a", "b"))


def _damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    pages = len(data) // 4096
    # The first half holds the schema, too, without which the file cannot even be opened.
    for page in range(pages // 2, pages):
        data[4096 * page : 4096 * page + 64] = os.urandom(64)
    path.write_bytes(data)


async def test_a_sound_file(store: Store, now: datetime) -> None:
    await _fill(store, now)
    assert await check(store.database) == ()


async def test_a_row_without_its_parent(store: Store, now: datetime) -> None:
    await store.chats.see(1, language="en", now=now)
    await store.pastes.add(1, "text", now=now)
    await store.database.run("PRAGMA foreign_keys = OFF")
    await store.database.run("DELETE FROM chats")
    assert await check(store.database) == ("pastes: row 1 refers to a missing row of chats",)


async def test_a_search_index_that_lost_its_article(store: Store, now: datetime) -> None:
    await _fill(store, now)
    await store.database.run("DROP TRIGGER article_texts_changed")
    await store.database.run("UPDATE article_texts SET title_stems = 'other' WHERE rowid = rowid")
    (finding,) = await check(store.database)
    assert finding.startswith("search index: ")


async def test_a_damaged_page(path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        await _fill(store, now)
        await store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    _damage(path)
    async with await Database.open(path) as database:
        assert len(await check(database)) > 1
