"""The database: one SQLite file, one locked writer, own connections for readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Self

from bot.errors import StoreError
from bot.store.connection import (
    NOBODY,
    NONE,
    PRAGMAS,
    Connection,
    Observers,
    Parameters,
    Result,
    Row,
    Work,
    connect,
)
from bot.store.copying import copy_database
from bot.store.faults import translated

__all__ = ["NOBODY", "PRAGMAS", "Connection", "Database", "Observers", "Parameters", "Row"]


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
            writer = None if read_only else await connect(connections, path, "rwc", observers.write)
            mode = "ro" if read_only else "rw"
            pool = [await connect(connections, path, mode, observers.read) for _ in range(readers)]
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

    async def run(self, sql: str, parameters: Parameters = NONE) -> int:
        """Run one writing statement by itself; returns how many rows it changed."""
        async with self._writing() as writer:
            changed = await writer.run(sql, parameters)
        self._edition += 1
        return changed

    async def run_to_end(self, sql: str) -> None:
        """Run a PRAGMA that works on for as long as it is asked, by itself."""
        async with self._writing() as writer:
            await writer.run_to_end(sql)

    async def one(self, sql: str, parameters: Parameters = NONE) -> Row | None:
        """The first row that a reader sees, or None."""
        return await next(self._readers).one(sql, parameters)

    async def all(self, sql: str, parameters: Parameters = NONE) -> list[Row]:
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

    async def atomically(self, work: Work[Result], *, beside: bool = False) -> Result:
        """A transaction in one go; returns what `work` returns.

        `work` may await the statements of the connection that it is given, and nothing else. Where
        a transaction has many, that is quicker than `transaction`, in which the loop and the
        connection's thread take turns for each. Once begun it is carried out, cancelled or not.
        `beside`: see `transaction`.
        """
        async with self._writing() as writer:
            result: Result = await writer.atomically(work)
            self._edition += not beside
        return result

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


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody else on the machine is to read what readers asked for; SQLite's own files follow.
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreError("store.missing", path=str(path)) from error
