"""What the command line does with a database file as a whole."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError
from bot.store.check import check
from bot.store.exporting import export_database
from bot.store.migrate import known_steps, version
from bot.store.shrinking import compact
from bot.store.sqlite import Database
from bot.store.upgrading import upgrade


async def migrate_file(path: Path) -> int:
    """Apply what migrations the file lacks, making it if need be; returns how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with await Database.open(path) as database:
        return await upgrade(database)


async def check_file(path: Path) -> tuple[str, ...]:
    """Findings in words, none when the file is sound. Raises StoreError when it is not there."""
    _there(path)
    async with await Database.open(path) as database:
        return await check(database)


async def backup_file(path: Path, target: Path) -> None:
    """Copy the database to `target`, also while a bot writes to it."""
    _there(path)
    async with await Database.open(path, read_only=True) as database:
        await database.backup(target)


async def export_file(path: Path, target: Path, *, now: datetime) -> int:
    """Write everything to `target`, as `bot.store.exporting` says; returns how many rows."""
    _there(path)
    async with await Database.open(path, read_only=True) as database:
        await version(database, known=len(known_steps()))
    return await asyncio.to_thread(export_database, path, target, now=now)


async def compact_file(path: Path) -> tuple[int, int]:
    """Bring the file up to date and write it anew; its sizes in bytes before and after."""
    _there(path)
    await migrate_file(path)
    return await asyncio.to_thread(compact, path)


def _there(path: Path) -> None:
    if not path.exists():
        raise StoreError("store.missing", path=str(path))
