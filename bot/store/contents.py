"""What is sent, kept once for all who get the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.store.instants import to_seconds
from bot.store.sqlite import Connection, Database

# As long as what was sent of it: a digest's buttons and a recall read it.
KEPT_FOR = timedelta(days=30)

_ADD = """
    INSERT INTO contents (parts, stories, created) VALUES (:parts, :stories, :now) RETURNING id
"""
_PURGE = """
    DELETE FROM contents WHERE created < :oldest
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE content_id = contents.id)
    AND NOT EXISTS (SELECT 1 FROM broadcasts WHERE content_id = contents.id)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One message: Telegram HTML, and rows of buttons, each with its "text", "data" and "url"."""

    html: str
    keyboard: tuple[tuple[dict[str, str], ...], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """The messages in their order, and what they tell: (story id, newest article told)."""

    id: int = 0
    parts: tuple[Part, ...]
    stories: tuple[tuple[int, int], ...] = ()


class Contents:
    """The contents of the database; those that nobody was sent for a month go."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, content_id: int) -> Content | None:
        """The content, or None when it is gone."""
        row = await self._database.one(
            "SELECT parts, stories FROM contents WHERE id = :id", {"id": content_id}
        )
        if row is None:
            return None
        return Content(
            id=content_id,
            parts=tuple(_part(**fields) for fields in json.loads(row["parts"])),
            stories=tuple((story, told) for story, told in json.loads(row["stories"])),
        )

    async def add(self, content: Content, *, now: datetime) -> int:
        """Keep a content by itself; returns its number."""
        async with self._database.transaction() as transaction:
            return await insert_content(transaction, content, now=now)

    async def purge(self, *, now: datetime) -> int:
        """Delete what is older than a month and in nobody's outbox; returns how many."""
        return await self._database.run(_PURGE, {"oldest": to_seconds(now - KEPT_FOR)})


async def insert_content(transaction: Connection, content: Content, *, now: datetime) -> int:
    """Keep a content, with the letters that carry it; returns its number."""
    values = {
        "parts": json.dumps([asdict(part) for part in content.parts], ensure_ascii=False),
        "stories": json.dumps(content.stories),
        "now": to_seconds(now),
    }
    (row,) = await transaction.all(_ADD, values)
    number: int = row["id"]
    return number


def _part(html: str, keyboard: Iterable[Iterable[dict[str, str]]]) -> Part:
    return Part(html=html, keyboard=tuple(tuple(row) for row in keyboard))
