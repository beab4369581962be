"""When Telegram is away nobody is tried in vain: a circuit breaker (M. Nygard, Release It!)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.telegram.outcomes import Outcome, pause

# One such answer may be about one chat; so many in a row are not.
ERRORS_IN_A_ROW: Final = 5


class Outage:
    """Whether to send at all, by how the last messages went."""

    def __init__(self) -> None:
        self._errors = 0
        self._pauses = 0
        self._until: datetime | None = None

    def lasts(self, now: datetime) -> bool:
        """Whether it is too early to try again."""
        return self._until is not None and now < self._until

    def note(self, outcome: Outcome, *, draw: float, now: datetime) -> None:
        """Learn from a message: pauses grow while nothing works, and end with what does."""
        if outcome not in {Outcome.UNSENT, Outcome.SERVER_ERROR}:
            self._errors = self._pauses = 0
            self._until = None
            return
        self._errors += 1
        away = outcome is Outcome.UNSENT or self._errors >= ERRORS_IN_A_ROW
        # Those under way together fail together: that is one reason to pause, not many.
        if away and not self.lasts(now):
            self._pauses += 1
            self._until = now + pause(self._pauses, draw)
