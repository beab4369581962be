"""The letters of broadcasts: put into the outbox bit by bit, held, let go, taken back.

Each statement is about a thousand rows, so that others get their turn in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.broadcast_model import Audience, Broadcast
from bot.store.chats import quiet_of
from bot.store.instants import to_seconds
from bot.store.letters import BROADCAST
from bot.store.sqlite import Database

STEP: Final = 1_000
# A chat that was silent for longer and has no list may have forgotten us.
SEEN_WITHIN: Final = timedelta(days=90)
# When a letter that is held goes: never, by itself.
_NEVER: Final = to_seconds(datetime(9999, 1, 1, tzinfo=UTC))

# A zone and quiet hours, as the chat keeps them.
Hours = tuple[str, tuple[int, int]]

_RANGE = """
    SELECT max(id) AS last, count(*) AS chats
    FROM (SELECT id FROM chats WHERE id > :after ORDER BY id LIMIT :step)
"""
# Neither who has ended all their lists nor who is banned or blocked the bot: that is known by their
# lists, or else by what was sent to them since they spoke last.
_AUDIENCE = """
    chats.id > :after AND chats.id <= :last
    AND CASE :kind
        WHEN 'topic' THEN EXISTS (
            SELECT 1 FROM subscriptions, json_each(topics)
            WHERE chat_id = chats.id AND state = 'active' AND value = :value)
        WHEN 'language' THEN language = :value
        ELSE true END
    AND (last_seen >= :since OR EXISTS (
        SELECT 1 FROM subscriptions WHERE chat_id = chats.id AND state = 'active'))
    AND coalesce((
        SELECT sum(state = 'unreachable') = 0 AND sum(state <> 'ended') > 0
        FROM subscriptions WHERE chat_id = chats.id), true)
    AND NOT EXISTS (SELECT 1 FROM people WHERE people.id = chats.id AND role = 'banned')
    AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE chat_id = chats.id AND outcome = 'unreachable' AND settled > last_seen)
"""
# Where a chat did not say where it is, one of its lists may know.
_HOURS = """
    coalesce(
        nullif(zone, ''),
        (SELECT zone FROM subscriptions WHERE chat_id = chats.id ORDER BY id LIMIT 1), ''
    ) || ' ' || quiet
"""
# Made of our own texts, as are all below.
_DUE = f"""
    CASE quiet WHEN '' THEN :now
    ELSE coalesce((SELECT value FROM json_each(:ends) WHERE key = {_HOURS}), :now) END
"""  # noqa: S608 - as said
_COUNT = f"SELECT count(*) AS chats FROM chats WHERE {_AUDIENCE}"  # noqa: S608 - as said
_KINDS = f"""
    SELECT DISTINCT {_HOURS} AS hours FROM chats
    WHERE quiet <> '' AND id > :after AND id <= :last
"""  # noqa: S608 - as said
_PUT = f"""
    INSERT INTO outbox (slot, chat_id, content_id, priority, state, due, not_before, created)
    SELECT 'broadcast:' || :id || ':' || id, id, :content, {BROADCAST}, 'ready', due, due, :now
    FROM (SELECT id, {_DUE} AS due FROM chats WHERE {_AUDIENCE} ORDER BY id) WHERE true
    ON CONFLICT (slot) DO NOTHING
"""  # noqa: S608 - as said
_MOVE_ON = """
    UPDATE broadcasts SET reached = :next
    WHERE id = :id AND state = 'running' AND reached IS :after
"""
_COUNT_PUT = "UPDATE broadcasts SET put = put + :put WHERE id = :id"
_OPEN = f"""
    SELECT id FROM outbox WHERE priority = {BROADCAST} AND content_id = :content AND state = 'ready'
"""  # noqa: S608 - as said
_HOLD = f"""
    UPDATE outbox SET due = {_NEVER}, not_before = {_NEVER}
    WHERE id IN ({_OPEN} AND not_before < {_NEVER} LIMIT {STEP})
"""  # noqa: S608 - as said
_HELD = f"SELECT count(*) AS letters FROM ({_OPEN} AND not_before = {_NEVER} LIMIT 1)"  # noqa: S608 - as said
_HELD_KINDS = f"""
    SELECT DISTINCT {_HOURS} AS hours FROM chats WHERE quiet <> '' AND id IN (
        SELECT chat_id FROM outbox WHERE id IN ({_OPEN} AND not_before = {_NEVER} LIMIT {STEP}))
"""  # noqa: S608 - as said
_RELEASE = f"""
    UPDATE outbox SET (due, not_before) = (
        SELECT due, due FROM (SELECT {_DUE} AS due FROM chats WHERE chats.id = outbox.chat_id))
    WHERE id IN ({_OPEN} AND not_before = {_NEVER} LIMIT {STEP})
        AND EXISTS (SELECT 1 FROM broadcasts WHERE id = :id AND state = 'running')
"""  # noqa: S608 - as said
_DROP = f"DELETE FROM outbox WHERE id IN ({_OPEN} LIMIT {STEP})"  # noqa: S608 - as said
_DUE_NOW = f"""
    SELECT count(*) AS letters FROM outbox INDEXED BY outbox_broadcasts
    WHERE priority = {BROADCAST} AND content_id = :content AND state = 'ready'
        AND not_before <= :now
"""  # noqa: S608 - as said


class BroadcastLetters:
    """What the outbox holds of broadcasts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def size(self, audience: Audience, after: int, now: datetime) -> tuple[int, int | None]:
        """How many of the next thousand chats are meant, and where those end (None: the last)."""
        last, end = await self._range(after)
        values = {**_of(audience, now), "after": after, "last": last}
        row = await self._database.one(_COUNT, values)
        return (row["chats"] if row else 0), end

    async def hours(self, after: int) -> frozenset[Hours]:
        """The quiet hours among the next thousand chats."""
        last, _ = await self._range(after)
        rows = await self._database.all(_KINDS, {"after": after, "last": last})
        return frozenset(_hours_of(row["hours"]) for row in rows)

    async def put(
        self, broadcast: Broadcast, ends: Mapping[Hours, datetime], now: datetime
    ) -> Broadcast | None:
        """Put letters for the next thousand chats; the broadcast as it is then.

        `ends` has for quiet hours at this instant when they end: until then a letter waits.
        Nothing happens, and None is returned, where it is not running or is further on already.
        """
        if broadcast.reached is None:
            return None
        last, end = await self._range(broadcast.reached)
        values = {
            **_of(broadcast.audience, now),
            "id": broadcast.id,
            "content": broadcast.content_id,
            "after": broadcast.reached,
            "last": last,
            "next": end,
            "ends": _ends(ends),
            "now": to_seconds(now),
        }
        async with self._database.transaction() as transaction:
            if not await transaction.run(_MOVE_ON, values):
                return None
            put = await transaction.run(_PUT, values)
            await transaction.run(_COUNT_PUT, {**values, "put": put})
        return replace(broadcast, reached=end, put=broadcast.put + put)

    async def due(self, broadcast: Broadcast, now: datetime) -> int:
        """How many of its letters may go now."""
        values = {"content": broadcast.content_id, "now": to_seconds(now)}
        row = await self._database.one(_DUE_NOW, values)
        return row["letters"] if row else 0

    async def hold(self, broadcast: Broadcast) -> None:
        """Keep back all that is not on its way."""
        while await self._database.run(_HOLD, {"content": broadcast.content_id}):
            continue

    async def held(self, broadcast: Broadcast) -> frozenset[Hours] | None:
        """The quiet hours of the first thousand that are held, None where none is."""
        values = {"content": broadcast.content_id}
        row = await self._database.one(_HELD, values)
        if not row or not row["letters"]:
            return None
        rows = await self._database.all(_HELD_KINDS, values)
        return frozenset(_hours_of(row["hours"]) for row in rows)

    async def release(
        self, broadcast: Broadcast, ends: Mapping[Hours, datetime], now: datetime
    ) -> bool:
        """Let the first thousand that are held go on; `ends` as for `put`.

        Nothing happens, and False is returned, where it is not running (any more).
        """
        values = {
            "id": broadcast.id,
            "content": broadcast.content_id,
            "ends": _ends(ends),
            "now": to_seconds(now),
        }
        return bool(await self._database.run(_RELEASE, values))

    async def drop(self, broadcast: Broadcast) -> None:
        """Take back all that is not on its way."""
        values = {"id": broadcast.id, "content": broadcast.content_id}
        dropped = STEP
        while dropped:
            async with self._database.transaction() as transaction:
                dropped = await transaction.run(_DROP, values)
                await transaction.run(_COUNT_PUT, {**values, "put": -dropped})

    async def _range(self, after: int) -> tuple[int, int | None]:
        """The last of the next thousand chats, and the same where there may be more, else None."""
        row = await self._database.one(_RANGE, {"after": after, "step": STEP})
        if row is None or row["last"] is None:
            return after, None
        return row["last"], (row["last"] if row["chats"] == STEP else None)


def _of(audience: Audience, now: datetime) -> dict[str, object]:
    return {
        "kind": audience.kind,
        "value": audience.value,
        "since": to_seconds(now - SEEN_WITHIN),
    }


def _hours_of(text: str) -> Hours:
    zone, _, hours = text.partition(" ")
    return zone, quiet_of(hours) or (0, 0)


def _ends(ends: Mapping[Hours, datetime]) -> str:
    return json.dumps(
        {f"{zone} {start}-{end}": to_seconds(at) for (zone, (start, end)), at in ends.items()}
    )
