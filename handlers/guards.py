"""Who may go on: bans and the throttle, applied to every update before it is routed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.telegram.intake import Gate, sender_of

MINUTE = timedelta(minutes=1)
# People remembered at once; the one silent for longest is forgotten first.
REMEMBERED = 10_000


class Verdict(StrEnum):
    """What to do with an update."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    DROP = "drop"


class Bans:
    """Who has been told, since the bot started, that it no longer listens to them."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def are_news_to(self, user_id: int) -> bool:
        """Whether that person has not been told yet; now they have."""
        known = user_id in self._told
        self._told.add(user_id)
        return not known


@dataclass(slots=True)
class _Minute:
    began: datetime
    count: int = 0


class Throttle:
    """So many updates a minute and person; the first one over is answered, the others dropped."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minutes: OrderedDict[int, _Minute] = OrderedDict()

    def spent(self, user_id: int, now: datetime) -> bool:
        """Whether that person was told to wait and what they send is dropped; counts nothing."""
        minute = self._minutes.get(user_id)
        return (
            minute is not None and minute.count > self._per_minute and now - minute.began < MINUTE
        )

    def overrun(self, user_id: int, now: datetime) -> None:
        """More came of that person than could wait: with their next update, the minute is over."""
        minute = self._minutes.get(user_id)
        if minute is not None and now - minute.began < MINUTE:
            minute.count = max(minute.count, self._per_minute)

    def judge(self, user_id: int, now: datetime) -> Verdict:
        """Count one update of that person."""
        minute = self._minutes.get(user_id)
        if minute is None or now - minute.began >= MINUTE:
            minute = self._minutes[user_id] = _Minute(now)
            if len(self._minutes) > REMEMBERED:
                self._minutes.popitem(last=False)
        self._minutes.move_to_end(user_id)
        minute.count += 1
        if minute.count <= self._per_minute:
            return Verdict.PASS
        return Verdict.WARN if minute.count == self._per_minute + 1 else Verdict.DROP


def gate_of(
    throttle: Throttle, now: Callable[[], datetime], turned_away: Callable[[str], None]
) -> Gate:
    """Turns away at the door what the throttle would drop further in; `turned_away` hears why."""

    def admits(update: dict[str, Any]) -> bool:
        sender = sender_of(update)
        if sender is None or not throttle.spent(sender, now()):
            return True
        turned_away("throttled")
        return False

    def overran(update: dict[str, Any]) -> None:
        turned_away("overran")
        sender = sender_of(update)
        if sender is not None:
            throttle.overrun(sender, now())

    return Gate(admits=admits, overran=overran)
