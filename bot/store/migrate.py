"""Brings a database file up to the tables that this Gazette knows."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from bot.errors import NewerDatabaseError, StoreError
from bot.store.sqlite import Connection, Database

# "GZTT" in ASCII: written into the file's header, so that no other file is taken for ours.
APPLICATION_ID = 0x475A5454
_TRIES, _PAUSE_SECONDS = 100, 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One numbered migration. Never changed once it is released: a later one mends it."""

    number: int
    script: str


def known_steps() -> tuple[Step, ...]:
    """All migrations of this Gazette, in order, numbered from 1."""
    folder = files("bot.store") / "migrations"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=str)
    return tuple(
        Step(number=int(file.name[:4]), script=file.read_text(encoding="utf-8")) for file in scripts
    )


async def migrate(database: Database, steps: tuple[Step, ...] | None = None) -> int:
    """Apply the steps that the file lacks; returns how many there were.

    Each is one transaction, so that a crash leaves the file at a step. Two processes may do this
    at once. Raises `NewerDatabaseError`, or `StoreError` "store.foreign" when the file is not
    ours; neither is touched.
    """
    steps = known_steps() if steps is None else steps
    if not await version(database, known=len(steps)):
        # Before the first table, so that a file can shrink by and by; later only VACUUM does it.
        await database.run("PRAGMA auto_vacuum = INCREMENTAL")
    await _log_ahead(database)
    return sum([await _apply(database, step, known=len(steps)) for step in steps])


async def _log_ahead(database: Database) -> None:
    """Turn the write-ahead log on. SQLite waits for no lock here: two starts at once may meet."""
    for _ in range(_TRIES):
        try:
            await database.run("PRAGMA journal_mode = WAL")
        except StoreError as error:
            if error.key != "store.busy":
                raise
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return
    raise StoreError("store.busy", path=str(database.path))


async def version(database: Database | Connection, *, known: int) -> int:
    """The number of the file's last step, 0 for an empty file; refuses what is not for us."""
    row = await database.one(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) AS tables "
        "FROM pragma_application_id, pragma_user_version"
    )
    application, found, tables = row or (0, 0, 0)
    if application != APPLICATION_ID and (application or found or tables):
        raise StoreError("store.foreign", path=str(database.path))
    if found > known:
        raise NewerDatabaseError("store.newer", path=str(database.path), found=found, known=known)
    return int(found)


async def _apply(database: Database, step: Step, *, known: int) -> bool:
    async with database.transaction() as transaction:
        # Asked again under the lock: another process may have been here.
        if await version(transaction, known=known) >= step.number:
            return False
        for statement in _statements(step.script):
            await transaction.run(statement)
        if await transaction.all("PRAGMA foreign_key_check"):
            raise StoreError("store.damaged", path=str(database.path))
        await transaction.run(f"PRAGMA application_id = {APPLICATION_ID}")
        await transaction.run(f"PRAGMA user_version = {step.number}")
    return True


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. `executescript` would commit the transaction that it is in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
