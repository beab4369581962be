"""What a chat asked for more or less of: weights that fade."""

from __future__ import annotations

from datetime import datetime

from bot.digest_model import Taste
from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Database, Row

_OF_CHAT = "SELECT subject, weight, updated FROM tastes WHERE chat_id = :chat ORDER BY subject"
_OF_SUBJECT = """
    SELECT subject, weight, updated FROM tastes WHERE chat_id = :chat AND subject = :subject
"""
# A chat that was forgotten a moment ago is left alone.
_PUT = """
    INSERT INTO tastes (chat_id, subject, weight, updated)
    SELECT id, :subject, :weight, :now FROM chats WHERE id = :chat
    ON CONFLICT (chat_id, subject) DO UPDATE SET
        weight = excluded.weight, updated = excluded.updated
"""


class Tastes:
    """One weight for each subject of a chat; see `Taste`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_chat(self, chat_id: int) -> tuple[Taste, ...]:
        """Its tastes, by subject."""
        rows = await self._database.all(_OF_CHAT, {"chat": chat_id})
        return tuple(_taste(row) for row in rows)

    async def add(self, chat_id: int, subject: str, weight: float, now: datetime) -> None:
        """Add to what is left of the subject's weight by now."""
        place = {"chat": chat_id, "subject": subject}
        async with self._database.transaction() as transaction:
            row = await transaction.one(_OF_SUBJECT, place)
            left = _taste(row).at(now) if row else 0.0
            put = {"weight": left + weight, "now": to_seconds(now)}
            await transaction.run(_PUT, place | put)

    async def forget(self, chat_id: int) -> bool:
        """Start anew; False when there was nothing."""
        forgotten = "DELETE FROM tastes WHERE chat_id = :chat"
        return bool(await self._database.run(forgotten, {"chat": chat_id}))


def _taste(row: Row) -> Taste:
    return Taste(subject=row["subject"], weight=row["weight"], updated=to_instant(row["updated"]))
