"""Broadcasts into the outbox: bit by bit, so that pausing and stopping find little to undo.

What is to be is in the stage of a broadcast; each round makes the outbox follow it. A crash in
between therefore leaves nothing that the next round does not mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.broadcast_model import Audience, Broadcast, Stage
from bot.errors import NotFoundError
from bot.news.schedule import Quiet, quiet_until
from bot.steps import in_steps
from bot.store import Store
from bot.store.broadcast_letters import Hours

# So many letters wait to be sent at most: enough for half a minute at Telegram's rate, few enough
# for whoever takes letters from the outbox and for a pause.
WINDOW: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Broadcasting:
    """Counts whom a broadcast is for, and sees to its letters."""

    store: Store

    async def size(self, audience: Audience, broadcast: Broadcast, now: datetime) -> int:
        """How many chats a draft would go to."""
        after, chats = broadcast.reached, 0
        while after is not None:
            found, after = await self.store.broadcast_letters.size(audience, after, now)
            chats += found
        return chats

    async def follow(self, broadcast: Broadcast, now: datetime) -> None:
        """Make the outbox follow the broadcast's stage."""
        letters = self.store.broadcast_letters
        match broadcast.stage:
            case Stage.RUNNING:
                await self._release(broadcast, now)
                await self._feed(broadcast, now)
            case Stage.PAUSED:
                await letters.hold(broadcast)
            case Stage.STOPPED | Stage.RECALLED:
                await letters.drop(broadcast)

    async def round(self, now: datetime) -> tuple[Broadcast, ...]:
        """See to all broadcasts whose result was not told yet; returns them as they are then."""
        return tuple(
            [
                seen
                for each in await self.store.broadcasts.under_way()
                if (seen := await self._seen_to(each, now))
            ]
        )

    async def _seen_to(self, broadcast: Broadcast, now: datetime) -> Broadcast | None:
        await self.follow(broadcast, now)
        seen = await self.store.broadcasts.get(broadcast.id)
        if seen is None or seen.stage is not Stage.RUNNING or seen.reached is not None:
            return seen
        if await self.store.broadcast_results.through(seen):
            await self.store.broadcasts.move(seen.id, Stage.DONE, [Stage.RUNNING])
        return await self.store.broadcasts.get(seen.id)

    async def _release(self, broadcast: Broadcast, now: datetime) -> None:
        """What was held goes on, but for those whom it is quiet hours for by now."""
        letters = self.store.broadcast_letters
        while (hours := await letters.held(broadcast)) is not None:
            if not await letters.release(broadcast, await _ends(hours, now), now):
                return

    async def _feed(self, broadcast: Broadcast, now: datetime) -> None:
        """Put letters until enough of them wait, or all are there."""
        letters, fed = self.store.broadcast_letters, broadcast
        while fed.reached is not None and await letters.due(fed, now) < WINDOW:
            ends = await _ends(await letters.hours(fed.reached), now)
            upcoming = await letters.put(fed, ends, now)
            if upcoming is None:
                return
            fed = upcoming


async def _ends(hours: Iterable[Hours], now: datetime) -> dict[Hours, datetime]:
    """When quiet hours end, for those who have them now."""
    return dict(await in_steps(_ending(hours, now)))


def _ending(hours: Iterable[Hours], now: datetime) -> Iterator[tuple[Hours, datetime]]:
    for zone, (start, end) in hours:
        quiet = Quiet(start=start, end=end)
        try:
            until = quiet_until(quiet, zone or "UTC", now)
        except NotFoundError:
            until = quiet_until(quiet, "UTC", now)  # a name that tzdata dropped
        if until is not None:
            yield (zone, (start, end)), until
