"""What editors made of the topics, and which articles are filed under them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from bot.model import OwnTopic, Told
from bot.store.grouping import gather_topics
from bot.store.instants import first_sequence, to_instant
from bot.store.query import any_of
from bot.store.sqlite import Connection, Database, Row

_ALL = "SELECT key, names, aliases, merged_into FROM own_topics ORDER BY key"
_PUT = """
    INSERT INTO own_topics (key, names, aliases, merged_into)
    VALUES (:key, :names, :aliases, nullif(:merged_into, ''))
    ON CONFLICT (key) DO UPDATE SET
        names = excluded.names, aliases = excluded.aliases, merged_into = excluded.merged_into
"""
_REMOVE = "DELETE FROM own_topics WHERE key = :key"
_STORIES = """
    SELECT DISTINCT story_id FROM article_topics JOIN articles ON id = article_id
    WHERE topic = :topic
"""
_MENTIONING = """
    SELECT count(*) AS articles FROM article_index WHERE article_index MATCH :match
"""
_CANDIDATES = """
    SELECT id, story_id, title, text, url, published, language, articles.sequence
    FROM (SELECT rowid FROM article_index
          WHERE article_index MATCH :match AND rowid >= :first AND rowid < :below
          ORDER BY rowid DESC LIMIT :size) AS found
    JOIN articles ON articles.sequence = found.rowid
    JOIN article_texts ON article_texts.sequence = found.rowid
    ORDER BY articles.sequence DESC
"""
_FILE = """
    INSERT INTO article_topics (topic, sequence, article_id)
    SELECT :topic, sequence, id FROM articles WHERE id IN (SELECT value FROM json_each(:ids))
    ON CONFLICT DO NOTHING RETURNING article_id
"""
_UNFILE = """
    DELETE FROM article_topics
    WHERE topic = :topic AND article_id IN (SELECT value FROM json_each(:ids))
"""
_STORIES_OF = """
    SELECT DISTINCT story_id FROM articles WHERE id IN (SELECT value FROM json_each(:ids))
"""
_ABOVE_ALL = (1 << 63) - 1


class OwnTopics:
    """Editors' topics, and the filing of stored articles under topics of any kind.

    What an article is filed under stays as it is when its topic is merged into another one: the
    lists read it as the other one's, and no longer when the merging is undone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[OwnTopic, ...]:
        """All of them, by their keys."""
        return tuple(_topic(row) for row in await self._database.all(_ALL))

    async def put(self, topics: Iterable[OwnTopic]) -> None:
        """Keep topics in place of what their keys meant before, and regroup their stories.

        One that has become nothing is forgotten. Articles stay filed under its key, and are on
        its list again if it returns.
        """
        async with self._database.transaction() as transaction:
            stories: set[int] = set()
            for topic in topics:
                means_something = topic.names or topic.aliases or topic.merged_into
                await transaction.run(_PUT if means_something else _REMOVE, _row(topic))
                rows = await transaction.all(_STORIES, {"topic": topic.key})
                stories.update(row["story_id"] for row in rows)
            await gather_topics(transaction, stories)

    async def mentioning(self, phrases: Iterable[str]) -> int:
        """How many articles have one of the phrases somewhere, in any inflection."""
        match = any_of(phrases)
        row = await self._database.one(_MENTIONING, {"match": match}) if match else None
        return row["articles"] if row else 0

    async def candidates(
        self, phrases: Iterable[str], *, since: datetime, size: int
    ) -> AsyncIterator[tuple[Told, ...]]:
        """The articles since then that have one of the phrases, newest first, `size` at a time.

        Their texts are whole, unlike those that stories are grouped by.
        """
        match, below = any_of(phrases), _ABOVE_ALL
        while match:
            values = {"match": match, "first": first_sequence(since), "below": below, "size": size}
            rows = await self._database.all(_CANDIDATES, values)
            if not rows:
                return
            yield tuple(_told(row) for row in rows)
            below = rows[-1]["sequence"]

    async def file(self, topic: str, article_ids: Iterable[int]) -> tuple[int, ...]:
        """File articles under a topic; returns those that were not there before."""
        values = {"topic": topic, "ids": json.dumps([*article_ids])}
        async with self._database.transaction() as transaction:
            filed = tuple(row["article_id"] for row in await transaction.all(_FILE, values))
            await _gather_of(transaction, filed)
        return filed

    async def unfile(self, topic: str, article_ids: Iterable[int]) -> None:
        """Take articles out of a topic."""
        ids = tuple(article_ids)
        async with self._database.transaction() as transaction:
            await transaction.run(_UNFILE, {"topic": topic, "ids": json.dumps(ids)})
            await _gather_of(transaction, ids)


async def _gather_of(transaction: Connection, articles: tuple[int, ...]) -> None:
    rows = await transaction.all(_STORIES_OF, {"ids": json.dumps(articles)})
    await gather_topics(transaction, [row["story_id"] for row in rows])


def _told(row: Row) -> Told:
    return Told(
        id=row["id"],
        story_id=row["story_id"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        published=to_instant(row["published"]),
        language=row["language"],
    )


def _row(topic: OwnTopic) -> dict[str, str]:
    return {
        "key": topic.key,
        "names": json.dumps(topic.names),
        "aliases": json.dumps(topic.aliases),
        "merged_into": topic.merged_into,
    }


def _topic(row: Row) -> OwnTopic:
    aliases = json.loads(row["aliases"])
    return OwnTopic(
        key=row["key"],
        names=json.loads(row["names"]),
        aliases={language: tuple(phrases) for language, phrases in aliases.items()},
        merged_into=row["merged_into"] or "",
    )
