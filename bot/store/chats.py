"""The chats that spoke to the bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.model import Chat
from bot.store.instants import to_instant, to_seconds
from bot.store.remembered import Remembered
from bot.store.sqlite import Connection, Database

# "Last seen" is kept to the hour: nearly every update then only reads.
_TOUCH_AFTER = timedelta(hours=1)

_SELECT = "SELECT id, language, first_seen, last_seen FROM chats WHERE id = :id"
_SEE = """
    INSERT INTO chats (id, language, first_seen, last_seen) VALUES (:id, :language, :now, :now)
    ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen,
        language = CASE language WHEN '' THEN excluded.language ELSE language END
    RETURNING id, language, first_seen
"""
_ENSURE = """
    INSERT INTO chats (id, language, first_seen, last_seen) VALUES (:id, '', :now, :now)
    ON CONFLICT DO NOTHING
"""


class Chats:
    """What is remembered of chats; lists and pasted texts belong to them."""

    def __init__(
        self, database: Database, *, forgetting: Callable[[int], None] = lambda _: None
    ) -> None:
        self._database = database
        self._forgetting = forgetting
        self._seen: Remembered[int, Chat] = Remembered()

    async def get(self, chat_id: int) -> Chat | None:
        """The chat, or None when it was never seen or was forgotten."""
        row = await self._database.one(_SELECT, {"id": chat_id})
        return _chat(row["id"], row["language"], row["first_seen"]) if row else None

    async def see(self, chat_id: int, *, language: str, now: datetime) -> Chat:
        """Note that a chat is there; `language` (a guess) counts only while it has none."""
        if (known := self._seen.get(chat_id, now)) is not None:
            return known
        began = self._seen.began
        row = await self._database.one(_SELECT, {"id": chat_id})
        fresh = row and row["last_seen"] > to_seconds(now - _TOUCH_AFTER)
        if not row or not fresh or (language and not row["language"]):
            parameters = {"id": chat_id, "language": language, "now": to_seconds(now)}
            async with self._database.transaction(beside=True) as transaction:
                (row,) = await transaction.all(_SEE, parameters)
        chat = _chat(row["id"], row["language"], row["first_seen"])
        if chat.language:
            self._seen.put(chat_id, chat, began=began, now=now)
        return chat

    async def count(self) -> int:
        """How many chats are known."""
        row = await self._database.one("SELECT count(*) AS chats FROM chats")
        return row["chats"] if row else 0

    async def set_language(self, chat_id: int, language: str) -> None:
        """Keep the language that the chat chose."""
        await self._database.run(
            "UPDATE chats SET language = :language WHERE id = :id",
            {"id": chat_id, "language": language},
        )
        self._seen.forget(chat_id)

    async def forget(self, chat_id: int) -> bool:
        """Delete all that is known of a chat; False when nothing was."""
        self._forgetting(chat_id)
        gone = await self._database.run("DELETE FROM chats WHERE id = :id", {"id": chat_id})
        self._seen.forget(chat_id)
        return bool(gone)


async def ensure_chat(transaction: Connection, chat_id: int, now: datetime) -> None:
    """Have the chat that a new row belongs to: it may have been forgotten a moment ago."""
    await transaction.run(_ENSURE, {"id": chat_id, "now": to_seconds(now)})


def _chat(chat_id: int, language: str, first_seen: int) -> Chat:
    return Chat(id=chat_id, language=language, first_seen=to_instant(first_seen))
