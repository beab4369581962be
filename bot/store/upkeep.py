"""What the command line does with a database file as a whole."""

from __future__ import annotations

from pathlib import Path

from bot.errors import StoreError
from bot.store.check import check
from bot.store.migrate import migrate
from bot.store.sqlite import Database


async def migrate_file(path: Path) -> int:
    """Apply what migrations the file lacks, making it if need be; returns how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with await Database.open(path) as database:
        return await migrate(database)


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


def _there(path: Path) -> None:
    if not path.exists():
        raise StoreError("store.missing", path=str(path))
