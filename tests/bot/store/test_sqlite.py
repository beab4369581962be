from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.sqlite import Connection, Database

_PUT = "INSERT INTO things (name) VALUES (:name)"
_NAMES = "SELECT name FROM things ORDER BY name"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with await Database.open(path, readers=2) as opened:
        await opened.run("PRAGMA journal_mode = WAL")
        await opened.run("CREATE TABLE things (name TEXT UNIQUE) STRICT")
        yield opened


async def _names(database: Database) -> list[str]:
    return [row["name"] for row in await database.all(_NAMES)]


async def test_run_counts_rows_and_reads_see_them(database: Database) -> None:
    assert await database.run(_PUT, {"name": "a"}) == 1
    assert await database.run("DELETE FROM things WHERE name = 'z'") == 0
    row = await database.one(_NAMES)
    assert row is not None
    assert row["name"] == "a"
    assert await database.one("SELECT name FROM things WHERE name = 'z'") is None


async def test_text_that_is_no_utf8_is_mended_one_for_one(database: Database) -> None:
    await database.run(_PUT, {"name": "half \ud83d pair"})
    assert await _names(database) == ["half ? pair"]


async def test_transaction_is_all_or_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as transaction:
            await transaction.run(_PUT, {"name": "a"})
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await _names(database) == []
    async with database.transaction() as transaction:
        await transaction.run(_PUT, {"name": "a"})
        await transaction.run(_PUT, {"name": "b"})
        assert await _names(database) == []
    assert await _names(database) == ["a", "b"]


async def test_a_transaction_in_one_go_is_all_or_nothing(database: Database) -> None:
    async def work(transaction: Connection) -> int:
        await transaction.run(_PUT, {"name": "a"})
        await transaction.run(_PUT, {"name": "b"})
        return await _count(transaction)

    async def fail(transaction: Connection) -> None:
        await transaction.run(_PUT, {"name": "c"})
        raise LookupError

    async def fail_to_put(transaction: Connection) -> None:
        await transaction.run(_PUT, {"name": "c"})
        await transaction.run(_PUT, {"name": "a"})

    assert await database.atomically(work) == 2
    with pytest.raises(LookupError):
        await database.atomically(fail)
    with pytest.raises(sqlite3.IntegrityError):
        await database.atomically(fail_to_put)
    assert await _names(database) == ["a", "b"]


async def test_nothing_else_can_be_awaited_in_one_go(database: Database) -> None:
    async def wait(transaction: Connection) -> None:
        await transaction.run(_PUT, {"name": "a"})
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="can be awaited"):
        await database.atomically(wait)
    assert await _names(database) == []


async def test_cancelled_in_one_go_it_is_all_or_nothing(database: Database) -> None:
    chance = random.Random(6)

    async def write(transaction: Connection) -> None:
        for letter in "ab":
            await transaction.run(_PUT, {"name": f"{await _count(transaction):03} {letter}"})

    for _ in range(100):
        task = asyncio.create_task(database.atomically(write))
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with database.transaction() as transaction:
            assert await _count(transaction) % 2 == 0


async def _count(transaction: Connection) -> int:
    row = await transaction.one("SELECT count(*) AS names FROM things")
    return int(row["names"]) if row else 0


async def test_writing_beside_ones_own_transaction_is_told_instead_of_waiting_for_ever(
    database: Database,
) -> None:
    with pytest.raises(RuntimeError, match="connection that it yields"):
        async with database.transaction():
            await database.run(_PUT, {"name": "a"})
    await database.run(_PUT, {"name": "b"})


async def test_many_writers_and_readers_at_once(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as transaction:
            await transaction.run(_PUT, {"name": f"{number:03} a"})
            await transaction.run(_PUT, {"name": f"{number:03} b"})

    async def read() -> None:
        assert len(await _names(database)) % 2 == 0

    async with asyncio.TaskGroup() as group:
        for number in range(100):
            group.create_task(write(number))
            group.create_task(read())
    assert len(await _names(database)) == 200


async def test_cancelled_transactions_leave_nothing_open(database: Database) -> None:
    """Cancelled after any number of turns of the loop: in BEGIN, a statement, COMMIT, ROLLBACK."""
    chance = random.Random(5)

    async def write(number: int) -> None:
        async with database.transaction() as transaction:
            await transaction.run(_PUT, {"name": f"{number:03} a"})
            await transaction.run(_PUT, {"name": f"{number:03} b"})

    for number in range(150):
        task = asyncio.create_task(write(number))
        for _ in range(chance.randrange(12)):
            await asyncio.sleep(0.0001 * chance.randrange(3))
        task.cancel()
        if chance.random() < 0.5:
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert len(await _names(database)) % 2 == 0
    async with asyncio.timeout(10), database.transaction() as transaction:
        await transaction.run(_PUT, {"name": "last"})
    assert "last" in await _names(database)


async def test_waiting_for_the_lock_can_be_cancelled(database: Database) -> None:
    async with database.transaction() as transaction:
        waiting = asyncio.create_task(database.run(_PUT, {"name": "never"}))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await transaction.run(_PUT, {"name": "a"})
    assert await _names(database) == ["a"]


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError) as caught:
        await database.all("INSERT INTO things (name) VALUES ('a') RETURNING name")
    assert caught.value.key == "store.readonly"


async def test_read_only_reads_and_refuses_to_write(database: Database, path: Path) -> None:
    await database.run(_PUT, {"name": "a"})
    async with await Database.open(path, read_only=True) as reading:
        assert await _names(reading) == ["a"]
        with pytest.raises(StoreError) as caught:
            await reading.run(_PUT, {"name": "b"})
    assert caught.value.key == "store.readonly"
    assert caught.value.arguments == {"path": str(path)}


async def test_folder_is_made_unless_read_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "new.db"
    with pytest.raises(StoreError) as caught:
        await Database.open(path, read_only=True)
    assert caught.value.key == "store.missing"
    assert not path.parent.exists()
    async with await Database.open(path) as database:
        assert await database.all("SELECT 1 AS one")


async def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as caught:
        await Database.open(tmp_path / "file" / "new.db")
    assert caught.value.key == "store.missing"


async def test_two_processes_worth_of_writers_wait_for_each_other(
    database: Database, path: Path
) -> None:
    async with await Database.open(path) as other:

        async def write(into: Database, letter: str) -> None:
            for number in range(30):
                async with into.transaction() as transaction:
                    await transaction.run(_PUT, {"name": f"{letter}{number}"})

        await asyncio.gather(write(database, "a"), write(other, "b"))
    assert len(await _names(database)) == 60


async def test_close_twice(path: Path) -> None:
    database = await Database.open(path)
    await database.close()
    await database.close()


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    async with await Database.open(path) as database:
        await database.run("CREATE TABLE a (b)")
    assert path.stat().st_mode & 0o077 == 0
