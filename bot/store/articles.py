"""Articles: added once, listed newest first, read by number."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic

from bot.model import Article, Draft, FeedItem, Story, Told
from bot.store.adding import Added, article_row, insert_article
from bot.store.feed_items import note_item
from bot.store.indexing import IndexEntry
from bot.store.instants import first_sequence, to_instant
from bot.store.sqlite import Connection, Database, Row
from bot.store.urls import normalise_url

_WHOLE = """
    SELECT articles.*, article_texts.text, sources,
           (SELECT json_group_array(DISTINCT coalesce(merged_into, topic))
            FROM article_topics LEFT JOIN own_topics ON key = topic
            WHERE article_id = articles.id) AS topics
    FROM articles JOIN article_texts USING (sequence) JOIN stories ON stories.id = story_id
"""
_GET = f"{_WHOLE} WHERE articles.id = :id"
_COVERAGE = f"""
    {_WHOLE} WHERE story_id = :story AND copy = 0
    ORDER BY lead DESC, articles.sequence DESC LIMIT :limit
"""
_CARD = """
    articles.id, title, source, url, published, language, gist, has_text, story_id, sources
    FROM articles JOIN stories ON stories.id = story_id
"""
_STORIES = f"""
    SELECT {_CARD} WHERE articles.id IN (SELECT value FROM json_each(:ids))
"""  # noqa: S608 - made of constants
_LATEST = "SELECT id, sequence FROM articles WHERE lead = 1 ORDER BY sequence DESC LIMIT :limit"
_SINCE = """
    SELECT id, sequence FROM articles WHERE lead = 1 AND sequence >= :first
    ORDER BY sequence DESC LIMIT :limit
"""
_TOPIC = """
    SELECT article_id AS id, sequence FROM story_topics WHERE topic = :topic
    ORDER BY sequence DESC LIMIT :limit
"""
_TOLD = f"""
    SELECT {_CARD} WHERE story_id = :story AND copy = 0 ORDER BY lead DESC, sequence DESC
"""
# A list and its first page in one statement: a second one would cost another turn of the thread.
_LISTED = """
    WITH found AS MATERIALIZED ({found})
    SELECT (SELECT json_group_array(id) FROM (SELECT id FROM found ORDER BY sequence DESC)) AS ids,
           {card}
    WHERE sequence IN (SELECT sequence FROM found ORDER BY sequence DESC LIMIT :shown)
    ORDER BY sequence DESC
"""
_TOLD_SINCE = """
    SELECT id, story_id, title, substr(text, 1, 4000) AS text, url, published, language
    FROM articles JOIN article_texts USING (sequence) WHERE sequence >= :first ORDER BY sequence
"""
_FIND = """
    SELECT id FROM articles WHERE hash = :hash
    UNION ALL SELECT id FROM articles WHERE url_key = nullif(:url_key, '') LIMIT 1
"""


# Another process may add articles: a list is that old at most.
_KEPT_SECONDS = 1.0
_MOST_LISTS = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """The ids of a whole list (of lead articles), and the stories of its first page."""

    ids: tuple[int, ...] = ()
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A list as it was when so much had been written, good until an instant of `monotonic`."""

    listed: Listed
    edition: int
    until: float


class Articles:
    """The articles of the database. Lists are newest published first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists: dict[tuple[object, ...], _Kept] = {}

    async def add(  # noqa: PLR0913 - what an article is made of
        self,
        draft: Draft,
        *,
        now: datetime,
        language: str,
        gist: str,
        topics: Iterable[str],
        story: int | None = None,
        copy: bool = False,
        item: FeedItem | None = None,
        entry: IndexEntry | None = None,
    ) -> Added | None:
        """Add an article to a story (None: one of its own); None when it is already there.

        It is there when its address or its content is, or when its feed's `item` was noted
        before: both are written at once. An article without an instant, or with one to come, is
        published `now`. Its `entry` in the index is made here, unless it is given.
        """
        make = partial(
            article_row, draft, now=now, language=language, gist=gist, topics=topics, entry=entry
        )
        # In a thread, unless the words are there: a text of a megabyte takes seconds.
        row = make() if entry else await asyncio.to_thread(make)

        async def write(transaction: Connection) -> Added | None:
            if item is not None and not await note_item(transaction, item, now):
                return None
            return await insert_article(transaction, row, story=story, copy=copy)

        return await self._database.atomically(write)

    async def find(self, url: str, digest: str) -> int | None:
        """The article with this `content_hash` or address, or None."""
        row = await self._database.one(_FIND, {"url_key": normalise_url(url), "hash": digest})
        return row["id"] if row else None

    async def get(self, article_id: int) -> Article | None:
        """The whole article with its topics (sorted), or None."""
        row = await self._database.one(_GET, {"id": article_id})
        return _article(row) if row else None

    async def latest(self, limit: int, *, shown: int) -> Listed:
        """The newest stories."""
        return await self._listed(_LATEST, limit=limit, shown=shown)

    async def since(self, instant: datetime, limit: int, *, shown: int) -> Listed:
        """The newest stories, of those told at `instant` or after it."""
        first = first_sequence(instant)
        return await self._listed(_SINCE, first=first, limit=limit, shown=shown)

    async def of_topic(self, topic: str, limit: int, *, shown: int) -> Listed:
        """The newest stories of a topic, by its key."""
        return await self._listed(_TOPIC, topic=topic, limit=limit, shown=shown)

    async def stories(self, ids: Iterable[int]) -> tuple[Story, ...]:
        """The stories of `ids` in that order; an id that is not there is left out."""
        ids = tuple(ids)
        rows = await self._database.all(_STORIES, {"ids": json.dumps(ids)})
        stories = {row["id"]: _story(row) for row in rows}
        return tuple(stories[number] for number in ids if number in stories)

    async def coverage(self, story: int, limit: int) -> tuple[Article, ...]:
        """The articles of a story, whole, but for copies; the leading one first."""
        rows = await self._database.all(_COVERAGE, {"story": story, "limit": limit})
        return tuple(_article(row) for row in rows)

    async def told(self, story: int) -> tuple[Story, ...]:
        """Who tells a story: its articles but for copies, the leading one first."""
        rows = await self._database.all(_TOLD, {"story": story})
        return tuple(_story(row) for row in rows)

    async def told_since(self, instant: datetime) -> tuple[Told, ...]:
        """What the grouping of stories reads of all articles since then, the oldest first."""
        rows = await self._database.all(_TOLD_SINCE, {"first": first_sequence(instant)})
        return tuple(
            Told(**{**dict(row), "published": to_instant(row["published"])}) for row in rows
        )

    async def topic_counts(self) -> dict[str, int]:
        """How many stories each topic has; the keys that have any, sorted."""
        rows = await self._database.all("SELECT topic, stories FROM topic_counts ORDER BY topic")
        return {row["topic"]: row["stories"] for row in rows}

    async def count(self) -> int:
        """How many articles there are."""
        row = await self._database.one("SELECT count(*) AS articles FROM articles")
        return row["articles"] if row else 0

    async def _listed(self, found: str, **parameters: int | str) -> Listed:
        """A list, read anew where this process has written since, or a second has gone by."""
        key = (found, *parameters.values())
        now, edition = monotonic(), self._database.edition
        kept = self._lists.get(key)
        if kept is not None and kept.edition == edition and now < kept.until:
            return kept.listed
        rows = await self._database.all(_LISTED.format(found=found, card=_CARD), parameters)
        ids = tuple(json.loads(rows[0]["ids"])) if rows else ()
        listed = Listed(ids=ids, stories=tuple(_story(row) for row in rows))
        if len(self._lists) >= _MOST_LISTS:
            self._lists.clear()
        self._lists[key] = _Kept(listed, edition, now + _KEPT_SECONDS)
        return listed


def _story(row: Row) -> Story:
    return Story(
        id=row["id"],
        title=row["title"],
        source=row["source"],
        url=row["url"],
        published=to_instant(row["published"]),
        language=row["language"],
        gist=row["gist"],
        has_text=bool(row["has_text"]),
        story_id=row["story_id"],
        sources=row["sources"],
    )


def _article(row: Row) -> Article:
    return Article(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        source=row["source"],
        author=row["author"],
        published=to_instant(row["published"]),
        added=to_instant(row["added"]),
        language=row["language"],
        hash=row["hash"],
        gist=row["gist"],
        topics=tuple(sorted(json.loads(row["topics"]))),
        story_id=row["story_id"],
        copy=bool(row["copy"]),
        sources=row["sources"],
    )
