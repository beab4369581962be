"""Restoring a database from a backup (`Database.backup` makes one)."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from bot.errors import StoreError
from bot.store.check import check
from bot.store.copying import copy_database
from bot.store.faults import translated
from bot.store.migrate import known_steps, version
from bot.store.sqlite import Database

_HEADER = b"SQLite format 3\0"
# What SQLite keeps beside a file that is open, or that was open when its process died.
_COMPANIONS = ("-wal", "-shm")


async def restore(backup: Path, target: Path) -> Path | None:
    """Put a copy of `backup` in the place of `target`, which nobody may be using.

    The backup is checked first: ours, not newer than this Gazette, sound. The old file stays
    beside as NAME.before-restore (or -2, -3…), which is returned. Raises `StoreError`; the target
    is then as it was.
    """
    copy = target.with_name(f"{target.name}.restoring")
    copy.unlink(missing_ok=True)
    try:
        await asyncio.to_thread(copy_database, backup, copy)
        return await put_in_place(copy, target, given=backup)
    finally:
        copy.unlink(missing_ok=True)


async def put_in_place(copy: Path, target: Path, *, given: Path) -> Path | None:
    """Make `copy`, beside the target and made of what was `given`, the database at `target`.

    Otherwise as `restore`.
    """
    await _accept(copy, given)
    return await asyncio.to_thread(_replace, target, copy)


async def _accept(copy: Path, backup: Path) -> None:
    async with await Database.open(copy) as database:
        if not await version(database, known=len(known_steps())):
            raise StoreError("store.foreign", path=str(backup))
        if findings := await check(database):
            raise StoreError("store.damaged", path=str(backup)) from ValueError(*findings)


def _replace(target: Path, copy: Path) -> Path | None:
    kept = _free_name(target) if target.exists() else None
    if kept:
        _settle(target)
        for companion in _COMPANIONS:
            if (left := Path(f"{target}{companion}")).exists():
                left.rename(f"{kept}{companion}")
        _keep(target, kept)
    copy.replace(target)
    return kept


def _keep(target: Path, kept: Path) -> None:
    """Give the file a second name, so that there is a database under the first at any moment."""
    try:
        kept.hardlink_to(target)
    except OSError:  # a file system without links
        shutil.copy2(target, kept)


def _settle(target: Path) -> None:
    """Take the log of a file into the file. Refused with "store.busy" while somebody uses it."""
    with target.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            # Not a database any more: SQLite would throw its log away.
            return
    try:
        with translated(target), closing(sqlite3.connect(target, timeout=0)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    except StoreError as error:
        # What cannot be read may be why there is a restore: it is set aside as it is.
        if error.key != "store.damaged":
            raise


def _free_name(target: Path) -> Path:
    names = (
        target.with_name(f"{target.name}.before-restore{f'-{number}' if number > 1 else ''}")
        for number in count(1)
    )
    return next(name for name in names if not name.exists())
