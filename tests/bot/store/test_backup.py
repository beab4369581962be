from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import NewerDatabaseError, StoreError
from bot.model import Draft
from bot.store import Store, open_store
from bot.store.backup import restore


async def _add(store: Store, title: str, now: datetime) -> None:
    await store.articles.add(Draft(title=title), now=now, language="en", gist="", topics=())


async def _titles(path: Path) -> list[str]:
    async with open_store(path) as store:
        stories = await store.articles.stories((await store.articles.latest(10, shown=1)).ids)
    return sorted(story.title for story in stories)


def _contents(path: Path) -> bytes:
    return path.read_bytes()


def _files(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def _spoil(path: Path, log: Path) -> None:
    path.write_bytes(b"rubbish" * 1000)
    log.write_bytes(b"its log")


@pytest.fixture
async def saved(path: Path, tmp_path: Path, now: datetime) -> Path:
    """A backup that holds "first"; the database holds "second", too."""
    async with open_store(path) as store:
        await _add(store, "first", now)
        await store.database.backup(tmp_path / "saved.db")
        await _add(store, "second", now)
    return tmp_path / "saved.db"


async def test_backup_while_writing_is_one_sound_file(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    async def write() -> None:
        for number in range(50):
            await _add(store, f"title {number}", now)

    await asyncio.gather(write(), store.database.backup(tmp_path / "saved.db"))
    assert _files(tmp_path / "saved.db") == {
        "gazette.db",
        "gazette.db-wal",
        "gazette.db-shm",
        "saved.db",
    }
    assert len(await _titles(tmp_path / "saved.db")) <= 50


async def test_backup_never_overwrites(store: Store, path: Path) -> None:
    before = _contents(path)
    with pytest.raises(StoreError) as caught:
        await store.database.backup(path)
    assert caught.value.key == "store.exists"
    assert _contents(path) == before


async def test_backup_into_a_folder_that_is_not_there(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "none" / "saved.db"
    with pytest.raises(StoreError) as caught:
        await store.database.backup(target)
    assert caught.value.key == "store.missing"
    assert caught.value.arguments == {"path": str(target)}


async def test_restore_keeps_the_old_file_beside(path: Path, saved: Path) -> None:
    assert await restore(saved, path) == path.with_name("gazette.db.before-restore")
    assert await restore(saved, path) == path.with_name("gazette.db.before-restore-2")
    assert await _titles(path) == ["first"]
    assert await _titles(path.with_name("gazette.db.before-restore")) == ["first", "second"]
    assert await _titles(saved) == ["first"]


async def test_restore_where_nothing_was(tmp_path: Path, saved: Path) -> None:
    assert await restore(saved, tmp_path / "new.db") is None
    assert await _titles(tmp_path / "new.db") == ["first"]


async def test_restore_under_a_running_bot_is_refused(
    path: Path, saved: Path, now: datetime
) -> None:
    async with open_store(path) as store:
        with pytest.raises(StoreError) as caught:
            await restore(saved, path)
        assert caught.value.key == "store.busy"
        await _add(store, "third", now)
    assert await _titles(path) == ["first", "second", "third"]


async def test_restore_sets_a_damaged_file_aside_as_it_is(path: Path, saved: Path) -> None:
    log = path.with_name("gazette.db-wal")
    _spoil(path, log)
    kept = await restore(saved, path)
    assert kept is not None
    assert _contents(kept) == b"rubbish" * 1000
    assert _contents(Path(f"{kept}-wal")) == b"its log"
    assert not log.exists()
    assert await _titles(path) == ["first"]


async def test_restore_on_a_disk_without_links(
    path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    kept = await restore(saved, path)
    assert kept is not None
    assert await _titles(kept) == ["first", "second"]
    assert await _titles(path) == ["first"]


def _empty(saved: Path) -> None:
    saved.write_bytes(b"")


def _text(saved: Path) -> None:
    saved.write_text("Dear diary, " * 500)


def _other(saved: Path) -> None:
    saved.unlink()
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("CREATE TABLE theirs (id)")


def _newer(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _damaged(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    for page in range(2, len(data) // 4096):
        data[4096 * page : 4096 * page + 64] = os.urandom(64)
    saved.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (Path.unlink, "store.missing"),
        (_empty, "store.foreign"),
        (_text, "store.foreign"),
        (_other, "store.foreign"),
        (_newer, "store.newer"),
        (_damaged, "store.damaged"),
    ],
)
async def test_restore_refuses_what_is_no_backup(
    path: Path, saved: Path, spoil: Callable[[Path], object], key: str
) -> None:
    spoil(saved)
    with pytest.raises(StoreError) as caught:
        await restore(saved, path)
    assert caught.value.key == key
    assert isinstance(caught.value, NewerDatabaseError) == (key == "store.newer")
    assert await _titles(path) == ["first", "second"]
    assert _files(path) <= {"gazette.db", "saved.db"}
