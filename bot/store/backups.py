"""Backups by the clock, in a folder that keeps the newest ones."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import StoreError
from bot.store.copying import copy_database
from bot.store.faults import translated

_STAMP = "%Y%m%dT%H%M%SZ"


class Backups:
    """The backups of the database at `path`: NAME-20260601T031500Z.db in `folder`."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._folder = folder
        self._name = re.compile(rf"{re.escape(path.stem)}-(\d{{8}}T\d{{6}}Z)\.db")

    async def make_due(self, *, every: timedelta, keep: int, now: datetime) -> Path | None:
        """Make a backup unless the newest is younger than `every`; keep so many (at least 1).

        None when none was due. Raises `StoreError` when it cannot be written or is not sound:
        the older ones are then left as they are.
        """
        return await asyncio.to_thread(self._make_due, every, keep, now)

    def _make_due(self, every: timedelta, keep: int, now: datetime) -> Path | None:
        there = self._there()
        # A backup of tomorrow was made by a clock that was wrong: it does not count.
        if any(timedelta(0) <= now - made < every for made in there):
            return None
        made = self._make(now)
        older = (path for _, path in sorted(there.items(), reverse=True))
        for path in list(older)[keep - 1 :]:
            path.unlink(missing_ok=True)
        return made

    def _make(self, now: datetime) -> Path:
        target = self._folder / f"{self._path.stem}-{now:{_STAMP}}.db"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("store.missing", path=str(target)) from error
        for left in self._folder.glob(f"{self._path.stem}-*.db.part"):
            left.unlink()  # of a backup during which the process was killed
        copy_database(self._path, target)
        if not _sound(target):
            # Else every sound backup would in time make room for a damaged one.
            target.unlink()
            raise StoreError("store.damaged", path=str(self._path))
        return target

    def _there(self) -> dict[datetime, Path]:
        """The backups by the instants in their names."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        found = ((self._name.fullmatch(path.name), path) for path in paths)
        return {
            datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC): path
            for match, path in found
            if match
        }


def _sound(backup: Path) -> bool:
    with translated(backup), closing(sqlite3.connect(backup)) as database:
        return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
