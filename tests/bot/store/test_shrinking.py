from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model import Draft
from bot.store import open_store
from bot.store.migrate import APPLICATION_ID
from bot.store.shrinking import shrink
from bot.store.upkeep import check_file, compact_file, migrate_file


async def fill_and_delete(path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        for number in range(100):
            draft = Draft(title=f"title {number}", text=f"Words of {number}. " * 400)
            await store.articles.add(draft, now=now, language="en", gist="", topics=())
        await store.database.run("DELETE FROM articles WHERE id > 3")


def size(path: Path) -> int:
    return path.stat().st_size


def files_beside(path: Path) -> list[Path]:
    return list(path.parent.iterdir())


def unshrinkable(path: Path) -> None:
    """A file as Gazettes before this one made it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA auto_vacuum = NONE")
        database.execute("VACUUM")
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


async def test_the_file_shrinks_while_a_bot_has_it_open(path: Path, now: datetime) -> None:
    await fill_and_delete(path, now)
    before = size(path)
    async with open_store(path) as store:
        assert await shrink(store.database)
        assert size(path) < before / 2
        assert await store.articles.count() == 3
    assert await check_file(path) == ()


async def test_a_file_of_an_older_gazette_shrinks_once_it_was_written_anew(
    path: Path, now: datetime
) -> None:
    await fill_and_delete(path, now)
    unshrinkable(path)
    async with open_store(path) as store:
        assert not await shrink(store.database)
    sizes = await compact_file(path)
    assert sizes[1] == size(path)
    await fill_and_delete(path, now)
    before = size(path)
    async with open_store(path) as store:
        assert await shrink(store.database)
    assert size(path) < before
    assert await check_file(path) == ()


async def test_writing_anew_makes_the_file_smaller(path: Path, now: datetime) -> None:
    await fill_and_delete(path, now)
    before, after = await compact_file(path)
    assert after < before / 2


async def test_what_somebody_reads_is_not_cut_off(path: Path, now: datetime) -> None:
    """A reader holds on to what it sees, and is not waited for; the file is cut later."""
    await fill_and_delete(path, now)
    async with open_store(path) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            seen = reader.execute("SELECT count(*) FROM article_texts").fetchone()
            assert await shrink(store.database)
            assert reader.execute("SELECT count(*) FROM article_texts").fetchone() == seen
    assert await check_file(path) == ()


async def test_a_busy_file_is_said_to_be_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await migrate_file(path)
    monkeypatch.setattr("bot.store.shrinking._BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            await compact_file(path)
    assert caught.value.key == "store.busy"


async def test_what_is_not_there_is_not_made(path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        await compact_file(path)
    assert caught.value.key == "store.missing"
    assert files_beside(path) == []
