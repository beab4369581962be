"""Rows for every table of a database, whatever its tables are."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.exporting import tables_of

ROWS = 3
Tables = dict[str, list[tuple[object, ...]]]

_WILD = ("", "Беларусь", "a\nb\r\n\u2028c", "\"quoted\" \\ 'too'", "🦊\x00", "<b>&amp;", "null")
# A rule of the table that no single column shows: exactly one of two columns is set.
_SET = {("proposals", "feed_id"): None, ("proposals", "editor_id"): 1}


def fill(path: Path) -> None:
    """Put some rows into each table; what refers to another row finds it."""
    chance = random.Random(5)
    with closing(sqlite3.connect(path)) as database:
        for table in tables_of(database)[:-1]:
            columns = database.execute(f"PRAGMA table_info({table})").fetchall()
            places = ", ".join("?" * len(columns))
            for number in range(1, ROWS + 1):
                row = [_value(database, chance, table, column, number) for column in columns]
                database.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608 - ours
        # A number that was given and whose row is gone: it must not be given again.
        database.execute("UPDATE sqlite_sequence SET seq = 77 WHERE name = 'articles'")
        database.commit()


def contents(path: Path) -> Tables:
    """All rows of all tables, the derived ones too."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table: sorted(database.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - ours
            for table in (*tables_of(database), "topic_counts")
        }


def _value(
    database: sqlite3.Connection,
    chance: random.Random,
    table: str,
    column: tuple[int, str, str, int, object, int],
    number: int,
) -> object:
    _, name, kind, not_null, _, key = column
    if (table, name) in _SET:
        return _SET[table, name]
    if allowed := _allowed(database, table, name):
        return chance.choice(allowed)
    if not not_null and not key and number == ROWS:
        return None
    if kind == "INTEGER":
        return number
    if kind == "REAL":
        return number / 3
    # Many columns hold JSON.
    return json.dumps(f"{chance.choice(_WILD)} {number}", ensure_ascii=False)


def _allowed(database: sqlite3.Connection, table: str, name: str) -> list[str]:
    """The values that a CHECK of the column lets through."""
    (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    check = re.search(rf"CHECK \({name} IN \(([^)]+)\)", sql)
    return re.findall(r"'([^']+)'", check[1]) if check else []
