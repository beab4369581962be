"""When a digest is due: wall time, zone and weekdays in, UTC instants out. Pure.

A wall time that the clock springs over is due at the first valid minute after the gap, one that
comes twice at its first coming, as Vixie cron and Cronos do it. A local date that its zone leaves
out (Apia's 30 December 2011) has no digest, every other one has exactly one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.errors import NotFoundError
from bot.model import Subscription

EVERY_DAY = 0b111_1111
# Later than this is worth a note to the reader.
_PROMPT = timedelta(minutes=15)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# Over a week, and over a second one where the zone left out the only weekday of the first.
_HORIZON = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The hour of a list: the wall time in minutes after midnight, the IANA zone, the weekdays.

    `days` has a bit for each: 1 Monday to 64 Sunday, as in a `Subscription`.
    """

    minute: int
    zone: str
    days: int = EVERY_DAY

    @classmethod
    def of(cls, subscription: Subscription) -> Plan:
        """The hour that a subscription asks for."""
        return cls(minute=subscription.minute, zone=subscription.zone, days=subscription.days)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Hours without messages: wall times in minutes after midnight, the end not among them."""

    start: int
    end: int


class Late(StrEnum):
    """How late a digest would go out, and so whether it does."""

    PROMPT = "prompt"
    NOTED = "noted"
    MISSED = "missed"


def next_instant(plan: Plan, after: datetime) -> datetime | None:
    """The first UTC instant after `after` (aware, itself excluded), None for a plan without days.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    today = after.astimezone(zone_of(plan.zone)).date()
    return next((instant for instant in _instants(plan, today) if instant > after), None)


def next_after(plan: Plan, served: date) -> datetime | None:
    """The UTC instant of the first digest that belongs to a local date after `served`.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    return next(_instants(plan, served + _DAY), None)


def slot_date(plan: Plan, instant: datetime) -> date:
    """The local date that a digest due at this instant belongs to.

    It is the date on the wall, but for a time that was pushed past midnight: 23:30 in Nuuk where
    the clock springs from 23:00 to midnight still belongs to the day before.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    zone = zone_of(plan.zone)
    today = instant.astimezone(zone).date()
    yesterday = today - _DAY
    return yesterday if _instant(yesterday, plan.minute, zone) == instant else today


def rezoned(old: Plan, new: Plan, served: date | None, now: datetime) -> datetime | None:
    """The next UTC instant for somebody who changes the plan, as a traveller does.

    `served` is the local date of their last digest, None before the first. No date gets a second
    one. Where the new hour of today is past already and the old plan promised a digest for today
    or before, it is due at once: a date is never left out.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    promised, upcoming = (_unserved(plan, served, now) for plan in (old, new))
    today = now.astimezone(zone_of(new.zone)).date()
    due = (
        new.days & _bit(today)
        and promised is not None
        and slot_date(old, promised) <= today
        and (upcoming is None or slot_date(new, upcoming) > today)
    )
    return now if due else upcoming


def catch_up(due: datetime, now: datetime, patience: timedelta) -> Late:
    """Whether a digest goes out at `now`: as it is, with a note that it is late, or not at all."""
    late = now - due
    if late < _PROMPT:
        return Late.PROMPT
    return Late.NOTED if late < patience else Late.MISSED


def quiet_until(quiet: Quiet, zone: str, instant: datetime) -> datetime | None:
    """The UTC instant at which the quiet hours around this one end, None outside of them.

    Hours that end where they start are none.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    # Not by the time on the wall: where that is set back, hours that ended would begin again.
    start = next_instant(Plan(minute=quiet.start, zone=zone), instant)
    end = next_instant(Plan(minute=quiet.end, zone=zone), instant)
    return end if start and end and end < start else None


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name, from the tzdata package.

    Not from the system, whose rules may be older than those that `zone_data` tells of.

    Raises:
        NotFoundError: "zone.unknown" (zone).
    """
    if name not in zone_names():
        raise NotFoundError("zone.unknown", zone=name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """All IANA names that we know, older ones too."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def zone_data() -> str:
    """The version of the zones' rules: with another one, instants are to be computed again."""
    return version("tzdata")


def _unserved(plan: Plan, served: date | None, now: datetime) -> datetime | None:
    """The plan's next instant that does not belong to a date served."""
    upcoming = next_instant(plan, now)
    if served is None or upcoming is None or slot_date(plan, upcoming) > served:
        return upcoming
    return next_after(plan, served)


def _instants(plan: Plan, first: date) -> Iterator[datetime]:
    """The plan's instants from that local date on, in order."""
    zone = zone_of(plan.zone)
    for offset in range(_HORIZON):
        day = first + timedelta(days=offset)
        if plan.days & _bit(day) and (instant := _instant(day, plan.minute, zone)):
            yield instant


def _bit(day: date) -> int:
    return 1 << day.weekday()


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """The instant of that wall time on a date, None for a date that the zone leaves out."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone)
    instant = wall.astimezone(UTC)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    # By PEP 495 the offset grows with the fold in a gap, and only there.
    if before is None or after is None or after <= before:
        return instant
    transition = _transition(instant - (after - before), instant, zone)
    neighbours = (transition - _MINUTE, transition)
    return transition if any(each.astimezone(zone).date() == day for each in neighbours) else None


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute after the one transition in (before, after], both UTC."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
