"""Which stories a chat opened, so that it can hear of a correction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from bot.model import Chat
from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Database

# A chat that was forgotten, or an article that was deleted, a moment ago is left alone.
_NOTE = """
    INSERT INTO openings (article_id, chat_id, opened)
    SELECT articles.id, chats.id, :now FROM articles, chats
    WHERE articles.id IN (SELECT value FROM json_each(:articles)) AND chats.id = :chat
    ON CONFLICT DO NOTHING
"""
_NOTED = """
    SELECT count(*) AS noted FROM openings
    WHERE article_id IN (SELECT value FROM json_each(:articles)) AND chat_id = :chat
"""
_READERS = """
    SELECT chats.id, language, first_seen FROM openings JOIN chats ON chats.id = chat_id
    WHERE article_id = :article ORDER BY opened, chats.id
"""


class Openings:
    """The first opening of each article by each chat; both take theirs with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, article_ids: Iterable[int], chat_id: int, *, now: datetime) -> None:
        """Remember what was opened. What is known already costs a read and no write."""
        ids = tuple(article_ids)
        opened = {"articles": json.dumps(ids), "chat": chat_id}
        row = await self._database.one(_NOTED, opened)
        if row is None or row["noted"] < len(ids):
            await self._database.run(_NOTE, opened | {"now": to_seconds(now)})

    async def readers(self, article_id: int) -> tuple[Chat, ...]:
        """The chats that opened an article, the first one first."""
        rows = await self._database.all(_READERS, {"article": article_id})
        return tuple(
            Chat(id=row["id"], language=row["language"], first_seen=to_instant(row["first_seen"]))
            for row in rows
        )
