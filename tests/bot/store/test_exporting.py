from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NewerDatabaseError, StoreError
from bot.model import Draft
from bot.store import open_store
from bot.store.exporting import DERIVED, FORMAT
from bot.store.importing import import_database
from bot.store.migrate import known_steps, migrate
from bot.store.sqlite import Database
from bot.store.upkeep import check_file, export_file, migrate_file
from tests.bot.store.filling import contents, fill

Lines = list[Any]


@pytest.fixture
async def exported(path: Path, tmp_path: Path, now: datetime) -> Path:
    """An export of a database that has rows in every table."""
    await migrate_file(path)
    await asyncio.to_thread(fill, path)
    target = tmp_path / "all.gazette.jsonl"
    await export_file(path, target, now=now)
    return target


def lines_of(file: Path) -> Lines:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def write(file: Path, lines: Lines) -> None:
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def break_line(file: Path, number: int) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[number - 1] = "{broken"
    file.write_text("\n".join(lines), encoding="utf-8")


def rights(file: Path) -> int:
    return file.stat().st_mode


def size(file: Path) -> int:
    return file.stat().st_size


async def test_all_that_goes_out_comes_in_again(path: Path, exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    imported = await import_database(exported, other)
    before = contents(path)
    assert contents(other) == before
    assert all(before.values()), "every table has rows to be compared"
    assert imported.rows == sum(len(rows) for name, rows in before.items() if name not in DERIVED)
    assert imported.kept is None
    assert await check_file(other) == ()


async def test_the_search_index_is_made_again(path: Path, tmp_path: Path, now: datetime) -> None:
    async with open_store(path) as store:
        draft = Draft(title="The river", text="The river rose in the night.")
        await store.articles.add(draft, now=now, language="en", gist="", topics=("water",))
    target = tmp_path / "all.gazette.jsonl"
    await export_file(path, target, now=now)
    await import_database(target, tmp_path / "other.db")
    async with open_store(tmp_path / "other.db") as store:
        rows = await store.database.all(
            "SELECT rowid FROM article_index WHERE article_index MATCH 'river'"
        )
        assert len(rows) == 1
        assert await store.articles.topic_counts() == {"water": 1}


async def test_an_export_says_what_it_is_and_that_it_is_whole(
    exported: Path, now: datetime
) -> None:
    header, *rows, end = lines_of(exported)
    assert header == {"gazette": FORMAT, "schema": len(known_steps()), "made": now.isoformat()}
    assert end == {"end": len(rows)}
    assert all(row.keys() == {"table", "row"} for row in rows)
    assert rights(exported) & 0o077 == 0


async def test_an_export_of_an_older_gazette_is_brought_up_to_date(
    path: Path, tmp_path: Path, now: datetime
) -> None:
    async with await Database.open(path) as database:
        await migrate(database, known_steps()[:5])
    await asyncio.to_thread(fill, path)
    target = tmp_path / "old.gazette.jsonl"
    await export_file(path, target, now=now)
    await import_database(target, tmp_path / "other.db")
    before, after = contents(path), contents(tmp_path / "other.db")
    assert after["articles"] == before["articles"]
    assert after["feeds"] == before["feeds"]
    async with open_store(tmp_path / "other.db") as store:
        assert await store.chats.count() == len(before["chats"])


async def test_what_was_there_is_kept_and_a_running_bot_is_not_disturbed(
    path: Path, exported: Path
) -> None:
    before = contents(path)
    async with open_store(path):
        with pytest.raises(StoreError) as caught:
            await import_database(exported, path)
        assert caught.value.key == "store.busy"
    imported = await import_database(exported, path)
    assert imported.kept == path.with_name("gazette.db.before-restore")
    assert contents(path) == contents(imported.kept) == before


async def test_an_export_is_of_one_instant_while_a_bot_writes(
    path: Path, tmp_path: Path, now: datetime
) -> None:
    target = tmp_path / "all.gazette.jsonl"
    async with open_store(path) as store:

        async def write_on() -> None:
            for number in range(60):
                draft = Draft(title=f"title {number}", text="Some words.")
                await store.articles.add(draft, now=now, language="en", gist="", topics=("a",))

        await asyncio.gather(write_on(), export_file(path, target, now=now))
    await import_database(target, tmp_path / "other.db")
    counts = {name: len(rows) for name, rows in contents(tmp_path / "other.db").items()}
    assert counts["articles"] == counts["article_texts"] == counts["stories"] <= 60


async def test_a_large_database_takes_little_memory(
    path: Path, tmp_path: Path, now: datetime
) -> None:
    await migrate_file(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
            "INSERT INTO meta SELECT i, hex(zeroblob(50000)) FROM n"
        )
        database.commit()
    target = tmp_path / "all.gazette.jsonl"
    tracemalloc.start()
    try:
        await export_file(path, target, now=now)
        await import_database(target, tmp_path / "other.db")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size(target) > 30_000_000
    assert peak < 6_000_000


async def test_nothing_is_overwritten(path: Path, exported: Path, now: datetime) -> None:
    before = lines_of(exported)
    with pytest.raises(StoreError) as caught:
        await export_file(path, exported, now=now)
    assert caught.value.key == "store.exists"
    assert lines_of(exported) == before


async def test_a_place_that_cannot_be_written(path: Path, exported: Path, now: datetime) -> None:
    with pytest.raises(StoreError) as caught:
        await export_file(path, exported.parent / "none" / "all.gazette.jsonl", now=now)
    assert caught.value.key == "export.unwritable"
    assert caught.value.arguments["reason"] == os.strerror(2)


def _header(**changes: object) -> Callable[[Lines], Lines]:
    return lambda lines: [{**lines[0], **changes}, *lines[1:]]


def _row(change: Callable[[dict[str, Any]], object]) -> Callable[[Lines], Lines]:
    def changed(lines: Lines) -> Lines:
        change(lines[1])
        return lines

    return changed


SPOILT: tuple[tuple[str, Callable[[Lines], Lines], str], ...] = (
    ("articles", lambda _: [{"title": "An article"}], "export.foreign"),
    ("nothing", lambda _: [], "export.foreign"),
    ("a list", lambda lines: [[], *lines], "export.foreign"),
    ("newer format", _header(gazette=FORMAT + 1), "export.newer"),
    ("newer tables", _header(schema=999), "export.newer"),
    ("cut off", lambda lines: lines[:-1], "export.cut_off"),
    ("a row lost", lambda lines: [*lines[:3], *lines[4:]], "export.cut_off"),
    ("a table twice", lambda lines: [*lines[:-1], lines[1], lines[-1]], "export.malformed"),
    ("no table", _row(lambda line: line.pop("table")), "export.malformed"),
    ("foreign table", _row(lambda line: line.update(table="sqlite_schema")), "export.malformed"),
    ("SQL", _row(lambda line: line.update(table="meta; DROP TABLE meta")), "export.malformed"),
    ("a column less", _row(lambda line: line["row"].popitem()), "export.malformed"),
    ("a column more", _row(lambda line: line["row"].update(x=1)), "export.malformed"),
    ("wrong type", _row(lambda line: line["row"].update(sequence="x")), "export.malformed"),
    ("a list inside", _row(lambda line: line["row"].update(sequence=[])), "export.malformed"),
    ("too large", _row(lambda line: line["row"].update(sequence=2**70)), "export.malformed"),
    ("no such article", _row(lambda line: line["row"].update(sequence=9)), "store.damaged"),
)


@pytest.mark.parametrize(
    ("spoil", "key"), [each[1:] for each in SPOILT], ids=[s[0] for s in SPOILT]
)
async def test_what_is_no_whole_export_is_refused_and_all_is_as_it_was(
    path: Path, exported: Path, spoil: Callable[[Lines], Lines], key: str
) -> None:
    before, files = contents(path), {file.name for file in path.parent.iterdir()}
    write(exported, spoil(lines_of(exported)))
    with pytest.raises(StoreError) as caught:
        await import_database(exported, path)
    assert caught.value.key == key
    assert isinstance(caught.value, NewerDatabaseError) == (key == "export.newer")
    assert contents(path) == before
    assert {file.name for file in path.parent.iterdir()} == files


async def test_a_fault_names_its_line(path: Path, exported: Path) -> None:
    break_line(exported, 5)
    with pytest.raises(StoreError) as caught:
        await import_database(exported, path)
    assert caught.value.arguments == {"path": str(exported), "line": 5}


async def test_an_export_that_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        await import_database(tmp_path / "none.gazette.jsonl", path)
    assert caught.value.key == "export.unreadable"
