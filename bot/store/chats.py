"""The chats that spoke to the bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.model import Chat
from bot.store.instants import to_instant, to_seconds
from bot.store.remembered import Remembered
from bot.store.sqlite import Connection, Database, Row

# "Last seen" is kept to the hour: nearly every update then only reads.
_TOUCH_AFTER = timedelta(hours=1)

_SELECT = "SELECT id, language, first_seen, zone, quiet, last_seen FROM chats WHERE id = :id"
_SEE = """
    INSERT INTO chats (id, language, first_seen, last_seen) VALUES (:id, :language, :now, :now)
    ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen,
        language = CASE language WHEN '' THEN excluded.language ELSE language END
    RETURNING id, language, first_seen, zone, quiet
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
        return _chat(row) if row else None

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
        chat = _chat(row)
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

    async def set_zone(self, chat_id: int, zone: str) -> None:
        """Keep where the chat is: an IANA zone, "" for nobody knows."""
        await self._database.run(
            "UPDATE chats SET zone = :zone WHERE id = :id", {"id": chat_id, "zone": zone}
        )
        self._seen.forget(chat_id)

    async def set_quiet(self, chat_id: int, quiet: tuple[int, int] | None) -> None:
        """Keep from and until which local minute the chat wants quiet, None for never."""
        await self._database.run(
            "UPDATE chats SET quiet = :quiet WHERE id = :id",
            {"id": chat_id, "quiet": "{}-{}".format(*quiet) if quiet else ""},
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


def quiet_of(text: str) -> tuple[int, int] | None:
    """What `set_quiet` was given, of what the column holds."""
    start, _, end = text.partition("-")
    return (int(start), int(end)) if text else None


def _chat(row: Row) -> Chat:
    return Chat(
        id=row["id"],
        language=row["language"],
        first_seen=to_instant(row["first_seen"]),
        zone=row["zone"],
        quiet=quiet_of(row["quiet"]),
    )
