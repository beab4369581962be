from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.migrate import known_steps
from bot.store.upkeep import backup_file, check_file, migrate_file


async def test_a_file_is_made_checked_and_copied(path: Path, tmp_path: Path) -> None:
    assert await migrate_file(path) == len(known_steps())
    assert await check_file(path) == ()
    await backup_file(path, tmp_path / "saved.db")
    assert await check_file(tmp_path / "saved.db") == ()


async def test_what_is_not_there_is_not_made(path: Path, tmp_path: Path) -> None:
    for asked in (check_file(path), backup_file(path, tmp_path / "saved.db")):
        with pytest.raises(StoreError) as caught:
            await asked
        # Had the first made the file, the second would find it.
        assert caught.value.key == "store.missing"


async def test_somebody_elses_file_is_not_judged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE theirs (id)")
    with pytest.raises(StoreError) as caught:
        await check_file(path)
    assert caught.value.key == "store.foreign"
