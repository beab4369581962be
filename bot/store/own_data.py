"""What is kept of one person: of the private chat, and of somebody who may edit."""

from __future__ import annotations

import json
from typing import Any

from bot.store.sqlite import Database

_AT = "strftime('%Y-%m-%dT%H:%M:%SZ', {}, 'unixepoch')"


def _select(table: str, owner: str, *columns: str, instants: tuple[str, ...] = ()) -> str:
    """The columns of a table's rows of that owner, instants (seconds) as ISO 8601 in UTC."""
    told = [*columns, *(f"{_AT.format(name)} AS {name}" for name in instants)]
    return f"SELECT {', '.join(told)} FROM {table} WHERE {owner} = :owner"  # noqa: S608 - ours


# By the chat's number, which in a private chat is the person's.
OF_CHAT = {
    "chats": _select(
        "chats", "id", "id", "language", "zone", "quiet", instants=("first_seen", "last_seen")
    ),
    "listings": _select(
        "listings", "chat_id", "kind", "query", "story_ids", instants=("created",)
    ),
    "pastes": _select("pastes", "chat_id", "text", instants=("created",)),
    "openings": _select("openings", "chat_id", "article_id", instants=("opened",)),
    "subscriptions": _select(
        "subscriptions", "chat_id", "name", "minute", "zone", "days", "topics", "length", "silent",
        "state", "skipped", instants=("resumes", "since", "next_digest_at"),
    ),
    "outbox": _select("outbox", "chat_id", "slot", "state", instants=("created", "settled")),
    "wishes": _select("wishes", "chat_id", "kind", "phrase"),
    "tastes": _select("tastes", "chat_id", "subject", "weight", instants=("updated",)),
}  # fmt: skip
# By the person's number. What editors did is told without the names of those it was done to.
OF_PERSON = {
    "people": _select("people", "id", "role", "name", instants=("since",)),
    "dialogs": _select("dialogs", "user_id", "kind", "step", "data", instants=("updated",)),
    "audit": _select("audit", "person_id", "person_name", "action", instants=("at", "undone")),
    "proposals": _select("proposals", "editor_id", "draft", instants=("created",)),
    "broadcasts": _select("broadcasts", "person_id", "audience", "state", instants=("created",)),
}
# Columns that hold JSON themselves.
_NESTED = frozenset({"story_ids", "topics", "data", "draft"})


class OwnData:
    """Everything about one person, and nothing of others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """The rows of somebody and of their private chat, by table; tables without any are not."""
        found = {
            table: await self._database.all(sql, {"owner": person_id})
            for table, sql in {**OF_CHAT, **OF_PERSON}.items()
        }
        return {table: [_told(dict(row)) for row in rows] for table, rows in found.items() if rows}

    async def forget(self, person_id: int) -> None:
        """Delete somebody's private chat with all that hangs on it, dialogs, and drafts.

        A role, a ban and what an editor did stay: the others must be able to see them.
        """
        owner = {"owner": person_id}
        async with self._database.transaction() as transaction:
            await transaction.run("DELETE FROM dialogs WHERE user_id = :owner", owner)
            await transaction.run("DELETE FROM proposals WHERE editor_id = :owner", owner)
            await transaction.run("DELETE FROM chats WHERE id = :owner", owner)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in _NESTED and value else value
        for name, value in row.items()
        if value not in {None, ""}
    }
