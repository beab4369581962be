"""One connection to SQLite: each statement is one turn of the thread that it belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar

import aiosqlite

from bot.store.faults import translated

Row = sqlite3.Row
Parameters = Mapping[str, object]

Result = TypeVar("Result")
Work = Callable[["Connection"], Coroutine[Any, Any, Result]]
# Calls a function with the raw connection and some arguments, in the thread that it belongs to.
_Turn = Callable[..., Awaitable[Any]]
NONE: Final[Parameters] = {}
# Longer than any transaction of ours; another process (a backup, a migration) may hold the file.
_BUSY_SECONDS = 5.0
# With a write-ahead log, NORMAL hands every commit to the operating system before it is confirmed:
# a killed process loses nothing. Only a power cut can take the newest commits, never the file.
PRAGMAS = ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -4000")


def unobserved(seconds: float) -> None:
    """Tells nobody how long a statement took."""
    del seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Observers:
    """Who hears how many seconds each statement took: those of readers, those of the writer."""

    read: Callable[[float], None] = unobserved
    write: Callable[[float], None] = unobserved


NOBODY: Final = Observers()


class Connection:
    """Statements with :name parameters on one connection; each is atomic by itself."""

    def __init__(self, path: Path, turn: _Turn) -> None:
        self.path = path
        self._turn = turn

    async def run(self, sql: str, parameters: Parameters = NONE) -> int:
        """Run a statement; returns how many rows it changed."""
        with translated(self.path):
            changed: int = await self._turn(_changed, sql, _bound(parameters))
        return changed

    async def run_each(self, sql: str, rows: Sequence[Parameters]) -> None:
        """Run a statement once for each of the parameters."""
        with translated(self.path):
            await self._turn(_each, sql, [_bound(row) for row in rows])

    async def one(self, sql: str, parameters: Parameters = NONE) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def all(self, sql: str, parameters: Parameters = NONE) -> list[Row]:
        """All rows."""
        with translated(self.path):
            rows: list[Row] = await self._turn(_rows, sql, _bound(parameters))
        return rows

    async def run_to_end(self, sql: str) -> None:
        """Run a PRAGMA that works on for as long as it is asked: the driver asks others once."""
        with translated(self.path):
            await self._turn(sqlite3.Connection.executescript, sql)

    async def atomically(self, work: Work[Result]) -> Result:
        """Run `work` in a transaction of its own: see `Database.atomically`."""
        with translated(self.path):
            result: Result = await self._turn(_atomically, self.path, work)
        return result

    async def rollback(self) -> None:
        """Undo an open transaction; nothing happens when there is none."""
        with translated(self.path):
            await self._turn(sqlite3.Connection.rollback)


async def connect(
    connections: AsyncExitStack, path: Path, mode: str, observe: Callable[[float], None]
) -> Connection:
    """Open one more connection, to be closed with the others."""
    uri = f"{_uri(path)}?mode={mode}"
    with translated(path):
        # No isolation level: the driver must not begin transactions behind our back.
        opened = await connections.enter_async_context(
            aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        )
    opened.row_factory = sqlite3.Row

    async def turn(act: Callable[..., object], *arguments: object) -> object:
        # aiosqlite's own methods take two turns of its thread for a statement, and one more to
        # close it; a turn costs more than most statements do.
        run: _Turn = opened._execute  # noqa: SLF001 - see above
        began = perf_counter()
        result = await run(act, opened._conn, *arguments)  # noqa: SLF001 - see above
        observe(perf_counter() - began)
        return result

    connection = Connection(path, turn)
    for pragma in PRAGMAS:
        await connection.run(f"PRAGMA {pragma}")
    return connection


def _changed(raw: sqlite3.Connection, sql: str, parameters: Parameters) -> int:
    with closing(raw.execute(sql, parameters)) as cursor:
        return max(cursor.rowcount, 0)


def _each(raw: sqlite3.Connection, sql: str, rows: Sequence[Parameters]) -> None:
    raw.executemany(sql, rows).close()


def _rows(raw: sqlite3.Connection, sql: str, parameters: Parameters) -> list[Row]:
    return raw.execute(sql, parameters).fetchall()


def _atomically(
    raw: sqlite3.Connection,
    path: Path,
    work: Work[Result],
) -> Result:
    """Run a whole transaction where the raw connection may be used."""

    async def turn(act: Callable[..., object], *arguments: object) -> object:
        return act(raw, *arguments)

    raw.execute("BEGIN IMMEDIATE")
    try:
        result = _finished(work(Connection(path, turn)))
        raw.execute("COMMIT")
    except BaseException:
        raw.rollback()
        raise
    return result


def _finished(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns that never has to wait: it is through when it was sent on once."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    work.close()
    raise RuntimeError("only the statements of this transaction can be awaited in it")


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _bound(parameters: Parameters) -> Parameters:
    """The parameters with text that UTF-8 can hold: Telegram may send half a surrogate pair."""
    return {
        name: value.encode(errors="replace").decode()
        if isinstance(value, str) and not value.isascii()
        else value
        for name, value in parameters.items()
    }
