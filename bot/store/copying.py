"""A copy of a database file that is whole or not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from bot.store.faults import translated


def copy_database(source: Path, target: Path) -> None:
    """Copy the database at `source`, which may be in use, into the new file `target`.

    The copy is one file without a log beside it. Raises `StoreError`: "store.missing",
    "store.exists" (a file is never overwritten), or what SQLite says of either file.
    """
    if not source.exists():
        raise StoreError("store.missing", path=str(source))
    if target.exists():
        raise StoreError("store.exists", path=str(target))
    part = target.with_name(f"{target.name}.part")
    try:
        with translated(target):
            _copy(source, part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(part, isolation_level=None)) as new,
        closing(sqlite3.connect(uri, uri=True)) as old,
    ):
        with translated(source):
            # The first read; its faults are the source's, those below are likely the target's.
            old.execute("SELECT count(*) FROM sqlite_schema")
        # In one step: a copy in several begins anew whenever somebody writes in between.
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
