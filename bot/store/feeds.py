"""The feeds that are polled: what editors set of them, and how polling goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.model import PolledFeed
from bot.store.feed_rows import columns_of, feed_of
from bot.store.instants import to_seconds
from bot.store.sqlite import Connection, Database
from bot.store.urls import normalise_url

_FIRST_INTERVAL = timedelta(hours=1)

_ADD = """
    INSERT INTO feeds (url, title, site, language, topics, held, added, next_poll, interval)
    VALUES (:url, :title, :site, :language, :topics, :held, :now, :now, :interval)
    ON CONFLICT DO NOTHING RETURNING id
"""
_PAGE = (
    "SELECT * FROM feeds ORDER BY title = '', title COLLATE NOCASE, id LIMIT :limit OFFSET :offset"
)
# Who claims a feed has until then to settle it; after a crash others find it due again.
_CLAIM = """
    UPDATE feeds SET next_poll = :until
    WHERE next_poll <= :now AND paused = 0 AND gone = 0
    RETURNING *
"""
# Only what polling learns: an editor may have changed the rest meanwhile.
_SETTLE = """
    UPDATE feeds SET
        title = CASE title WHEN '' THEN :title ELSE title END,
        site = CASE site WHEN '' THEN :site ELSE site END,
        etag = :etag, modified = :modified, body_hash = :body_hash, next_poll = :next_poll,
        interval = :interval, last_poll = :last_poll, last_item = :last_item,
        failures = :failures, fault = :fault, told = :told, gone = :gone
    WHERE id = :id
"""
_CHANGE = """
    UPDATE feeds SET language = :language, topics = :topics, full_page = :full_page, held = :held,
        paused = :paused, gone = :gone
    WHERE id = :id
"""
# Looked at more closely: bringing the addresses of all feeds to one spelling takes long.
_NEAR = "SELECT url FROM feeds WHERE id <> :id AND instr(lower(url), :host)"
_RESTORE = """
    INSERT INTO feeds ({names}) VALUES ({places}) ON CONFLICT DO NOTHING
"""
_RESTORE_ITEMS = """
    INSERT INTO feed_items (feed_id, key, seen)
    SELECT :id, value ->> 0, value ->> 1 FROM json_each(:items)
"""


class Feeds:
    """The feeds of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(  # noqa: PLR0913 - what a feed is made of
        self,
        url: str,
        *,
        now: datetime,
        title: str = "",
        site: str = "",
        language: str = "",
        topics: Iterable[str] = (),
        held: bool = False,
    ) -> int | None:
        """Add a feed, due at once; its id, None when its address is there."""
        values = {
            "url": url,
            "title": title,
            "site": site,
            "language": language,
            "topics": json.dumps([*topics]),
            "held": held,
            "now": to_seconds(now),
            "interval": _FIRST_INTERVAL // timedelta(seconds=1),
        }
        async with self._database.transaction() as transaction:
            row = await transaction.one(_ADD, values)
        return row["id"] if row else None

    async def get(self, feed_id: int) -> PolledFeed | None:
        """The feed, or None."""
        row = await self._database.one("SELECT * FROM feeds WHERE id = :id", {"id": feed_id})
        return feed_of(row) if row else None

    async def page(self, *, limit: int, offset: int = 0) -> tuple[PolledFeed, ...]:
        """Some of the feeds, by title; those without one last."""
        rows = await self._database.all(_PAGE, {"limit": limit, "offset": offset})
        return tuple(feed_of(row) for row in rows)

    async def all(self) -> tuple[PolledFeed, ...]:
        """All feeds, by title."""
        return await self.page(limit=-1)

    async def count(self) -> int:
        """How many feeds there are."""
        row = await self._database.one("SELECT count(*) AS feeds FROM feeds")
        return row["feeds"] if row else 0

    async def addresses(self) -> dict[str, int]:
        """The feeds' ids by their addresses in one spelling: see `normalise_url`."""
        rows = await self._database.all("SELECT id, url FROM feeds")
        return {normalise_url(row["url"]): row["id"] for row in rows}

    async def claim(self, *, now: datetime, until: datetime) -> tuple[PolledFeed, ...]:
        """Take all feeds that are due; nobody else is given them before `until`."""
        values = {"now": to_seconds(now), "until": to_seconds(until)}
        async with self._database.transaction() as transaction:
            return tuple(feed_of(row) for row in await transaction.all(_CLAIM, values))

    async def settle(self, *feeds: PolledFeed) -> None:
        """Write what polling has come to; title and site count only while there are none."""

        async def write(transaction: Connection) -> None:
            for feed in feeds:
                await transaction.run(_SETTLE, columns_of(feed))

        await self._database.atomically(write)

    async def change(self, feed: PolledFeed) -> bool:
        """Write what editors may set; False when it is deleted."""
        return bool(await self._database.run(_CHANGE, columns_of(feed)))

    async def move(self, feed_id: int, url: str) -> bool:
        """Give a feed another address; False when another feed has that one in any spelling."""
        key = normalise_url(url)
        host = urlsplit(key).netloc
        near = await self._database.all(_NEAR, {"id": feed_id, "host": host})
        if any(normalise_url(row["url"]) == key for row in near):
            return False
        values = {"id": feed_id, "url": url}
        return bool(
            await self._database.run("UPDATE OR IGNORE feeds SET url = :url WHERE id = :id", values)
        )

    async def delete(self, feed_id: int) -> dict[str, Any] | None:
        """Delete a feed; what `restore` needs to bring it back (for JSON), None when it is gone."""
        async with self._database.transaction() as transaction:
            values = {"id": feed_id}
            row = await transaction.one("SELECT * FROM feeds WHERE id = :id", values)
            if row is None:
                return None
            items = await transaction.all(
                "SELECT key, seen FROM feed_items WHERE feed_id = :id", values
            )
            await transaction.run("DELETE FROM feeds WHERE id = :id", values)
        return {"feed": dict(row), "items": [[item["key"], item["seen"]] for item in items]}

    async def restore(self, deleted: Mapping[str, Any]) -> bool:
        """Bring a deleted feed back with its id; False when its address is there again."""
        feed = deleted["feed"]
        places = ", ".join(f":{name}" for name in feed)
        statement = _RESTORE.format(names=", ".join(feed), places=places)
        async with self._database.transaction() as transaction:
            if not await transaction.run(statement, feed):
                return False
            items = {"id": feed["id"], "items": json.dumps(deleted["items"])}
            await transaction.run(_RESTORE_ITEMS, items)
            return True
