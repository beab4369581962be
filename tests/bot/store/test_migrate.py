from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import NewerDatabaseError, StoreError
from bot.store.migrate import APPLICATION_ID, Step, _log_ahead, known_steps, migrate, version
from bot.store.sqlite import Database

_FIRST = Step(number=1, script="CREATE TABLE one (id INTEGER PRIMARY KEY);")
_BROKEN = Step(number=2, script="CREATE TABLE two (id);\nCREATE TABLE one (id);")
_ORPHAN = Step(
    number=2,
    script="""
    PRAGMA defer_foreign_keys = ON;
    CREATE TABLE two (one_id INTEGER REFERENCES one (id));
    INSERT INTO two VALUES (7);
    """,
)
_MIGRATE = """
import asyncio, pathlib, sys
from bot.store.migrate import migrate
from bot.store.sqlite import Database

async def main():
    async with await Database.open(pathlib.Path(sys.argv[1])) as database:
        sys.stdin.readline()
        print(await migrate(database))

print("ready", flush=True)
asyncio.run(main())
"""


async def _tables(database: Database) -> set[str]:
    rows = await database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row["name"] for row in rows}


def _contents(path: Path) -> bytes:
    return path.read_bytes()


def test_steps_are_numbered_without_gaps() -> None:
    steps = known_steps()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))


async def test_a_new_file_takes_every_step_once(path: Path) -> None:
    async with await Database.open(path) as database:
        assert await migrate(database) == len(known_steps())
        assert await migrate(database) == 0
        assert await version(database, known=99) == len(known_steps())
        assert {"articles", "chats", "article_index"} <= await _tables(database)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_an_older_file_takes_only_what_it_lacks(path: Path) -> None:
    steps = known_steps()
    async with await Database.open(path) as database:
        assert await migrate(database, steps[:1]) == 1
        assert await migrate(database, steps) == len(steps) - 1


async def test_a_newer_file_is_refused_and_not_touched(path: Path) -> None:
    async with await Database.open(path) as database:
        await migrate(database)
        await database.run("PRAGMA user_version = 99")
    before = _contents(path)
    async with await Database.open(path) as database:
        with pytest.raises(NewerDatabaseError) as caught:
            await migrate(database)
    assert caught.value.key == "store.newer"
    assert caught.value.arguments == {
        "path": str(path),
        "found": 99,
        "known": len(known_steps()),
    }
    assert _contents(path) == before


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE theirs (id)", "PRAGMA application_id = 5", "PRAGMA user_version = 5"]
)
async def test_somebody_elses_file_is_refused_and_not_touched(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(sql)
        plain.commit()
    before = _contents(path)
    async with await Database.open(path) as database:
        with pytest.raises(StoreError) as caught:
            await migrate(database)
    assert caught.value.key == "store.foreign"
    assert _contents(path) == before


async def test_a_step_that_fails_leaves_the_file_at_the_one_before(path: Path) -> None:
    async with await Database.open(path) as database:
        with pytest.raises(sqlite3.OperationalError):
            await migrate(database, (_FIRST, _BROKEN))
        assert await _tables(database) == {"one"}
        assert await version(database, known=2) == 1


async def test_a_step_that_leaves_orphans_is_undone(path: Path) -> None:
    async with await Database.open(path) as database:
        with pytest.raises(StoreError) as caught:
            await migrate(database, (_FIRST, _ORPHAN))
        assert await _tables(database) == {"one"}
    assert caught.value.key == "store.damaged"


def test_two_processes_at_once(path: Path) -> None:
    command = [sys.executable, "-c", _MIGRATE, str(path)]
    processes = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
    applied = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(applied) == len(known_steps())


async def test_a_start_waits_for_another_to_turn_the_log_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another connection reads, SQLite refuses to change the journal at once."""
    # The package has a function of the module's name.
    module = sys.modules[migrate.__module__]
    monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(module, "_TRIES", 2)
    async with await Database.open(path) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("CREATE TABLE a (b)")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            await _log_ahead(database)
        other.execute("COMMIT")
        other.close()
        await _log_ahead(database)
    assert caught.value.key == "store.busy"
    with closing(sqlite3.connect(path)) as later:
        assert later.execute("PRAGMA journal_mode").fetchone() == ("wal",)
