"""What a digest has to know of those who get it, read for many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.digest_model import Recipient, Taste, Wish, WishKind
from bot.steps import in_steps
from bot.store.chats import quiet_of
from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Database, Row

# A story that goes on for longer than this may be told from its beginning.
MEMORY = timedelta(days=14)

# The same chat has several audiences where it is a forum: each of its threads.
_RECIPIENTS = """
    SELECT chats.id AS chat_id, place.value ->> 1 AS thread_id, language, zone, quiet,
        (SELECT json_group_array(json_array(kind, phrase)) FROM wishes
         WHERE wishes.chat_id = chats.id) AS wishes,
        (SELECT json_group_array(json_array(subject, weight, updated)) FROM tastes
         WHERE tastes.chat_id = chats.id) AS tastes,
        (SELECT json_group_array(content_id) FROM (
            SELECT DISTINCT content_id FROM outbox
            WHERE outbox.chat_id = chats.id AND outbox.thread_id = place.value ->> 1
            AND created > :recent AND state NOT IN ('failed', 'dropped')
            ORDER BY content_id)) AS told,
        (SELECT json_group_array(article_id) FROM openings
         WHERE openings.chat_id = chats.id AND opened > :recent) AS opened
    FROM json_each(:places) AS place JOIN chats ON chats.id = place.value ->> 0
"""


class Recipients:
    """The chats and threads that digests go to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(
        self, places: Iterable[tuple[int, int]], now: datetime
    ) -> dict[tuple[int, int], Recipient]:
        """Those of each (chat, thread); a chat that was forgotten is left out."""
        parameters = {"places": json.dumps([*places]), "recent": to_seconds(now - MEMORY)}
        rows = await self._database.all(_RECIPIENTS, parameters)
        recipients = await in_steps(map(_recipient, rows))
        places = ((row["chat_id"], row["thread_id"]) for row in rows)
        return dict(zip(places, recipients, strict=True))


def _recipient(row: Row) -> Recipient:
    return Recipient(
        language=row["language"],
        zone=row["zone"],
        quiet=quiet_of(row["quiet"]),
        wishes=tuple(
            Wish(kind=WishKind(kind), phrase=phrase) for kind, phrase in _list(row["wishes"])
        ),
        tastes=tuple(
            Taste(subject=subject, weight=weight, updated=to_instant(updated))
            for subject, weight, updated in _list(row["tastes"])
        ),
        told=tuple(_list(row["told"])),
        opened=tuple(_list(row["opened"])),
    )


def _list(text: str) -> list[Any]:
    # Nearly everybody has none.
    return [] if text == "[]" else json.loads(text)
