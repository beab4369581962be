"""The broadcasts: what is sent to whom, and where it stands. Their letters are in the outbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from bot.broadcast_model import Audience, Broadcast, Stage
from bot.store.contents import Content, insert_content
from bot.store.instants import maybe_instant, to_instant, to_seconds
from bot.store.sqlite import Database, Row

# Below the number of any chat.
_BEFORE_ALL: Final = -(2**62)

# A draft that somebody left is of no use once they make another.
_FORGET_DRAFTS = "DELETE FROM broadcasts WHERE person_id = :person AND state = 'preview'"
_ADD = """
    INSERT INTO broadcasts (person_id, content_id, audience, state, reached, created)
    VALUES (:person, :content, :audience, 'preview', :reached, :now) RETURNING *
"""
_ADDRESS = """
    UPDATE broadcasts SET audience = :audience, expected = :expected
    WHERE id = :id AND state = 'preview'
"""
# One at a time: the letters of a paused one would hold up those of the next.
_START = """
    UPDATE broadcasts SET state = 'running', started = :now
    WHERE id = :id AND state = 'preview'
        AND NOT EXISTS (SELECT 1 FROM broadcasts WHERE state IN ('running', 'paused'))
"""
_MOVE = """
    UPDATE broadcasts SET state = :to, ended = NULL
    WHERE id = :id AND state IN (SELECT value FROM json_each(:of))
"""
_UNDER_WAY = "SELECT * FROM broadcasts WHERE ended IS NULL AND state <> 'preview' ORDER BY id"


class Broadcasts:
    """The broadcasts of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, person_id: int, content: Content, now: datetime) -> Broadcast:
        """Keep a draft; an earlier one of that person goes."""
        async with self._database.transaction() as transaction:
            await transaction.run(_FORGET_DRAFTS, {"person": person_id})
            values = {
                "person": person_id,
                "content": await insert_content(transaction, content, now=now),
                "audience": str(Audience()),
                "reached": _BEFORE_ALL,
                "now": to_seconds(now),
            }
            (row,) = await transaction.all(_ADD, values)
        return _broadcast(row)

    async def get(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, or None when there is none (any more)."""
        row = await self._database.one(
            "SELECT * FROM broadcasts WHERE id = :id", {"id": broadcast_id}
        )
        return _broadcast(row) if row else None

    async def under_way(self) -> tuple[Broadcast, ...]:
        """Those that were started and whose result was not told yet, in their order."""
        return tuple(_broadcast(row) for row in await self._database.all(_UNDER_WAY))

    async def address(self, broadcast_id: int, audience: Audience, expected: int) -> bool:
        """Keep whom a draft is for, and how many they are; False when it is no draft."""
        values = {"id": broadcast_id, "audience": str(audience), "expected": expected}
        return bool(await self._database.run(_ADDRESS, values))

    async def start(self, broadcast_id: int, now: datetime) -> bool:
        """Set a draft going; False when it is none, or another broadcast is not through."""
        values = {"id": broadcast_id, "now": to_seconds(now)}
        return bool(await self._database.run(_START, values))

    async def move(self, broadcast_id: int, to: Stage, of: Collection[Stage]) -> bool:
        """Take a broadcast to another stage; False when it is at none of those given."""
        listed = ",".join(f'"{stage}"' for stage in of)
        values = {"id": broadcast_id, "to": to, "of": f"[{listed}]"}
        return bool(await self._database.run(_MOVE, values))

    async def show(self, broadcast_id: int, message_id: int) -> None:
        """Keep in which message its progress is shown."""
        await self._database.run(
            "UPDATE broadcasts SET message_id = :message WHERE id = :id",
            {"id": broadcast_id, "message": message_id},
        )

    async def end(self, broadcast: Broadcast, now: datetime) -> None:
        """Its result was told, unless it went on to another stage meanwhile."""
        await self._database.run(
            "UPDATE broadcasts SET ended = :now WHERE id = :id AND state = :stage",
            {"id": broadcast.id, "stage": broadcast.stage, "now": to_seconds(now)},
        )

    async def discard(self, broadcast_id: int) -> bool:
        """Delete a draft; False when it is none."""
        return bool(
            await self._database.run(
                "DELETE FROM broadcasts WHERE id = :id AND state = 'preview'", {"id": broadcast_id}
            )
        )


def _broadcast(row: Row) -> Broadcast:
    return Broadcast(
        id=row["id"],
        person_id=row["person_id"],
        content_id=row["content_id"],
        audience=Audience.read(row["audience"]),
        stage=Stage(row["state"]),
        expected=row["expected"],
        put=row["put"],
        reached=row["reached"],
        message_id=row["message_id"],
        created=to_instant(row["created"]),
        started=maybe_instant(row["started"]),
        ended=maybe_instant(row["ended"]),
    )
