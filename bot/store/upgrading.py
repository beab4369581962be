"""Brings a database up to date, after a copy of it as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.store.copying import copy_database
from bot.store.migrate import known_steps, migrate, version
from bot.store.sqlite import Database


async def upgrade(database: Database) -> int:
    """As `migrate`; what an older Gazette wrote stays beside the file until the next upgrade.

    Raises `StoreError` when there is no room for the copy: the database is then as it was.
    """
    steps = known_steps()
    found = await version(database, known=len(steps))
    if 0 < found < len(steps):
        # Under the lock: another start may be upgrading the same file.
        async with database.transaction() as transaction:
            if await version(transaction, known=len(steps)) == found:
                await asyncio.to_thread(_keep, database.path)
    return await migrate(database, steps)


def before_upgrade(path: Path) -> Path:
    """Where the database of the version before is kept: what a rollback restores."""
    return path.with_name(f"{path.name}.before-upgrade")


def _keep(path: Path) -> None:
    kept = before_upgrade(path)
    fresh = kept.with_name(f"{kept.name}.new")
    fresh.unlink(missing_ok=True)
    copy_database(path, fresh)
    fresh.replace(kept)
