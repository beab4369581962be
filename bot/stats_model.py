"""The bot in numbers, as those who run it are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.model import Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many of the newest digests are settled, and since when they have been going out."""

    letters: int
    settled: int
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Stats:
    """All that is told.

    `settled`: for each of the last days (UTC), letters by what became of them: "sent", "dropped",
    "unsure", "failed". `feeds`: how many are "well", "paused", "failing", "gone".
    """

    articles: int
    topics: int
    chats: int
    newest: datetime | None
    subscriptions: Mapping[Standing, int]
    latest: Progress | None
    settled: Mapping[date, Mapping[str, int]]
    feeds: Mapping[str, int]

    @property
    def charted(self) -> bool:
        """Whether there is anything to be drawn."""
        letters = [each for day in self.settled.values() for each in day.values()]
        return any((*self.subscriptions.values(), *self.feeds.values(), *letters))
