"""What a digest is chosen from: the stories that something came in about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from bot.digest_model import Candidate, Telling
from bot.steps import in_steps
from bot.store.instants import first_sequence, to_instant, to_seconds
from bot.store.sqlite import Database, Row

# What came in late was published before; what is older still is no news to anybody.
_SLACK = timedelta(days=2)
# More than the longest digest by far: the newest of them, should there be so many.
_MOST = 3_000
# Other readers wait for one statement.
_AT_ONCE = 100
# Of one story; an old one's first articles were told long ago.
_TELLINGS = 30

# The plus keeps SQLite from walking all articles by the index of stories.
_FRESH = """
    SELECT story_id, max(sequence) AS newest FROM articles
    WHERE sequence >= :first AND added > :since AND copy = 0
    GROUP BY +story_id ORDER BY newest DESC LIMIT :limit
"""
_TELLINGS_OF = """
    SELECT articles.id, title, source, url, published, language, gist, story_id, sources,
           (SELECT json_group_array(topic) FROM story_topics
            WHERE story_topics.story_id = articles.story_id AND lead = 1) AS topics
    FROM json_each(:stories) AS fresh
    JOIN articles ON story_id = fresh.value JOIN stories ON stories.id = story_id
    WHERE copy = 0 ORDER BY story_id, lead DESC, sequence DESC
"""
_MENTIONING = """
    SELECT DISTINCT story_id FROM article_index JOIN articles ON sequence = article_index.rowid
    WHERE article_index MATCH :match AND article_index.rowid >= :first
"""


class Candidates:
    """The stories of the last days, as digests read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, instant: datetime) -> tuple[Candidate, ...]:
        """The stories with an article that came in after `instant`; at most the newest 3,000."""
        fresh = await self._database.all(
            _FRESH,
            {
                "first": first_sequence(instant - _SLACK),
                "since": to_seconds(instant),
                "limit": _MOST,
            },
        )
        stories = [row["story_id"] for row in fresh]
        found: list[Candidate] = []
        for start in range(0, len(stories), _AT_ONCE):
            ids = json.dumps(stories[start : start + _AT_ONCE])
            rows = await self._database.all(_TELLINGS_OF, {"stories": ids})
            found += await in_steps(_candidates(rows))
        return tuple(found)

    async def newest(self) -> int:
        """The article that came in last, 0 before the first."""
        row = await self._database.one("SELECT max(id) AS newest FROM articles")
        return (row and row["newest"]) or 0

    async def mentioning(self, match: str, instant: datetime) -> frozenset[int]:
        """The stories of articles of that time that an FTS5 expression matches."""
        first = first_sequence(instant - _SLACK)
        rows = await self._database.all(_MENTIONING, {"match": match, "first": first})
        return frozenset(row["story_id"] for row in rows)

    async def told(self, content_ids: Iterable[int]) -> dict[int, tuple[tuple[int, int], ...]]:
        """For each content, its stories and the newest article that they were told up to."""
        rows = await self._database.all(
            "SELECT id, stories FROM contents WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps([*content_ids])},
        )
        return {
            row["id"]: tuple((story, newest) for story, newest in json.loads(row["stories"]))
            for row in rows
        }


def _candidates(rows: Iterable[Row]) -> Iterator[Candidate]:
    for story_id, group in groupby(rows, key=lambda row: row["story_id"]):
        members = list(group)
        lead = members[0]
        yield Candidate(
            story_id=story_id,
            tellings=tuple(_telling(row) for row in members[:_TELLINGS]),
            topics=frozenset(json.loads(lead["topics"])),
            sources=lead["sources"],
        )


def _telling(row: Row) -> Telling:
    return Telling(
        id=row["id"],
        title=row["title"],
        source=row["source"],
        url=row["url"],
        published=to_instant(row["published"]),
        language=row["language"],
        gist=row["gist"],
    )
