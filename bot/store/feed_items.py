"""The items of feeds that were taken in: each once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.model import Draft, FeedItem
from bot.store.instants import to_seconds
from bot.store.proposals import Proposal, insert_proposal
from bot.store.sqlite import Connection, Database

_NOTE = """
    INSERT INTO feed_items (feed_id, key, seen) VALUES (:feed_id, :key, :now)
    ON CONFLICT DO NOTHING
"""
_UNSEEN = """
    SELECT value AS key FROM json_each(:keys)
    WHERE NOT EXISTS (SELECT 1 FROM feed_items WHERE feed_id = :feed_id AND key = value)
"""
_NOTE_ALL = """
    INSERT INTO feed_items (feed_id, key, seen)
    SELECT :feed_id, value, :now FROM json_each(:keys) WHERE true
    ON CONFLICT DO NOTHING
"""
_FORGET = """
    DELETE FROM feed_items
    WHERE feed_id = :feed_id AND seen < :oldest AND key NOT IN (SELECT value FROM json_each(:keys))
"""
# A feed that shows fewer items for a while must not give us the others once more.
_KEPT_FOR = timedelta(days=60)


class FeedItems:
    """The keys of items by feed: see `bot.news.items`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unseen(self, feed_id: int, keys: Iterable[str]) -> frozenset[str]:
        """Those of the keys that were never noted for that feed."""
        values = {"feed_id": feed_id, "keys": json.dumps([*keys])}
        return frozenset(row["key"] for row in await self._database.all(_UNSEEN, values))

    async def note(self, feed_id: int, keys: Iterable[str], *, now: datetime) -> None:
        """Note items that are not to be taken in."""
        values = {"feed_id": feed_id, "keys": json.dumps([*keys]), "now": to_seconds(now)}
        await self._database.run(_NOTE_ALL, values)

    async def hold(self, feed_id: int, drafts: Mapping[str, Draft], *, now: datetime) -> int:
        """Keep drafts, by the keys of their items, for approval; returns how many were new."""
        held = 0
        async with self._database.transaction() as transaction:
            for key, draft in drafts.items():
                if await note_item(transaction, FeedItem(feed_id=feed_id, key=key), now):
                    proposal = Proposal(drafts=(draft,), feed_id=feed_id, created=now)
                    await insert_proposal(transaction, proposal)
                    held += 1
        return held

    async def forget(self, feed_id: int, *, listed: Iterable[str], now: datetime) -> int:
        """Forget what the feed has not listed for long; returns how many."""
        oldest = to_seconds(now - _KEPT_FOR)
        values = {"feed_id": feed_id, "keys": json.dumps([*listed]), "oldest": oldest}
        return await self._database.run(_FORGET, values)


async def note_item(transaction: Connection, item: FeedItem, now: datetime) -> bool:
    """Note an item in the transaction that takes it in; False when it was noted before."""
    values = {"feed_id": item.feed_id, "key": item.key, "now": to_seconds(now)}
    return bool(await transaction.run(_NOTE, values))
