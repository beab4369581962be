from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.faults import translated


def _key(path: Path, sql: str, *, timeout: float = 0) -> str:
    with (
        closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as connection,
        pytest.raises(StoreError) as caught,
        translated(path),
    ):
        connection.execute(sql).fetchall()
    assert caught.value.arguments == {"path": str(path)}
    assert isinstance(caught.value.__cause__, sqlite3.Error)
    return caught.value.key


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("To whom it may concern. " * 100)
    assert _key(path, "SELECT * FROM sqlite_schema") == "store.foreign"


def test_a_damaged_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE things AS SELECT hex(randomblob(9000)) AS name")
        connection.commit()
    data = bytearray(path.read_bytes())
    data[4096:8192] = os.urandom(4096)
    path.write_bytes(data)
    assert _key(path, "SELECT * FROM things") == "store.damaged"


def test_a_database_that_somebody_holds(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert _key(path, "BEGIN IMMEDIATE") == "store.busy"


def test_a_full_database(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE things (name TEXT)")
        connection.execute("PRAGMA max_page_count = 3")
        with pytest.raises(StoreError) as caught, translated(path):
            connection.execute("INSERT INTO things VALUES (hex(randomblob(99999)))")
    assert caught.value.key == "store.full"


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("SELEKT 1", sqlite3.OperationalError),
        ("SELECT :missing", sqlite3.ProgrammingError),
        ("INSERT INTO things VALUES (NULL)", sqlite3.IntegrityError),
    ],
)
def test_our_own_mistakes_escape(path: Path, sql: str, fault: type[Exception]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE things (name TEXT NOT NULL)")
        with pytest.raises(fault), translated(path):
            connection.execute(sql, {})
