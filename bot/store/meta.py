"""Small facts that outlive a restart."""

from __future__ import annotations

from bot.store.sqlite import Database


class Meta:
    """Values by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """The value, or None."""
        row = await self._database.one("SELECT value FROM meta WHERE key = :key", {"key": key})
        return row["value"] if row else None

    async def put(self, key: str, value: str) -> None:
        """Keep the value in place of an older one."""
        await self._database.run(
            "INSERT INTO meta (key, value) VALUES (:key, :value) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {"key": key, "value": value},
        )
