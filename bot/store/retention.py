"""Deletes what is older than the operator wants to keep, in small steps."""

from __future__ import annotations

import json
from datetime import datetime

from bot.store.grouping import refresh
from bot.store.instants import first_sequence, to_seconds
from bot.store.sqlite import Connection, Database, Row

# What editors pinned stays; so does the newest article of a story that can still grow.
_OLD = """
    SELECT id, story_id FROM articles
    WHERE sequence < :before
      AND id NOT IN (SELECT article_id FROM pins WHERE until > :now)
      AND (sequence < :living OR sequence < (
          SELECT max(told.sequence) FROM articles AS told
          WHERE told.story_id = articles.story_id))
    ORDER BY sequence LIMIT :limit
"""
_DELETE = "DELETE FROM articles WHERE id IN (SELECT value FROM json_each(:ids))"
_DELETE_SUMMARIES = """
    DELETE FROM summaries WHERE (engine, language, length, text_hash) IN (
        SELECT engine, language, length, text_hash FROM summaries
        WHERE created < :before LIMIT :limit)
"""
# A negative number begins a merge of all there is, a positive one goes on with it.
_MERGE = "INSERT INTO article_index (article_index, rank) VALUES ('merge', :pages)"
_SOMETHING = 2
_HOURS = """
    SELECT created / 3600 % 24 AS hour, count(*) AS lists FROM listings
    WHERE created >= :since GROUP BY hour
"""
# Fewer lists than that tell nothing of when people sleep.
_TELLING = 200
_NIGHT = 2


class Retention:
    """What goes when it is old: articles with all that hangs on them, and summaries."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._merging = False

    async def expire(self, *, before: datetime, living: datetime, now: datetime, limit: int) -> int:
        """Delete up to `limit` articles published before `before`; returns how many.

        Pinned ones stay. A story with an article published at `living` or later may still be
        joined by others: its newest article stays. One short transaction.
        """
        values = {
            "before": first_sequence(before),
            "living": first_sequence(living),
            "now": to_seconds(now),
            "limit": limit,
        }
        async with self._database.transaction() as transaction:
            rows = await transaction.all(_OLD, values)
            await _delete(transaction, rows)
        return len(rows)

    async def expire_summaries(self, *, before: datetime, limit: int) -> int:
        """Delete up to `limit` summaries made before then: they can be made again."""
        values = {"before": to_seconds(before), "limit": limit}
        return await self._database.run(_DELETE_SUMMARIES, values)

    async def merge_index(self, *, pages: int) -> bool:
        """Go on merging the search index, about so many pages of it; True while there is more.

        What was deleted stays in it as a mark beside the words until they meet in a merge.
        """
        async with self._database.transaction() as transaction:
            before = await _changes(transaction)
            await transaction.run(_MERGE, {"pages": pages if self._merging else -pages})
            # "A difference of less than 2": the documentation of FTS5 on its merge command.
            self._merging = await _changes(transaction) - before >= _SOMETHING
        return self._merging

    async def quietest_hour(self, *, since: datetime) -> int:
        """The hour of the day (UTC) in which the fewest lists were asked for since then."""
        rows = await self._database.all(_HOURS, {"since": to_seconds(since)})
        return quietest({row["hour"]: row["lists"] for row in rows})


def quietest(asked: dict[int, int]) -> int:
    """The hour with the fewest, its neighbours counted too; at night while too little is known."""
    if sum(asked.values()) < _TELLING:
        return _NIGHT

    def around(hour: int) -> int:
        return sum(asked.get((hour + step) % 24, 0) for step in (-1, 0, 1))

    return min(range(24), key=around)


async def _changes(transaction: Connection) -> int:
    (row,) = await transaction.all("SELECT total_changes() AS changes")
    return int(row["changes"])


async def _delete(transaction: Connection, rows: list[Row]) -> None:
    await transaction.run(_DELETE, {"ids": json.dumps([row["id"] for row in rows])})
    for story in sorted({row["story_id"] for row in rows}):
        await refresh(transaction, story)
