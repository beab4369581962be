"""Puts an export (see `bot.store.exporting`) in the place of a database."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.errors import NewerDatabaseError, StoreError
from bot.store.backup import put_in_place
from bot.store.exporting import FORMAT, tables_of
from bot.store.faults import translated
from bot.store.migrate import known_steps, migrate
from bot.store.sqlite import Database

_REFUSED = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """How many rows came in, and where the database that was there before is kept."""

    rows: int
    kept: Path | None


async def import_database(source: Path, target: Path) -> Imported:
    """Make the database at `target` of the export at `source`; nobody may be using it.

    An export of an older Gazette is brought up to date, one of a newer is refused
    (`NewerDatabaseError`). What was there stays beside, as with `restore`. Raises `StoreError`
    "export.unreadable", "export.malformed" with the line, or what `restore` raises; the target is
    then as it was.
    """
    built = target.with_name(f"{target.name}.importing")
    try:
        _remove(built)
        schema = await asyncio.to_thread(_schema_of, source)
        async with await Database.open(built) as database:
            await migrate(database, known_steps()[:schema])
        rows = await asyncio.to_thread(_fill, built, source)
        async with await Database.open(built) as database:
            await migrate(database)
        return Imported(rows=rows, kept=await put_in_place(built, target, given=source))
    finally:
        _remove(built)


class _Lines:
    """The lines of an export, with the number of the one that was read last."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.number = 0
        self.rows = 0
        self.ended = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            with self.source.open(encoding="utf-8") as file:
                for line in file:
                    self.number += 1
                    yield json.loads(line)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError("export.unreadable", path=str(self.source), reason=reason) from error

    def of_tables(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The table and the row of each line between the header and the end."""
        for line in self:
            if "end" in line:
                self.ended = line["end"] == self.rows
            elif self.number > 1:
                self.rows += 1
                yield line["table"], line["row"]


def _schema_of(source: Path) -> int:
    """The version of the tables that the header names."""
    lines = _Lines(source)
    known = len(known_steps())
    try:
        header = next(iter(lines))
        form, schema = int(header["gazette"]), int(header["schema"])
    except (StopIteration, LookupError, TypeError, ValueError) as error:
        raise StoreError("export.foreign", path=str(source)) from error
    if form > FORMAT or schema > known:
        raise NewerDatabaseError("export.newer", path=str(source), found=schema, known=known)
    return schema


def _fill(built: Path, source: Path) -> int:
    lines = _Lines(source)
    with translated(built), closing(sqlite3.connect(built, isolation_level=None)) as database:
        # Nothing of it counts until all of it is there.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        try:
            _insert_all(database, lines)
        except (*_REFUSED, LookupError) as error:
            where = {"path": str(source), "line": lines.number}
            raise StoreError("export.malformed", **where) from error
        if not lines.ended:
            raise StoreError("export.cut_off", path=str(source))
        database.execute("COMMIT")
    return lines.rows


def _insert_all(database: sqlite3.Connection, lines: _Lines) -> None:
    missing = set(tables_of(database))
    for table, rows in groupby(lines.of_tables(), key=lambda line: line[0]):
        missing.remove(table)  # one of ours, and for the first time: the name is safe
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        places = ", ".join(f":{name}" for name in columns)
        # Migrations and the rows of other tables may have written here.
        database.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
        database.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - ours
            (_exactly(row, columns) for _, row in rows),
        )


def _exactly(row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    if row.keys() != set(columns):
        raise ValueError(f"columns {sorted(row)}")
    return row


def _remove(built: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{built}{end}").unlink(missing_ok=True)
