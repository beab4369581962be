"""Everything in a database as JSON Lines, for other programs and for moving house.

The first line is a header: {"gazette": FORMAT, "schema": number of the last migration, "made":
instant}. Then one line for each row, {"table": name, "row": {column: value}}, the rows of a table
together. The last line, {"end": number of rows}, shows that nothing is missing. What is derived
from other tables (the search index, the counts of topics) is left out: rows make it again as they
come in.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError
from bot.store.faults import translated

FORMAT = 1

DERIVED = frozenset({"topic_counts"})
# The numbers that were given so far come last: filling the other tables would change them.
SEQUENCES = "sqlite_sequence"
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name
"""


def export_database(source: Path, target: Path, *, now: datetime) -> int:
    """Write the database at `source`, as it is at this instant, to the new file `target`.

    Returns how many rows there were. Takes little memory, however large the database; a bot may
    go on writing to it. Raises `StoreError`: "store.exists" (a file is never overwritten),
    "export.unwritable", or what SQLite says of the database.
    """
    if target.exists():
        raise StoreError("store.exists", path=str(target))
    part = target.with_name(f"{target.name}.part")
    try:
        with translated(source), closing(_reading(source)) as database:
            rows = _write(part, _lines(database, now))
        part.rename(target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError("export.unwritable", path=str(target), reason=reason) from error
    finally:
        part.unlink(missing_ok=True)
    return rows


def tables_of(database: sqlite3.Connection) -> tuple[str, ...]:
    """The tables that an export holds, in its order."""
    names = [row[0] for row in database.execute(_TABLES)]
    return (*(name for name in names if name not in DERIVED), SEQUENCES)


def _reading(source: Path) -> sqlite3.Connection:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    database = sqlite3.connect(uri, uri=True, isolation_level=None)
    database.row_factory = sqlite3.Row
    # One transaction: all tables as they are at one instant.
    database.execute("BEGIN")
    return database


def _lines(database: sqlite3.Connection, now: datetime) -> Iterator[dict[str, object]]:
    (schema,) = database.execute("PRAGMA user_version").fetchone()
    yield {"gazette": FORMAT, "schema": schema, "made": now.isoformat()}
    for table in tables_of(database):
        for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a table of ours
            yield {"table": table, "row": dict(row)}


def _write(part: Path, lines: Iterator[dict[str, object]]) -> int:
    """Write the lines and the end of an export; how many rows there were."""
    part.unlink(missing_ok=True)
    rows = -1  # the header is none
    # It tells who reads what: for nobody else on the machine.
    part.touch(mode=0o600)
    with part.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            rows += 1
        file.write(json.dumps({"end": rows}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return rows
