"""Says what is wrong with a database file."""

from __future__ import annotations

from bot.errors import StoreError
from bot.store.migrate import known_steps, version
from bot.store.sqlite import Database

# With rank 1 the index is compared to the stems that it was made of, too.
_CHECK_INDEX = "INSERT INTO article_index (article_index, rank) VALUES ('integrity-check', 1)"


async def check(database: Database) -> tuple[str, ...]:
    """Findings in words, as SQLite has them; empty when the file is sound.

    Reads the whole file: seconds for 100,000 articles. Raises `StoreError` when the file is not
    ours or too new to judge.
    """
    # Before the first step there is no index yet.
    begun = await version(database, known=len(known_steps()))
    return (
        *await _integrity(database),
        *await _foreign_keys(database),
        *(await _search_index(database) if begun else ()),
    )


async def _integrity(database: Database) -> tuple[str, ...]:
    try:
        rows = await database.all("PRAGMA integrity_check")
    except StoreError as error:
        return (f"integrity check: {error.__cause__}",)
    return tuple(row[0] for row in rows if row[0] != "ok")


async def _foreign_keys(database: Database) -> tuple[str, ...]:
    try:
        rows = await database.all("PRAGMA foreign_key_check")
    except StoreError as error:
        return (f"foreign key check: {error.__cause__}",)
    return tuple(
        f"{row['table']}: row {row['rowid']} refers to a missing row of {row['parent']}"
        for row in rows
    )


async def _search_index(database: Database) -> tuple[str, ...]:
    try:
        await database.run(_CHECK_INDEX)
    except StoreError as error:
        if error.key != "store.damaged":
            raise  # it could not be looked at, which says nothing of it
        return (f"search index: {error.__cause__}",)
    return ()
