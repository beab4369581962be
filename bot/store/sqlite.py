"""The database: one SQLite file, one locked writer, own connections for readers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Self, TypeVar

import aiosqlite

from bot.errors import StoreError
from bot.store.copying import copy_database
from bot.store.faults import translated

Row = sqlite3.Row
Parameters = Mapping[str, object]

_Result = TypeVar("_Result")
_Work = Callable[["Connection"], Coroutine[Any, Any, _Result]]
# Calls a function with the raw connection and some arguments, in the thread that it belongs to.
_Turn = Callable[..., Awaitable[Any]]
_NONE: Parameters = {}
# Longer than any transaction of ours; another process (a backup, a migration) may hold the file.
_BUSY_SECONDS = 5.0
# With a write-ahead log, NORMAL hands every commit to the operating system before it is confirmed:
# a killed process loses nothing. Only a power cut can take the newest commits, never the file.
PRAGMAS = ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -16000")


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

    async def run(self, sql: str, parameters: Parameters = _NONE) -> int:
        """Run a statement; returns how many rows it changed."""
        with translated(self.path):
            changed: int = await self._turn(_changed, sql, _bound(parameters))
        return changed

    async def one(self, sql: str, parameters: Parameters = _NONE) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def all(self, sql: str, parameters: Parameters = _NONE) -> list[Row]:
        """All rows."""
        with translated(self.path):
            rows: list[Row] = await self._turn(_rows, sql, _bound(parameters))
        return rows

    async def run_to_end(self, sql: str) -> None:
        """Run a PRAGMA that works on for as long as it is asked: the driver asks others once."""
        with translated(self.path):
            await self._turn(sqlite3.Connection.executescript, sql)

    async def atomically(self, work: _Work[_Result]) -> _Result:
        """Run `work` in a transaction of its own: see `Database.atomically`."""
        with translated(self.path):
            result: _Result = await self._turn(_atomically, self.path, work)
        return result

    async def rollback(self) -> None:
        """Undo an open transaction; nothing happens when there is none."""
        with translated(self.path):
            await self._turn(sqlite3.Connection.rollback)


class Database:
    """A SQLite file. Every method raises `StoreError` when the file cannot be used as asked.

    A cancelled call may still have written: the statement was on its way. A cancelled transaction
    is undone as a whole, unless it was cancelled while it committed.
    """

    def __init__(
        self,
        path: Path,
        *,
        writer: Connection | None,
        readers: tuple[Connection, ...],
        connections: AsyncExitStack,
    ) -> None:
        self.path = path
        self._writer = writer
        self._readers = cycle(readers)
        self._connections = connections
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[object] | None = None
        self._edition = 0

    @property
    def edition(self) -> int:
        """Grows with every write of this process, but for those `beside` what readers are shown."""
        return self._edition

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        readers: int = 1,
        read_only: bool = False,
        observers: Observers = NOBODY,
    ) -> Self:
        """Open the file at `path`; unless `read_only`, it is created (empty) with its folder."""
        if not read_only:
            await asyncio.to_thread(_make_file, path)
        async with AsyncExitStack() as connections:
            writer = (
                None if read_only else await _connect(connections, path, "rwc", observers.write)
            )
            mode = "ro" if read_only else "rw"
            pool = [await _connect(connections, path, mode, observers.read) for _ in range(readers)]
            for reader in pool:
                await reader.run("PRAGMA query_only = ON")
            return cls(path, writer=writer, readers=tuple(pool), connections=connections.pop_all())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections, after what they are at. May be called again."""
        with translated(self.path):
            await self._connections.aclose()

    async def run(self, sql: str, parameters: Parameters = _NONE) -> int:
        """Run one writing statement by itself; returns how many rows it changed."""
        async with self._writing() as writer:
            changed = await writer.run(sql, parameters)
        self._edition += 1
        return changed

    async def run_to_end(self, sql: str) -> None:
        """Run a PRAGMA that works on for as long as it is asked, by itself."""
        async with self._writing() as writer:
            await writer.run_to_end(sql)

    async def one(self, sql: str, parameters: Parameters = _NONE) -> Row | None:
        """The first row that a reader sees, or None."""
        return await next(self._readers).one(sql, parameters)

    async def all(self, sql: str, parameters: Parameters = _NONE) -> list[Row]:
        """All rows that a reader sees: everything committed, at one instant."""
        return await next(self._readers).all(sql, parameters)

    @asynccontextmanager
    async def transaction(self, *, beside: bool = False) -> AsyncIterator[Connection]:
        """All or nothing: statements on the yielded connection are committed at the end.

        `beside` promises that it changes nothing of the news: what was read of them stays true.

        Any exception undoes them. Other writers of this process wait, readers do not.
        """
        async with self._writing() as writer:
            try:
                await writer.run("BEGIN IMMEDIATE")
                yield writer
                await writer.run("COMMIT")
                self._edition += not beside
            except BaseException:
                # A connection works through its queue in order. Should this await be cancelled
                # too, the rollback still comes before whatever the next writer asks for; and it
                # comes after a BEGIN or COMMIT that nobody waited for.
                await writer.rollback()
                raise

    async def atomically(self, work: _Work[_Result]) -> _Result:
        """A transaction in one go; returns what `work` returns.

        `work` may await the statements of the connection that it is given, and nothing else. Where
        a transaction has many, that is quicker than `transaction`, in which the loop and the
        connection's thread take turns for each. Once begun it is carried out, cancelled or not.
        """
        async with self._writing() as writer:
            return await writer.atomically(work)

    async def backup(self, path: Path) -> None:
        """Copy the database, as it is now, into a new file at `path` while work goes on."""
        await asyncio.to_thread(copy_database, self.path, path)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Connection]:
        if self._writer is None:
            raise StoreError("store.readonly", path=str(self.path))
        if self._owner is asyncio.current_task():
            raise RuntimeError("inside a transaction, use the connection that it yields")
        async with self._lock:
            self._owner = asyncio.current_task()
            try:
                yield self._writer
            finally:
                self._owner = None


async def _connect(
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


def _rows(raw: sqlite3.Connection, sql: str, parameters: Parameters) -> list[Row]:
    return raw.execute(sql, parameters).fetchall()


def _atomically(
    raw: sqlite3.Connection,
    path: Path,
    work: _Work[_Result],
) -> _Result:
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


def _finished(work: Coroutine[Any, Any, _Result]) -> _Result:
    """What a coroutine returns that never has to wait: it is through when it was sent on once."""
    try:
        work.send(None)
    except StopIteration as end:
        result: _Result = end.value
        return result
    work.close()
    raise RuntimeError("only the statements of this transaction can be awaited in it")


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody else on the machine is to read what readers asked for; SQLite's own files follow.
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreError("store.missing", path=str(path)) from error


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _bound(parameters: Parameters) -> Parameters:
    """The parameters with text that UTF-8 can hold: Telegram may send half a surrogate pair."""
    return {
        name: value.encode(errors="replace").decode() if isinstance(value, str) else value
        for name, value in parameters.items()
    }
