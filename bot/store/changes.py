"""What editors do to stored articles: change, delete and bring back, move between stories."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model import Draft
from bot.store.adding import article_row, insert_deleted, update_article
from bot.store.grouping import join, refresh
from bot.store.instants import to_seconds
from bot.store.sqlite import Connection, Database, Row

KEPT_FOR = timedelta(hours=24)
"""How long a deletion can be undone."""

_WHOLE = """
    SELECT articles.*, article_texts.text, title_stems, text_stems, source_words,
           (SELECT json_group_array(topic) FROM article_topics WHERE article_id = id) AS topics
    FROM articles JOIN article_texts USING (sequence) WHERE id = :id
"""
_KEEP = """
    INSERT INTO deleted_articles (id, deleted, content) VALUES (:id, :now, :content)
"""
_TAKE_BACK = """
    DELETE FROM deleted_articles WHERE id = :id AND deleted >= :oldest RETURNING content
"""
_STORY = "SELECT story_id FROM articles WHERE id = :id"
# An article that led its story held that story's place on the lists of topics.
_OFF_LISTS = "DELETE FROM story_topics WHERE article_id = :id"
_MEMBERS = "SELECT id FROM articles WHERE story_id = :story ORDER BY id"
_IS_STORY = "SELECT 1 FROM stories WHERE id = :story"


class Changes:
    """Changes to stored articles, each in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self, article_id: int, draft: Draft, *, language: str, gist: str, topics: Iterable[str]
    ) -> bool:
        """Give an article other words; its instants stay. False: gone, or another one says this."""
        published = draft.published
        if published is None:
            raise ValueError("a stored article has an instant")
        row = await asyncio.to_thread(
            article_row, draft, now=published, language=language, gist=gist, topics=topics
        )
        async with self._database.transaction() as transaction:
            story = await _story_of(transaction, article_id)
            if story is None or not await update_article(transaction, article_id, row):
                return False
            await refresh(transaction, story)
            return True

    async def delete(self, article_id: int, *, now: datetime) -> bool:
        """Delete an article; it can be brought back for a day. False when it is gone."""
        async with self._database.transaction() as transaction:
            row = await transaction.one(_WHOLE, {"id": article_id})
            if row is None:
                return False
            kept = {"id": article_id, "now": to_seconds(now), "content": json.dumps(dict(row))}
            await transaction.run(_KEEP, kept)
            await transaction.run("DELETE FROM articles WHERE id = :id", {"id": article_id})
            await refresh(transaction, row["story_id"])
            return True

    async def restore(self, article_id: int, *, now: datetime) -> bool:
        """Bring a deleted article back, with its number and place.

        False when a day has gone by, or another article has its address or content by now.
        """
        async with self._database.transaction() as transaction:
            values = {"id": article_id, "oldest": to_seconds(now - KEPT_FOR)}
            row = await transaction.one(_TAKE_BACK, values)
            if row is None:
                return False
            content = json.loads(row["content"])
            if not await insert_deleted(transaction, content):
                return False
            story = content["story_id"]
            there = await transaction.one(_IS_STORY, {"story": story})
            await join(transaction, article_id, story if there else None, copy=content["copy"])
            return True

    async def purge(self, *, now: datetime) -> int:
        """Forget deletions that can no longer be undone; returns how many."""
        return await self._database.run(
            "DELETE FROM deleted_articles WHERE deleted < :oldest",
            {"oldest": to_seconds(now - KEPT_FOR)},
        )

    async def move(self, article_ids: Iterable[int], story: int | None) -> int | None:
        """Put articles into a story, None for a new one; returns its id, None when all are gone.

        A story that is gone by now is replaced by a new one.
        """
        async with self._database.transaction() as transaction:
            if story is not None and not await transaction.one(_IS_STORY, {"story": story}):
                story = None
            for article_id in article_ids:
                left = await _story_of(transaction, article_id)
                if left is None:
                    continue
                await transaction.run(_OFF_LISTS, {"id": article_id})
                story = await join(transaction, article_id, story)
                await refresh(transaction, left)
            return story

    async def members(self, story: int) -> tuple[int, ...]:
        """The articles of a story, copies too, by id."""
        rows = await self._database.all(_MEMBERS, {"story": story})
        return tuple(row["id"] for row in rows)


async def _story_of(transaction: Connection, article_id: int) -> int | None:
    row: Row | None = await transaction.one(_STORY, {"id": article_id})
    return row["story_id"] if row else None
