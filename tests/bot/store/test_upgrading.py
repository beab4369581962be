from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import open_store
from bot.store.backup import restore
from bot.store.check import check
from bot.store.migrate import known_steps, migrate, version
from bot.store.sqlite import Database
from bot.store.upgrading import before_upgrade, upgrade
from tests.bot.store.filling import contents, fill

PREVIOUS = 5


@pytest.fixture
async def old(path: Path) -> Path:
    """A database as the version before left it, with rows in every table."""
    async with await Database.open(path) as database:
        await migrate(database, known_steps()[:PREVIOUS])
    await asyncio.to_thread(fill, path)
    return path


async def _version(path: Path) -> int:
    async with await Database.open(path, read_only=True) as database:
        return await version(database, known=99)


async def test_a_database_of_the_version_before_is_upgraded_and_works(old: Path) -> None:
    before = contents(old)
    async with open_store(old) as store:
        assert await check(store.database) == ()
        assert await store.articles.count() == len(before["articles"])
        assert await store.chats.count() == len(before["chats"])
        assert await store.subscriptions.of_chat(1) == ()
    assert contents(old)["articles"] == before["articles"]


async def test_the_way_back_is_kept_beside(old: Path) -> None:
    before = contents(old)
    async with open_store(old):
        pass
    kept = before_upgrade(old)
    assert (await _version(kept), await _version(old)) == (PREVIOUS, len(known_steps()))
    assert contents(kept) == before
    await restore(kept, old)
    assert await _version(old) == PREVIOUS


async def test_the_copy_stays_until_the_next_upgrade(old: Path) -> None:
    before_upgrade(old).write_text("of an upgrade long ago")
    before_upgrade(old).with_name("gazette.db.before-upgrade.new").write_text("of a crash")
    async with open_store(old):
        pass
    first = before_upgrade(old).read_bytes()
    async with open_store(old):
        pass
    assert before_upgrade(old).read_bytes() == first
    assert not list(old.parent.glob("*.new"))


async def test_a_new_database_has_nothing_to_keep(path: Path) -> None:
    async with open_store(path):
        pass
    assert not before_upgrade(path).exists()


async def test_without_room_for_the_copy_nothing_is_changed(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("store.full", path="copy")

    monkeypatch.setattr("bot.store.upgrading.copy_database", full)
    with pytest.raises(StoreError):
        async with open_store(old):
            pass
    assert await _version(old) == PREVIOUS


async def test_who_comes_second_copies_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another start upgraded the file between the first look and the lock."""
    async with await Database.open(old) as database:
        asked = iter((PREVIOUS, len(known_steps())))

        async def later(*_: object, **__: object) -> int:
            return next(asked)

        with monkeypatch.context() as patched:
            patched.setattr("bot.store.upgrading.version", later)
            await upgrade(database)
    assert not before_upgrade(old).exists()


async def test_an_upgraded_file_can_be_told_from_an_old_one(old: Path) -> None:
    async with open_store(old):
        pass
    with closing(sqlite3.connect(old)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (len(known_steps()),)
