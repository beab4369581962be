"""Those who may do more than read, or less."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Database

_PUT = """
    INSERT INTO people (id, role, name, since) VALUES (:id, :standing, :name, :since)
    ON CONFLICT (id) DO UPDATE
    SET role = excluded.role, name = excluded.name, since = excluded.since
"""


class Standing(StrEnum):
    """What makes somebody other than a reader."""

    OWNER = "owner"
    ADMIN = "admin"
    BANNED = "banned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody with a standing; `id` is Telegram's."""

    id: int
    name: str
    standing: Standing
    since: datetime


class People:
    """Who reads and nothing else has no row here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Person, ...]:
        """Everybody, those of longest standing first."""
        rows = await self._database.all(
            "SELECT id, role, name, since FROM people ORDER BY since, id"
        )
        return tuple(
            Person(
                id=row["id"],
                name=row["name"],
                standing=Standing(row["role"]),
                since=to_instant(row["since"]),
            )
            for row in rows
        )

    async def put(self, person: Person) -> None:
        """Keep somebody's standing in place of an older one."""
        await self._database.run(
            _PUT,
            {
                "id": person.id,
                "standing": person.standing,
                "name": person.name,
                "since": to_seconds(person.since),
            },
        )

    async def remove(self, person_id: int) -> None:
        """Make a reader of somebody."""
        await self._database.run("DELETE FROM people WHERE id = :id", {"id": person_id})
