"""The words that a chat mutes or follows."""

from __future__ import annotations

from bot.digest_model import Wish, WishKind
from bot.store.sqlite import Database

# A chat that was forgotten a moment ago is left alone.
_ADD = """
    INSERT INTO wishes (chat_id, phrase, kind) SELECT id, :phrase, :kind FROM chats WHERE id = :chat
    ON CONFLICT (chat_id, phrase) DO UPDATE SET kind = excluded.kind
"""


class Wishes:
    """A chat either mutes a phrase or follows it; the later wish counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_chat(self, chat_id: int) -> tuple[Wish, ...]:
        """Its wishes, by phrase."""
        rows = await self._database.all(
            "SELECT kind, phrase FROM wishes WHERE chat_id = :chat ORDER BY phrase",
            {"chat": chat_id},
        )
        return tuple(Wish(kind=WishKind(row["kind"]), phrase=row["phrase"]) for row in rows)

    async def add(self, chat_id: int, kind: WishKind, phrase: str) -> None:
        """Keep a wish."""
        await self._database.run(_ADD, {"chat": chat_id, "kind": kind, "phrase": phrase})

    async def remove(self, chat_id: int, phrase: str) -> bool:
        """Drop the wish about a phrase; False when there was none."""
        removed = "DELETE FROM wishes WHERE chat_id = :chat AND phrase = :phrase"
        return bool(await self._database.run(removed, {"chat": chat_id, "phrase": phrase}))
