"""SQLite's errors, turned once into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError

# What can befall a sound program: the file, the disk or another process is the cause. Everything
# else (wrong SQL, a broken constraint, a closed connection) is a fault of ours and escapes.
_KEYS = {
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
    sqlite3.SQLITE_PERM: "store.readonly",
    sqlite3.SQLITE_READONLY: "store.readonly",
    sqlite3.SQLITE_IOERR: "store.disk",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_CANTOPEN: "store.missing",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.foreign",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says of the file at `path` as a `StoreError`; let our own faults pass."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the kind of fault, the rest refines it. Errors of the Python module
        # itself carry no code.
        code: int = getattr(error, "sqlite_errorcode", None) or 0
        key = _KEYS.get(code & 0xFF)
        if key is None:
            raise
        raise StoreError(key, path=str(path)) from error
