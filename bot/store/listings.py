"""The lists that chats were shown, so that their buttons and numbers go on working."""

from __future__ import annotations

import json
from datetime import datetime

from bot.model import Brief, BriefKind, Listing
from bot.store.chats import ensure_chat
from bot.store.instants import to_seconds
from bot.store.sqlite import Database, Row

# More than anybody scrolls back.
_KEPT = 50

_COLUMNS = "id, chat_id, kind, query, story_ids, page_size"
_ADD = f"""
    INSERT INTO listings (chat_id, kind, query, story_ids, page_size, created)
    VALUES (:chat_id, :kind, :query, :story_ids, :page_size, :now)
    RETURNING {_COLUMNS}
"""  # noqa: S608 - made of constants
_TRIM = """
    DELETE FROM listings WHERE chat_id = :chat_id AND id <= (
        SELECT id FROM listings WHERE chat_id = :chat_id ORDER BY id DESC LIMIT 1 OFFSET :kept)
"""
_GET = f"SELECT {_COLUMNS} FROM listings WHERE id = :id"  # noqa: S608 - made of constants
_LAST = f"""
    SELECT {_COLUMNS} FROM listings WHERE chat_id = :chat_id ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - made of constants


class Listings:
    """The newest 50 lists of each chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, chat_id: int, brief: Brief, *, now: datetime) -> Listing:
        """Keep the list behind `brief`; the oldest of the chat goes when it has too many."""
        parameters = {
            "chat_id": chat_id,
            "kind": brief.kind,
            "query": brief.query,
            "story_ids": json.dumps(brief.story_ids),
            "page_size": brief.page_size,
            "now": to_seconds(now),
        }
        async with self._database.transaction() as transaction:
            await ensure_chat(transaction, chat_id, now)
            (row,) = await transaction.all(_ADD, parameters)
            await transaction.run(_TRIM, {"chat_id": chat_id, "kept": _KEPT})
        return _listing(row)

    async def get(self, listing_id: int) -> Listing | None:
        """The list, or None when it is gone."""
        row = await self._database.one(_GET, {"id": listing_id})
        return _listing(row) if row else None

    async def last(self, chat_id: int) -> Listing | None:
        """The newest list of a chat, or None."""
        row = await self._database.one(_LAST, {"chat_id": chat_id})
        return _listing(row) if row else None


def _listing(row: Row) -> Listing:
    return Listing(
        id=row["id"],
        chat_id=row["chat_id"],
        kind=BriefKind(row["kind"]),
        query=row["query"],
        story_ids=tuple(json.loads(row["story_ids"])),
        page_size=row["page_size"],
    )
