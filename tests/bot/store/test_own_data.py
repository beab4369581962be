from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import open_store
from bot.store.exporting import tables_of
from bot.store.own_data import OF_CHAT, OF_PERSON, OwnData
from bot.store.upkeep import migrate_file
from tests.bot.store.filling import contents, fill

# The columns that say whose a row is.
OWNERS = {"chat_id", "user_id", "person_id", "editor_id"}
# Whose row is whose goes by the number of the row itself.
BY_ID = {"chats", "people"}
ME, OTHER = 1, 2


@pytest.fixture
async def filled(path: Path) -> Path:
    await migrate_file(path)
    await asyncio.to_thread(fill, path)
    return path


def of(path: Path, person: int) -> set[str]:
    """The tables with a row that says it is that person's."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table
            for table, owner in owned(database)
            if database.execute(
                f"SELECT 1 FROM {table} WHERE {owner} = ?",  # noqa: S608 - ours
                (person,),
            ).fetchone()
        }


def owned(database: sqlite3.Connection) -> list[tuple[str, str]]:
    found = [
        (table, row[1])
        for table in tables_of(database)
        for row in database.execute(f"PRAGMA table_info({table})")
        if row[1] in OWNERS
    ]
    return [*found, *((table, "id") for table in BY_ID)]


async def test_every_table_that_belongs_to_people_is_told(filled: Path) -> None:
    """A new table with an owner has to be added to /mydata."""
    with closing(sqlite3.connect(filled)) as database:
        assert {table for table, _ in owned(database)} == {*OF_CHAT, *OF_PERSON}


async def test_everything_of_one_and_nothing_of_others(filled: Path) -> None:
    async with open_store(filled) as store:
        mine = await OwnData(store.database).of(ME)
        nobody = await OwnData(store.database).of(999)
    assert mine.keys() == of(filled, ME)
    assert nobody == {}
    assert [row["id"] for row in mine["chats"]] == [ME]
    assert all(len(rows) == 1 for name, rows in mine.items() if name != "proposals")


async def test_instants_are_written_out_and_json_is_unpacked(path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        await store.chats.see(7, language="be", now=now)
        await store.audit.add(
            person_id=7, person_name="Ann", action="ban", subject="Bob", data={"id": 8}, now=now
        )
        told = await OwnData(store.database).of(7)
    instant = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert told["chats"] == [
        {"id": 7, "language": "be", "first_seen": instant, "last_seen": instant}
    ]
    assert told["audit"] == [{"person_name": "Ann", "action": "ban", "at": instant}]


async def test_who_is_forgotten_leaves_a_role_and_deeds_and_nothing_else(filled: Path) -> None:
    before = contents(filled)
    async with open_store(filled) as store:
        await OwnData(store.database).forget(ME)
    assert of(filled, ME) == {"people", "audit", "broadcasts"}
    after = contents(filled)
    for table in ("people", "audit", "articles", "feeds"):
        assert after[table] == before[table]
    assert of(filled, OTHER) >= set(OF_CHAT) | {"people", "dialogs", "audit"}
