"""What editors did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Database, Row

_COLUMNS = "id, at, person_id, person_name, action, subject, data, undone"
_ADD = """
    INSERT INTO audit (at, person_id, person_name, action, subject, data)
    VALUES (:at, :person_id, :person_name, :action, :subject, :data) RETURNING id
"""
_GET = f"SELECT {_COLUMNS} FROM audit WHERE id = :id"  # noqa: S608 - made of constants
_PAGE = f"""
    SELECT {_COLUMNS} FROM audit ORDER BY id DESC LIMIT :size OFFSET :skipped
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One action: `subject` is what it was done to, in words; `data` what its undoing needs."""

    id: int
    at: datetime
    person_id: int
    person_name: str
    action: str
    subject: str
    data: dict[str, Any]
    undone: datetime | None


class AuditTrail:
    """The actions in their order. Nothing is ever taken out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(  # noqa: PLR0913 - the columns of an entry
        self,
        *,
        person_id: int,
        person_name: str,
        action: str,
        subject: str,
        data: dict[str, Any],
        now: datetime,
    ) -> int:
        """Note an action; returns the entry's id."""
        parameters = {
            "at": to_seconds(now),
            "person_id": person_id,
            "person_name": person_name,
            "action": action,
            "subject": subject,
            "data": json.dumps(data),
        }
        async with self._database.transaction() as transaction:
            (row,) = await transaction.all(_ADD, parameters)
        entry_id: int = row["id"]
        return entry_id

    async def get(self, entry_id: int) -> Entry | None:
        """The entry, or None."""
        row = await self._database.one(_GET, {"id": entry_id})
        return _entry(row) if row else None

    async def page(self, number: int, *, size: int) -> tuple[Entry, ...]:
        """That page (0-based) of the entries, newest first."""
        rows = await self._database.all(_PAGE, {"size": size, "skipped": number * size})
        return tuple(_entry(row) for row in rows)

    async def count(self) -> int:
        """How many entries there are."""
        row = await self._database.one("SELECT count(*) AS entries FROM audit")
        return row["entries"] if row else 0

    async def take_back(self, entry_id: int, *, now: datetime) -> bool:
        """Mark an entry as undone. True for one caller only, however many ask at once."""
        return bool(
            await self._database.run(
                "UPDATE audit SET undone = :now WHERE id = :id AND undone IS NULL",
                {"id": entry_id, "now": to_seconds(now)},
            )
        )

    async def let_stand(self, entry_id: int) -> None:
        """Take the mark off again: the undoing failed."""
        await self._database.run("UPDATE audit SET undone = NULL WHERE id = :id", {"id": entry_id})


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        at=to_instant(row["at"]),
        person_id=row["person_id"],
        person_name=row["person_name"],
        action=row["action"],
        subject=row["subject"],
        data=json.loads(row["data"]),
        undone=to_instant(row["undone"]) if row["undone"] is not None else None,
    )
