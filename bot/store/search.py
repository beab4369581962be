"""Full-text search: newest first, or best first among the newest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable

from bot.model import Snippet
from bot.store.instants import first_sequence
from bot.store.query import Query, to_exclusion, to_match
from bot.store.ranking import Candidate, rank
from bot.store.snippets import Highlighter
from bot.store.sqlite import Database
from summarizer.stems import stem_variants

# Ranking looks at so many of the newest matches, and a query that only says what must not be
# there at so many of the newest articles: no query walks all of a common word.
_NEWEST = 1_000
# A list of stories is found among so many times as many articles.
_MEMBERS = 3

_MATCHES = """
    SELECT rowid FROM article_index WHERE article_index MATCH :match AND rowid >= :first
    ORDER BY rowid DESC LIMIT :limit
"""
_BY_RECENCY = f"""
    SELECT articles.id, story_id FROM ({_MATCHES}) AS found JOIN articles ON sequence = found.rowid
    ORDER BY sequence DESC
"""  # noqa: S608 - made of constants
_BY_RANK = f"""
    SELECT articles.id, story_id, title_stems, text_stems FROM ({_MATCHES}) AS found
    JOIN articles ON articles.sequence = found.rowid
    JOIN article_texts ON article_texts.sequence = found.rowid
    ORDER BY articles.sequence DESC
"""  # noqa: S608 - made of constants
_NEWEST_BUT = """
    WITH newest AS (
        SELECT id, story_id, sequence FROM articles WHERE sequence >= :first
        ORDER BY sequence DESC LIMIT :newest)
    SELECT id, story_id FROM newest WHERE sequence NOT IN (
        SELECT rowid FROM article_index
        WHERE article_index MATCH :match AND rowid >= (SELECT min(sequence) FROM newest))
    ORDER BY sequence DESC LIMIT :limit
"""
_NEWEST_ALL = """
    SELECT id, story_id FROM articles WHERE sequence >= :first ORDER BY sequence DESC LIMIT :limit
"""
_TEXTS = """
    SELECT id, title, language, text FROM articles JOIN article_texts USING (sequence)
    WHERE id IN (SELECT value FROM json_each(:ids))
"""
# Below every article: 1 BC, and then some.
_BEGINNING = -(1 << 62)


class Search:
    """Finds articles by what a reader asks: see `bot.store.query`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ids(self, query: Query, limit: int, *, by_rank: bool = False) -> tuple[int, ...]:
        """The articles that answer, newest first, or `by_rank` (BM25F); one of each story.

        An empty query finds nothing. Ranking is among the newest 1,000 that match.
        """
        first = first_sequence(query.since) if query.since else _BEGINNING
        match, exclusion = to_match(query), to_exclusion(query)
        if query.is_empty:
            return ()
        if match is None and exclusion is None:
            return await self._found(_NEWEST_ALL, first=first, limit=limit)
        if match is None:
            return await self._found(
                _NEWEST_BUT, match=exclusion, first=first, newest=_NEWEST, limit=limit
            )
        if by_rank:
            return (await self._ranked(query, match, first))[:limit]
        return await self._found(_BY_RECENCY, match=match, first=first, limit=limit)

    async def snippets(self, ids: Iterable[int], query: Query) -> dict[int, Snippet]:
        """For each article of `ids` that is there, the passage that shows the words asked for.

        A query of filters alone asks for no words: it has no passages.
        """
        stems = {form for word in query.words for form in stem_variants(word)}
        if not stems:
            return {}
        rows = await self._database.all(_TEXTS, {"ids": json.dumps([*ids])})
        highlighter = Highlighter(stems)
        return {
            row["id"]: highlighter.snippet(
                title=row["title"], text=row["text"], language=row["language"]
            )
            for row in rows
        }

    async def _found(
        self, sql: str, *, limit: int, **parameters: int | str | None
    ) -> tuple[int, ...]:
        rows = await self._database.all(sql, {**parameters, "limit": _MEMBERS * limit})
        return _one_of_each((row["id"], row["story_id"]) for row in rows)[:limit]

    async def _ranked(self, query: Query, match: str, first: int) -> tuple[int, ...]:
        parameters = {"match": match, "first": first, "limit": _NEWEST}
        rows = await self._database.all(_BY_RANK, parameters)
        candidates = [
            Candidate(id=row["id"], title_stems=row["title_stems"], text_stems=row["text_stems"])
            for row in rows
        ]
        words = [stem_variants(word) for word in query.words]
        # In a thread: 1,000 texts take milliseconds that others would wait.
        ranked = await asyncio.to_thread(rank, candidates, words)
        stories = {row["id"]: row["story_id"] for row in rows}
        return _one_of_each((number, stories[number]) for number in ranked)


def _one_of_each(found: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The first article of each story, of (article, story) in order."""
    first: dict[int, int] = {}
    for article, story in found:
        first.setdefault(story, article)
    return tuple(first.values())
