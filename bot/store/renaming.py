"""A chat gets another id: a group that became a supergroup."""

from __future__ import annotations

from bot.store.sqlite import Database

_OWNED = """
    SELECT tables.name AS name, keys."from" AS owner
    FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys
    WHERE tables.type = 'table' AND keys."table" = 'chats'
"""
_COLUMNS = "SELECT name FROM pragma_table_info('chats') WHERE name <> 'id'"


async def rename_chat(database: Database, old: int, new: int) -> bool:
    """Move all that is kept of a chat to its new id; False when the old one is not known.

    Where the new id is known already both become one, and what it has itself stays.
    """
    async with database.transaction() as transaction:
        ids = {"old": old, "new": new}
        columns = ", ".join([row["name"] for row in await transaction.all(_COLUMNS)])
        # Our own names of tables and columns, read from the schema: none can be forgotten here.
        await transaction.run(
            f"INSERT INTO chats (id, {columns}) SELECT :new, {columns} FROM chats "  # noqa: S608 - as said
            "WHERE id = :old ON CONFLICT (id) DO NOTHING",
            ids,
        )
        for table in await transaction.all(_OWNED):
            name, owner = table["name"], table["owner"]
            await transaction.run(
                f"UPDATE OR IGNORE {name} SET {owner} = :new WHERE {owner} = :old",  # noqa: S608 - as said
                ids,
            )
        return bool(await transaction.run("DELETE FROM chats WHERE id = :old", ids))
