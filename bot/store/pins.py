"""The articles that an editor put on top of digests for a while."""

from __future__ import annotations

from datetime import datetime

from bot.store.instants import to_seconds
from bot.store.sqlite import Database

# An article that was deleted a moment ago is left alone.
_PIN = """
    INSERT INTO pins (article_id, until) SELECT id, :until FROM articles WHERE id = :article
    ON CONFLICT (article_id) DO UPDATE SET until = excluded.until
"""


class Pins:
    """Each pinned article, until when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pin(self, article_id: int, until: datetime) -> bool:
        """Put an article on top until then; False when it is not there."""
        return bool(
            await self._database.run(_PIN, {"article": article_id, "until": to_seconds(until)})
        )

    async def unpin(self, article_id: int) -> bool:
        """Take it down; False when it was not up."""
        unpinned = "DELETE FROM pins WHERE article_id = :article"
        return bool(await self._database.run(unpinned, {"article": article_id}))

    async def current(self, now: datetime) -> frozenset[int]:
        """The articles that are on top."""
        rows = await self._database.all(
            "SELECT article_id FROM pins WHERE until > :now", {"now": to_seconds(now)}
        )
        return frozenset(row["article_id"] for row in rows)

    async def purge(self, *, now: datetime) -> int:
        """Delete the pins that are over; returns how many."""
        over = "DELETE FROM pins WHERE until <= :now"
        return await self._database.run(over, {"now": to_seconds(now)})
