"""How an article belongs to its story: who leads it, how many tell it, under which topics."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.store.sqlite import Connection

_FOUND = "INSERT INTO stories (articles, sources) VALUES (1, 1) RETURNING id"
_JOIN = "UPDATE articles SET story_id = :story, copy = :copy, lead = :lead WHERE id = :article"
# The newest article with a text of its own leads; a bare headline or a copy only for want of one.
_LEAD = """
    UPDATE articles SET lead = (id = (
        SELECT id FROM articles WHERE story_id = :story
        ORDER BY copy, has_text DESC, sequence DESC LIMIT 1))
    WHERE story_id = :story
"""
_COUNT = """
    UPDATE stories SET
        articles = (SELECT count(*) FROM articles WHERE story_id = :story),
        sources = (SELECT max(1, count(DISTINCT CASE source WHEN '' THEN id ELSE source END))
                   FROM articles WHERE story_id = :story AND copy = 0)
    WHERE id = :story
"""
_CLEAR_TOPICS = """
    DELETE FROM story_topics WHERE story_id IN (SELECT value FROM json_each(:stories))
"""
# What is filed under a topic that was merged into another one counts for that one.
_GATHER_TOPICS = """
    INSERT INTO story_topics (topic, sequence, article_id, story_id)
    SELECT DISTINCT coalesce(merged_into, topic), lead.sequence, lead.id, told.story_id
    FROM articles AS told JOIN article_topics ON article_id = told.id
    JOIN articles AS lead ON lead.story_id = told.story_id AND lead.lead = 1
    LEFT JOIN own_topics ON key = topic
    WHERE told.story_id IN (SELECT value FROM json_each(:stories))
"""
_CLOSE = "DELETE FROM stories WHERE id = :story AND articles = 0"


async def join(
    transaction: Connection, article: int, story: int | None, *, copy: bool = False
) -> int:
    """Put an article into a story, a new one for None; returns the story's id."""
    alone = story is None
    if story is None:
        (row,) = await transaction.all(_FOUND)
        story = int(row["id"])
    values = {"article": article, "story": story, "copy": copy, "lead": alone}
    await transaction.run(_JOIN, values)
    if alone:
        await transaction.run(_GATHER_TOPICS, {"stories": json.dumps([story])})
    else:
        await refresh(transaction, story)
    return story


async def refresh(transaction: Connection, story: int) -> None:
    """Settle who leads a story and what it counts; a story without articles goes."""
    for statement in (_LEAD, _COUNT):
        await transaction.run(statement, {"story": story})
    await gather_topics(transaction, [story])
    await transaction.run(_CLOSE, {"story": story})


async def gather_topics(transaction: Connection, stories: Iterable[int]) -> None:
    """Put stories on the lists of all topics that their articles are filed under."""
    values = {"stories": json.dumps([*stories])}
    await transaction.run(_CLEAR_TOPICS, values)
    await transaction.run(_GATHER_TOPICS, values)
