"""What is counted for those who run the bot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.stats_model import Progress
from bot.store.instants import to_instant, to_seconds
from bot.store.letters import DIGEST
from bot.store.sqlite import Database

_DAY: Final = 86_400
# Digests that were put within this time of the newest one belong to the same hour of the day.
_TOGETHER: Final = timedelta(minutes=10)

_OPEN = """
    SELECT state, count(*) AS letters FROM outbox WHERE state IN ('ready', 'leased') GROUP BY state
"""
_FEEDS = """
    SELECT CASE WHEN gone THEN 'gone' WHEN paused THEN 'paused' WHEN failures THEN 'failing'
        ELSE 'well' END AS health, count(*) AS feeds
    FROM feeds GROUP BY health
"""
_SETTLED = f"""
    SELECT settled / {_DAY} AS day, state, count(*) AS letters FROM outbox
    WHERE settled >= :since GROUP BY day, state ORDER BY day
"""  # noqa: S608 - made of constants
# By the ids, which follow the time: there is no index on when a letter was put.
_LATEST = """
    WITH newest AS (
        SELECT id, created FROM outbox WHERE priority = :digest ORDER BY id DESC LIMIT 1
    )
    SELECT count(*) AS letters, sum(settled IS NOT NULL) AS settled, min(outbox.created) AS began
    FROM outbox, newest
    WHERE outbox.id > newest.id - :most AND outbox.priority = :digest
        AND outbox.created >= newest.created - :together
"""
_MOST = 50_000


class Figures:
    """Counts over the whole database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_letters(self) -> dict[str, int]:
        """How many letters are on their way, by state; both open states are there."""
        counts = {row["state"]: row["letters"] for row in await self._database.all(_OPEN)}
        return {state: counts.get(state, 0) for state in ("ready", "leased")}

    async def feeds(self) -> dict[str, int]:
        """How many feeds are "well", "failing", "paused" and "gone"."""
        counts = {row["health"]: row["feeds"] for row in await self._database.all(_FEEDS)}
        return {health: counts.get(health, 0) for health in ("well", "failing", "paused", "gone")}

    async def settled(self, now: datetime, *, days: int) -> dict[date, dict[str, int]]:
        """What became of letters on each of the last days (in UTC, today included)."""
        today = now.astimezone(UTC).date()
        by_day: dict[date, dict[str, int]] = {
            today - timedelta(days=back): {} for back in reversed(range(days))
        }
        first = datetime.combine(min(by_day), datetime.min.time(), UTC)
        for row in await self._database.all(_SETTLED, {"since": to_seconds(first)}):
            day = to_instant(row["day"] * _DAY).date()
            by_day.setdefault(day, {})[row["state"]] = row["letters"]
        return by_day

    async def latest_digests(self) -> Progress | None:
        """How far the newest digests are, those put within ten minutes; None: there are none."""
        row = await self._database.one(
            _LATEST,
            {"digest": DIGEST, "most": _MOST, "together": int(_TOGETHER.total_seconds())},
        )
        if row is None or not row["letters"]:
            return None
        return Progress(
            letters=row["letters"], settled=row["settled"], since=to_instant(row["began"])
        )
