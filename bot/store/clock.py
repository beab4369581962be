"""Notices that the computer's clock was set back, and mends what would wait for the future."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.store.instants import to_seconds
from bot.store.sqlite import Database

log = structlog.get_logger(__name__)

# Time servers correct clocks by less.
_TOLERANCE = timedelta(minutes=10)
# Few feeds rest longer, and no digest is further off than a week.
_LONGEST_REST = timedelta(days=1)
_LONGEST_WAIT = timedelta(days=8)

_TICKED = "SELECT value FROM meta WHERE key = 'clock'"
_TICK = """
    INSERT INTO meta (key, value) VALUES ('clock', :now)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_WAKE_FEEDS = "UPDATE feeds SET next_poll = :now WHERE next_poll > :latest"
_WAKE_DIGESTS = """
    UPDATE subscriptions SET next_digest_at = :now
    WHERE next_digest_at > :latest AND state = 'active'
"""


class Clock:
    """Remembers how late it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tick(self, now: datetime) -> bool:
        """Remember that it is now; True when it was later the last time.

        Feeds and digests that then wait for an instant too far off are due now.
        """
        row = await self._database.one(_TICKED)
        last = datetime.fromisoformat(row["value"]) if row else now
        back = now < last - _TOLERANCE
        async with self._database.transaction() as transaction:
            await transaction.run(_TICK, {"now": now.isoformat()})
            if back:
                for sql, wait in ((_WAKE_FEEDS, _LONGEST_REST), (_WAKE_DIGESTS, _LONGEST_WAIT)):
                    latest = to_seconds(now + wait)
                    await transaction.run(sql, {"now": to_seconds(now), "latest": latest})
        if back:
            advice = "check the computer's clock: timedatectl"
            log.warning("clock.set_back", last=last.isoformat(), advice=advice)
        return back
