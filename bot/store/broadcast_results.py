"""What became of the letters of broadcasts, and which of them are recalled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.broadcast_model import RECALLABLE_FOR, Broadcast, Tally
from bot.store.instants import to_seconds
from bot.store.letters import BROADCAST, Letter, letter_of
from bot.store.sqlite import Database

# One statement is about so many rows, so that others get their turn in between.
STEP: Final = 1_000

# Made of our own texts, as are all below.
_THROUGH = f"""
    SELECT 1 FROM outbox WHERE priority = {BROADCAST} AND content_id = :content
        AND state IN ('ready', 'leased') LIMIT 1
"""  # noqa: S608 - as said
# Messages that were sent and are not recalled yet; a broadcast has one for each chat.
_SENT = f"""
    FROM outbox WHERE priority = {BROADCAST} AND content_id = :content
        AND state = 'sent' AND outcome = 'sent'
"""
_TOO_OLD = f"""
    UPDATE outbox SET outcome = 'kept'
    WHERE id IN (SELECT id {_SENT} AND settled < :oldest LIMIT {STEP})
"""  # noqa: S608 - as said
_RECALLED = """
    UPDATE outbox SET outcome = fate.value
    FROM json_each(:fates) AS fate WHERE outbox.id = fate.key AND state = 'sent'
"""
_TALLY = f"""
    SELECT
        CASE WHEN state IN ('ready', 'leased') THEN 'open'
            WHEN state = 'sent' THEN outcome ELSE state END AS end,
        count(*) AS letters, sum(state = 'ready' AND not_before > :now) AS later
    FROM outbox INDEXED BY outbox_broadcasts
    WHERE priority = {BROADCAST} AND content_id = :content GROUP BY 1
"""  # noqa: S608 - as said


class BroadcastResults:
    """What the outbox knows of broadcasts whose letters went out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def through(self, broadcast: Broadcast) -> bool:
        """Whether none of its letters is still to go."""
        row = await self._database.one(_THROUGH, {"content": broadcast.content_id})
        return row is None

    async def recallable(
        self, broadcast: Broadcast, limit: int, now: datetime
    ) -> tuple[Letter, ...]:
        """Some of those that were sent and can be deleted; those that no longer can stay."""
        oldest = to_seconds(now - RECALLABLE_FOR)
        values = {"content": broadcast.content_id, "oldest": oldest, "limit": limit}
        while await self._database.run(_TOO_OLD, values):
            continue
        rows = await self._database.all(f"SELECT * {_SENT} LIMIT :limit", values)
        return tuple(letter_of(row) for row in rows)

    async def recalled(self, fates: Mapping[int, bool]) -> None:
        """Keep of which letters (by id) the message is deleted, and of which it cannot be."""
        told = {str(number): "recalled" if gone else "kept" for number, gone in fates.items()}
        await self._database.run(_RECALLED, {"fates": json.dumps(told)})

    async def tally(self, broadcast: Broadcast, now: datetime) -> Tally:
        """What became of its letters so far.

        Those of deleted accounts are gone with their chats, and count as dropped.
        """
        values = {"content": broadcast.content_id, "now": to_seconds(now)}
        rows = {row["end"]: row for row in await self._database.all(_TALLY, values)}
        counts = {end: row["letters"] for end, row in rows.items()}
        gone = broadcast.put - sum(counts.values())
        return Tally(
            open=counts.get("open", 0),
            later=rows["open"]["later"] if "open" in rows else 0,
            sent=counts.get("sent", 0),
            dropped=counts.get("dropped", 0) + max(0, gone),
            unsure=counts.get("unsure", 0),
            failed=counts.get("failed", 0),
            recalled=counts.get("recalled", 0),
            kept=counts.get("kept", 0),
        )
