"""Gives the space of what was deleted back to the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.faults import translated
from bot.store.sqlite import Database

_BUSY_SECONDS = 5.0
# A step moves so many pages of 4 KiB: some milliseconds, in which nobody else can write.
_PAGES = 200
_INCREMENTAL = 2


async def shrink(database: Database) -> bool:
    """Cut the free pages off the end of the file; others who write have turns in between.

    False for a file of an older Gazette, which never shrinks until `compact` was run once.
    """
    if await _number(database, "auto_vacuum") != _INCREMENTAL:
        return False
    free = await _number(database, "freelist_count")
    while free:
        await database.run_to_end(f"PRAGMA incremental_vacuum({_PAGES})")
        left = await _number(database, "freelist_count")
        free = left if left < free else 0
    # The file itself is cut when the log has gone into it; whoever still reads is not waited for.
    await database.run_to_end("PRAGMA wal_checkpoint(PASSIVE)")
    return True


def compact(path: Path) -> tuple[int, int]:
    """Write the file anew without gaps, so that it can shrink by itself from now on.

    Returns its sizes in bytes before and after. Needs the room of a second one meanwhile, and
    nobody else writing.
    """
    before = path.stat().st_size
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with (
        translated(path),
        closing(
            sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        ) as database,
    ):
        database.execute("INSERT INTO article_index (article_index) VALUES ('optimize')")
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return before, path.stat().st_size


async def _number(database: Database, pragma: str) -> int:
    # Of the writer: a reader that was opened on an empty file takes it for one that never shrinks.
    async with database.transaction() as transaction:
        (row,) = await transaction.all(f"PRAGMA {pragma}")
    return int(row[0])
