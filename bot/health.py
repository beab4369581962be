"""Whether the bot is ready to serve, and what is amiss where it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from bot.errors import GazetteError
from bot.pulse import Pulse
from bot.render.texts import texts_in
from bot.store.meta import Meta
from bot.telegram.watched import Called

UPDATES: Final = "updates"
# Longer than any long poll with its grace, and one that failed in between.
POLL_PATIENCE: Final = 120.0
DATABASE_SECONDS: Final = 5.0
_KEY: Final = "last_ready"


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Looks at the parts of a running bot.

    `needed`: whoever must have been heard of by name before the bot is ready.
    """

    meta: Meta
    pulse: Pulse
    needed: tuple[str, ...]
    now: Callable[[], datetime]

    async def faults(self) -> dict[str, str]:
        """What is amiss, in words, by its part; nothing where all is well."""
        waiting = {name: "has not begun yet" for name in self.needed if name not in self.pulse}
        silent = {
            name: f"not heard of for {seconds:.0f} s longer than it may take"
            for name, seconds in self.pulse.overdue().items()
        }
        database = await self._database()
        return waiting | silent | ({"database": database} if database else {})

    async def _database(self) -> str:
        """Why the database cannot be written to, "" where it can."""
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await self.meta.put(_KEY, self.now().isoformat())
        except GazetteError as fault:
            return texts_in("en").plain(fault.key, **fault.arguments)
        except TimeoutError:
            return f"could not be written to within {DATABASE_SECONDS:g} s"
        return ""


def heard(called: Called, pulse: Pulse) -> Called:
    """As `called`; each answer to getUpdates says that updates come in."""

    def hear(method: str, status: int, seconds: float) -> None:
        called(method, status, seconds)
        if method == "getUpdates" and status == HTTPStatus.OK:
            pulse.expect(UPDATES, POLL_PATIENCE)

    return hear
