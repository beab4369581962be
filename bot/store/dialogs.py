"""Conversations of several steps that wait for somebody's next message."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.store.chats import ensure_chat
from bot.store.instants import to_instant, to_seconds
from bot.store.remembered import Remembered
from bot.store.sqlite import Database

_KEPT_FOR = timedelta(hours=24)

_GET = """
    SELECT kind, step, data, updated FROM dialogs
    WHERE chat_id = :chat_id AND user_id = :user_id AND updated >= :oldest
"""
_PUT = """
    INSERT INTO dialogs (chat_id, user_id, kind, step, data, updated)
    VALUES (:chat_id, :user_id, :kind, :step, :data, :now)
    ON CONFLICT (chat_id, user_id) DO UPDATE SET kind = excluded.kind, step = excluded.step,
        data = excluded.data, updated = excluded.updated
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Where a dialog stands: `kind` names it in the menu's table, `data` is what JSON can hold."""

    kind: str
    step: str
    data: dict[str, Any] = field(default_factory=dict)
    updated: datetime


class Dialogs:
    """At most one open conversation for each person in each chat, for 24 hours."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Nearly everybody has none open, and is asked about at every message.
        self._none_open: Remembered[tuple[int, int], bool] = Remembered()

    async def get(self, chat_id: int, user_id: int, *, now: datetime) -> Conversation | None:
        """The open conversation, or None."""
        if self._none_open.get((chat_id, user_id), now):
            return None
        began = self._none_open.began
        row = await self._database.one(
            _GET, {"chat_id": chat_id, "user_id": user_id, "oldest": to_seconds(now - _KEPT_FOR)}
        )
        if row is None:
            self._none_open.put((chat_id, user_id), True, began=began, now=now)
            return None
        return Conversation(
            kind=row["kind"],
            step=row["step"],
            data=json.loads(row["data"]),
            updated=to_instant(row["updated"]),
        )

    async def put(  # noqa: PLR0913 - a conversation, whose and when
        self,
        chat_id: int,
        user_id: int,
        *,
        kind: str,
        step: str,
        data: dict[str, Any],
        now: datetime,
    ) -> None:
        """Open a conversation, or take it to another step; another open one is given up."""
        parameters = {
            "chat_id": chat_id,
            "user_id": user_id,
            "kind": kind,
            "step": step,
            "data": json.dumps(data),
            "now": to_seconds(now),
        }
        async with self._database.transaction() as transaction:
            await ensure_chat(transaction, chat_id, now)
            await transaction.run(_PUT, parameters)
        self._none_open.forget((chat_id, user_id))

    async def close(self, chat_id: int, user_id: int) -> bool:
        """End the conversation; False when there was none."""
        return bool(
            await self._database.run(
                "DELETE FROM dialogs WHERE chat_id = :chat_id AND user_id = :user_id",
                {"chat_id": chat_id, "user_id": user_id},
            )
        )

    async def purge(self, *, now: datetime) -> int:
        """Delete what nobody went on with for 24 hours; returns how many."""
        return await self._database.run(
            "DELETE FROM dialogs WHERE updated < :oldest", {"oldest": to_seconds(now - _KEPT_FOR)}
        )
