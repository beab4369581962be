"""What becomes of a subscription whose instant has come. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.model import Standing, Subscription
from bot.news.schedule import Late, Plan, catch_up, next_after, next_instant, slot_date

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The subscription before and after, the local date, and whether a digest goes out for it.

    `late`: it goes out, but with a note that it should have done so before.
    """

    before: Subscription
    after: Subscription
    day: date
    goes: bool
    late: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """The chat and thread that it is for."""
        return self.before.chat_id, self.before.thread_id


def turn(subscription: Subscription, now: datetime, patience: timedelta) -> Turn:
    """Take the turn of a subscription with a next instant that is not after `now`.

    What is skipped, paused or later than `patience` leaves `since` alone: the next digest holds
    what this one would have. Raises NotFoundError for a zone that nobody knows.
    """
    due = subscription.next_digest_at or now
    awake = _awake(subscription, due)
    day, upcoming = _dates(Plan.of(awake), due, _from(awake, now))
    lateness = catch_up(due, now, patience)
    goes = (
        awake.standing is Standing.ACTIVE
        and lateness is not Late.MISSED
        and subscription.skipped != day
    )
    after = replace(
        awake,
        next_digest_at=upcoming,
        since=now if goes else subscription.since,
        skipped=_still_to_skip(subscription.skipped, day),
    )
    return Turn(before=subscription, after=after, day=day, goes=goes, late=lateness is Late.NOTED)


def scheduled(subscription: Subscription, now: datetime) -> Subscription:
    """The subscription with the next instant that its standing allows.

    A pause that ends by itself has one: the first after its end, which sets it going again.
    Raises NotFoundError for a zone that nobody knows.
    """
    begins = _from(subscription, now)
    upcoming = begins and next_instant(Plan.of(subscription), begins)
    return replace(subscription, next_digest_at=upcoming)


def _from(subscription: Subscription, now: datetime) -> datetime | None:
    """After which instant its standing allows a digest, None for never."""
    if subscription.standing is Standing.ACTIVE:
        return now
    if subscription.standing is Standing.PAUSED and subscription.resumes is not None:
        return max(now, subscription.resumes - _SECOND)
    return None


# Thousands of a batch have the same hour.
@lru_cache(maxsize=1_000)
def _dates(plan: Plan, due: datetime, begins: datetime | None) -> tuple[date, datetime | None]:
    """The local date of what is due, and the next instant of a later one after `begins`."""
    day = slot_date(plan, due)
    upcoming = begins and next_instant(plan, begins)
    if upcoming and slot_date(plan, upcoming) <= day:
        upcoming = next_after(plan, day)
    return day, upcoming


def _awake(subscription: Subscription, due: datetime) -> Subscription:
    """The subscription with a pause that is over ended."""
    paused, resumes = subscription.standing is Standing.PAUSED, subscription.resumes
    if not paused or resumes is None or resumes > due:
        return subscription
    return replace(subscription, standing=Standing.ACTIVE, resumes=None)


def _still_to_skip(skipped: date | None, day: date) -> date | None:
    return skipped if skipped and skipped > day else None
