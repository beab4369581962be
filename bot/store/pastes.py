"""Texts that readers gave to be summarised, so that their buttons go on working."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Paste
from bot.store.chats import ensure_chat
from bot.store.instants import to_seconds
from bot.store.sqlite import Database, Row

_KEPT_FOR = timedelta(days=30)

_ADD = """
    INSERT INTO pastes (chat_id, text, created) VALUES (:chat_id, :text, :now)
    RETURNING id, chat_id, text
"""


class Pastes:
    """Pasted texts, each for 30 days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, chat_id: int, text: str, *, now: datetime) -> Paste:
        """Keep a text."""
        parameters = {"chat_id": chat_id, "text": text, "now": to_seconds(now)}
        async with self._database.transaction() as transaction:
            await ensure_chat(transaction, chat_id, now)
            (row,) = await transaction.all(_ADD, parameters)
        return _paste(row)

    async def get(self, paste_id: int) -> Paste | None:
        """The text, or None when it is gone."""
        row = await self._database.one(
            "SELECT id, chat_id, text FROM pastes WHERE id = :id", {"id": paste_id}
        )
        return _paste(row) if row else None

    async def purge(self, *, now: datetime) -> int:
        """Delete what is older than 30 days; returns how many."""
        return await self._database.run(
            "DELETE FROM pastes WHERE created < :oldest", {"oldest": to_seconds(now - _KEPT_FOR)}
        )


def _paste(row: Row) -> Paste:
    return Paste(id=row["id"], chat_id=row["chat_id"], text=row["text"])
