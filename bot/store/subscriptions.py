"""Who gets which list of news, and when next."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.model import Length, Standing, Subscription
from bot.steps import in_steps
from bot.store.chats import ensure_chat
from bot.store.instants import maybe_instant, maybe_seconds, to_instant, to_seconds
from bot.store.sqlite import Connection, Database, Row

_PUT = """
    INSERT INTO subscriptions (
        chat_id, thread_id, name, minute, zone, days, topics, length, silent, state, resumes,
        skipped, since, next_digest_at
    ) VALUES (
        :chat_id, :thread_id, :name, :minute, :zone, :days, :topics, :length, :silent, :state,
        :resumes, :skipped, :since, :next_digest_at
    )
    ON CONFLICT (chat_id, thread_id, name) DO UPDATE SET
        minute = excluded.minute, zone = excluded.zone, days = excluded.days,
        topics = excluded.topics, length = excluded.length, silent = excluded.silent,
        state = excluded.state, resumes = excluded.resumes, skipped = excluded.skipped,
        since = excluded.since, next_digest_at = excluded.next_digest_at
    RETURNING *
"""
_CHANGE = """
    UPDATE subscriptions SET
        chat_id = :chat_id, thread_id = :thread_id, name = :name, minute = :minute, zone = :zone,
        days = :days, topics = :topics, length = :length, silent = :silent, state = :state,
        resumes = :resumes, skipped = :skipped, since = :since, next_digest_at = :next_digest_at
    WHERE id = :id
"""
_DUE = """
    SELECT * FROM subscriptions WHERE next_digest_at <= :now
    ORDER BY next_digest_at, id LIMIT :limit
"""
_NEXT = """
    SELECT next_digest_at FROM subscriptions WHERE next_digest_at IS NOT NULL
    ORDER BY next_digest_at LIMIT 1
"""
# One statement for a whole batch.
_MOVE = """
    UPDATE subscriptions SET
        next_digest_at = move.value ->> 2, since = move.value ->> 3, state = move.value ->> 4,
        resumes = move.value ->> 5, skipped = move.value ->> 6
    FROM json_each(:moves) AS move
    WHERE subscriptions.id = move.value ->> 0 AND next_digest_at IS (move.value ->> 1)
    RETURNING subscriptions.id
"""
# Whoever pauses for good stays paused.
_UNREACHABLE = """
    UPDATE subscriptions SET state = 'unreachable', next_digest_at = NULL
    WHERE chat_id = :chat AND (state = 'active' OR state = 'paused' AND resumes IS NOT NULL)
"""
_RETURNED = """
    SELECT * FROM subscriptions WHERE chat_id = :chat AND state = 'unreachable' ORDER BY id
"""
_COUNTS = "SELECT state, count(*) AS subscriptions FROM subscriptions GROUP BY state"


class Subscriptions:
    """The lists of all chats; a chat that is forgotten takes its own with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, subscription: Subscription) -> Subscription:
        """Keep it, with its id, in place of the one of the same chat, thread and name."""
        async with self._database.transaction() as transaction:
            # A channel is subscribed from elsewhere and may never have spoken.
            await ensure_chat(transaction, subscription.chat_id, subscription.since)
            (row,) = await transaction.all(_PUT, _columns(subscription))
        return _subscription(row)

    async def get(self, subscription_id: int) -> Subscription | None:
        """One of them, or None when it was deleted."""
        row = await self._database.one(
            "SELECT * FROM subscriptions WHERE id = :id", {"id": subscription_id}
        )
        return _subscription(row) if row else None

    async def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """All lists of a chat, whatever their standing, the first one first."""
        return await self._all(
            "SELECT * FROM subscriptions WHERE chat_id = :chat ORDER BY id", chat=chat_id
        )

    async def due(self, now: datetime, limit: int) -> tuple[Subscription, ...]:
        """Those whose instant has come, the longest due first."""
        return await self._all(_DUE, now=to_seconds(now), limit=limit)

    async def next_due(self) -> datetime | None:
        """When the next one is due, None when none ever is."""
        row = await self._database.one(_NEXT)
        return to_instant(row["next_digest_at"]) if row else None

    async def change(self, subscription: Subscription) -> None:
        """Write all fields of the one with that id; nothing happens when it was deleted."""
        await self._database.run(_CHANGE, _columns(subscription))

    async def delete(self, subscription_id: int) -> bool:
        """Delete it; False when it was not there."""
        deleted = "DELETE FROM subscriptions WHERE id = :id"
        return bool(await self._database.run(deleted, {"id": subscription_id}))

    async def unreachable(self, chat_id: int) -> None:
        """Stop what a chat gets, since it cannot be reached; its settings stay."""
        await self._database.run(_UNREACHABLE, {"chat": chat_id})

    async def returned(self, chat_id: int, now: datetime) -> tuple[Subscription, ...]:
        """Those that stopped as unreachable, as they go on; to be scheduled by whoever asks."""
        return tuple(
            replace(each, standing=Standing.PAUSED if _pauses(each, now) else Standing.ACTIVE)
            for each in await self._all(_RETURNED, chat=chat_id)
        )

    async def counts(self) -> dict[Standing, int]:
        """How many there are of each standing."""
        rows = await self._database.all(_COUNTS)
        return {Standing(row["state"]): row["subscriptions"] for row in rows}

    async def scheduled(self, after: int, limit: int) -> tuple[Subscription, ...]:
        """Those that have a next instant, by id, from the first one after that id."""
        return await self._all(
            "SELECT * FROM subscriptions WHERE id > :after AND next_digest_at IS NOT NULL "
            "ORDER BY id LIMIT :limit",
            after=after,
            limit=limit,
        )

    async def _all(self, sql: str, **parameters: int) -> tuple[Subscription, ...]:
        rows = await self._database.all(sql, parameters)
        return tuple(await in_steps(map(_subscription, rows)))


async def move(
    transaction: Connection, moves: Iterable[tuple[Subscription, Subscription]]
) -> frozenset[int]:
    """Write what came of due subscriptions, pairs of before and after; returns whose it was.

    One that is gone, or whose next instant is another one by now, was changed by its owner and is
    left alone.
    """
    rows = [
        (
            before.id,
            maybe_seconds(before.next_digest_at),
            maybe_seconds(after.next_digest_at),
            to_seconds(after.since),
            after.standing,
            maybe_seconds(after.resumes),
            after.skipped.isoformat() if after.skipped else "",
        )
        for before, after in moves
    ]
    moved = await transaction.all(_MOVE, {"moves": json.dumps(rows)})
    return frozenset(row["id"] for row in moved)


def _pauses(subscription: Subscription, now: datetime) -> bool:
    return subscription.resumes is not None and subscription.resumes > now


def _columns(subscription: Subscription) -> dict[str, str | int | None]:
    return {
        "id": subscription.id,
        "chat_id": subscription.chat_id,
        "thread_id": subscription.thread_id,
        "name": subscription.name,
        "minute": subscription.minute,
        "zone": subscription.zone,
        "days": subscription.days,
        "topics": json.dumps(subscription.topics),
        "length": subscription.length,
        "silent": subscription.silent,
        "state": subscription.standing,
        "resumes": maybe_seconds(subscription.resumes),
        "skipped": subscription.skipped.isoformat() if subscription.skipped else "",
        "since": to_seconds(subscription.since),
        "next_digest_at": maybe_seconds(subscription.next_digest_at),
    }


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=row["id"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        name=row["name"],
        minute=row["minute"],
        zone=row["zone"],
        days=row["days"],
        topics=tuple(json.loads(row["topics"])),
        length=Length(row["length"]),
        silent=bool(row["silent"]),
        standing=Standing(row["state"]),
        resumes=maybe_instant(row["resumes"]),
        skipped=date.fromisoformat(row["skipped"]) if row["skipped"] else None,
        since=to_instant(row["since"]),
        next_digest_at=maybe_instant(row["next_digest_at"]),
    )
