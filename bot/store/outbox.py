"""The outbox: what is to be sent, kept until it is settled (the transactional outbox pattern).

Who sends takes letters on a lease and writes down what becomes of each message, so that a crash
leaves no letter unsent, and none in doubt but those that were on their way at that moment.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.contents import KEPT_FOR
from bot.store.instants import to_instant, to_seconds
from bot.store.letters import Letter, held_row, letter_of, new_row
from bot.store.sqlite import Connection, Database

# A purge holds the writer for a moment only.
_PURGED_AT_ONCE = 2_000

# `WHERE true`: else SQLite takes ON for that of a join.
_PUT = """
    INSERT INTO outbox (
        slot, chat_id, thread_id, content_id, priority, state, due, not_before, created
    )
    SELECT value ->> 'slot', value ->> 'chat_id', value ->> 'thread_id', value ->> 'content_id',
        value ->> 'priority', 'ready', value ->> 'due', value ->> 'due', :now
    FROM json_each(:letters) WHERE true
    ON CONFLICT (slot) DO NOTHING RETURNING slot
"""
# A letter waits for those of its chat that go before it, and for any that is under way.
_CLAIM = """
    UPDATE outbox SET state = 'leased', begun = 0, lease = :until, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM outbox AS next
        WHERE state = 'ready' AND not_before <= :now AND NOT EXISTS (
            SELECT 1 FROM outbox AS other
            WHERE state IN ('ready', 'leased') AND other.chat_id = next.chat_id AND (
                state = 'leased' OR (other.priority, other.id) < (next.priority, next.id)
            )
        )
        ORDER BY priority, id LIMIT :limit
    )
    RETURNING *
"""
# Only by the one who took it last: somebody who was too slow for the lease changes nothing.
_KEEP = """
    UPDATE outbox SET
        state = held.value ->> 'state', part = held.value ->> 'part',
        messages = held.value ->> 'messages', begun = held.value ->> 'begun', lease = :until,
        not_before = held.value ->> 'not_before', failures = held.value ->> 'failures',
        doubtful = held.value ->> 'doubtful',
        outcome = held.value ->> 'outcome', fault = held.value ->> 'fault',
        settled = held.value ->> 'settled'
    FROM json_each(:letters) AS held
    WHERE outbox.id = held.value ->> 'id' AND outbox.state = 'leased'
        AND attempts = held.value ->> 'attempts'
    RETURNING outbox.id
"""
_EXPIRED = """
    UPDATE outbox SET
        state = CASE WHEN begun AND doubtful >= :retries THEN 'unsure' ELSE 'ready' END,
        settled = CASE WHEN begun AND doubtful >= :retries THEN :now END,
        outcome = CASE WHEN begun THEN 'unsure' ELSE outcome END,
        doubtful = doubtful + begun, begun = 0
    WHERE state = 'leased' AND lease <= :now
    RETURNING doubtful, state
"""
_DROP = """
    UPDATE outbox SET state = 'dropped', outcome = :outcome, settled = :now
    WHERE state = 'ready' AND chat_id = :chat
"""
_LEAVE_THREAD = (
    """
    UPDATE outbox SET thread_id = 0
    WHERE chat_id = :chat AND thread_id = :thread AND state IN ('ready', 'leased')
    """,
    # Where the chat as a whole has a list of that name, that one stays and this one is as it was.
    """
    UPDATE OR IGNORE subscriptions SET thread_id = 0
    WHERE chat_id = :chat AND thread_id = :thread
    """,
)
_WAITING = """
    SELECT count(*) AS letters, min(due) AS since FROM outbox
    WHERE state IN ('ready', 'leased') AND due <= :now
"""
_OUTCOMES = """
    SELECT outcome, count(*) AS letters, sum(doubtful > 0) AS doubtful FROM outbox
    WHERE settled >= :since GROUP BY outcome
"""
_FAILURES = """
    SELECT * FROM outbox WHERE settled IS NOT NULL AND state IN ('failed', 'unsure')
    ORDER BY settled DESC, id DESC LIMIT :limit
"""
_PURGE = """
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE settled IS NOT NULL AND settled < :oldest LIMIT :limit
    )
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """How many letters are due, and since when the oldest one (None: there is none)."""

    letters: int
    since: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many letters ended in one way, and of how many it was once in doubt."""

    letters: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class _Change:
    letter: Letter
    done: asyncio.Future[bool]


class Outbox:
    """The letters of the database; those that were settled a month ago go.

    `lease` is for how long one who takes a letter, or begins a message of it, may be about it.
    """

    def __init__(self, database: Database, lease: timedelta = timedelta(minutes=1)) -> None:
        self._database = database
        self.lease = lease
        self._changes: list[_Change] = []
        self._writing = asyncio.Lock()

    async def put_all(
        self, transaction: Connection | None, letters: Iterable[Letter], now: datetime
    ) -> frozenset[str]:
        """Put letters in; returns the slots that are new, the others being there already.

        Within a transaction where one is given, else by itself. Their chats must be known.
        """
        if transaction is None:
            async with self._database.transaction() as own:
                return await self.put_all(own, letters, now)
        values = {
            "letters": json.dumps([new_row(letter) for letter in letters]),
            "now": to_seconds(now),
        }
        return frozenset(row["slot"] for row in await transaction.all(_PUT, values))

    async def claim(self, limit: int, now: datetime) -> tuple[Letter, ...]:
        """Take at most that many letters whose time has come, by priority, the first ones first.

        One of each chat, so that what a chat gets keeps its order.
        """
        values = {
            "limit": limit,
            "now": to_seconds(now),
            "until": to_seconds(now + self.lease),
        }
        async with self._database.transaction() as transaction:
            letters = [letter_of(row) for row in await transaction.all(_CLAIM, values)]
        return tuple(sorted(letters, key=lambda letter: (letter.priority, letter.id)))

    async def keep(self, letter: Letter, now: datetime) -> bool:
        """Write down a letter that was claimed; False when the lease on it was lost.

        Returns once it is committed. Those who come while one commit goes on share the next one
        (group commit), so that many can be under way at once.
        """
        change = _Change(letter, asyncio.get_running_loop().create_future())
        self._changes.append(change)
        async with self._writing:
            if not change.done.done():
                # Shielded: others wait for this commit, should this caller be cancelled.
                await asyncio.shield(self._write_all(now))
        return change.done.result()

    async def expired(self, now: datetime, *, retries: int) -> tuple[int, int]:
        """Put back what somebody held for too long: (how many letters, how many in doubt).

        One whose message may have gone out is in doubt; it goes again `retries` times at most.
        """
        values = {"now": to_seconds(now), "retries": retries}
        async with self._database.transaction() as transaction:
            rows = await transaction.all(_EXPIRED, values)
        return len(rows), sum(bool(row["doubtful"]) for row in rows)

    async def drop(self, chat_id: int, outcome: str, now: datetime) -> int:
        """Give up all that waits for a chat; returns how many letters."""
        values = {"chat": chat_id, "outcome": outcome, "now": to_seconds(now)}
        return await self._database.run(_DROP, values)

    async def leave_thread(self, chat_id: int, thread_id: int) -> None:
        """A thread of a forum is gone: what was for it is for the chat as a whole."""
        async with self._database.transaction() as transaction:
            for statement in _LEAVE_THREAD:
                await transaction.run(statement, {"chat": chat_id, "thread": thread_id})

    async def waiting(self, now: datetime) -> Queue:
        """What is due and not yet settled."""
        row = await self._database.one(_WAITING, {"now": to_seconds(now)})
        letters, since = row or (0, None)
        return Queue(letters=letters, since=None if since is None else to_instant(since))

    async def outcomes(self, since: datetime) -> dict[str, Tally]:
        """What was settled since then, by outcome."""
        rows = await self._database.all(_OUTCOMES, {"since": to_seconds(since)})
        return {
            row["outcome"]: Tally(letters=row["letters"], doubtful=row["doubtful"]) for row in rows
        }

    async def failures(self, limit: int) -> tuple[Letter, ...]:
        """The newest letters that failed, or of which nobody knows whether they arrived."""
        rows = await self._database.all(_FAILURES, {"limit": limit})
        return tuple(letter_of(row) for row in rows)

    async def purge(self, *, now: datetime) -> int:
        """Delete what was settled more than a month ago; returns how many letters."""
        values = {"oldest": to_seconds(now - KEPT_FOR), "limit": _PURGED_AT_ONCE}
        purged = 0
        while deleted := await self._database.run(_PURGE, values):
            purged += deleted
        return purged

    async def _write_all(self, now: datetime) -> None:
        """Write everything that waits; each who waits learns what came of it."""
        changes, self._changes = self._changes, []
        values = {
            "letters": json.dumps([held_row(change.letter) for change in changes]),
            "until": to_seconds(now + self.lease),
        }
        try:
            async with self._database.transaction() as transaction:
                kept = {row["id"] for row in await transaction.all(_KEEP, values)}
        except Exception as error:  # noqa: BLE001 - raised again by each who waits
            for change in changes:
                change.done.set_exception(error)
            return
        for change in changes:
            change.done.set_result(change.letter.id in kept)
